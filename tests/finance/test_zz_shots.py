import pytest
from datetime import timedelta
from django.utils import timezone
from django.urls import reverse
from django.conf import settings
from finance.services import *
from finance.models import *
from finance.states import BankStatus
from tests.finance import factories as make
from tests.support.browser import *
from tests.support.browser import faults, sideways
pytestmark=[pytest.mark.django_db(transaction=True), pytest.mark.browser]

def cookie(live_server, user):
    from django.test import Client
    c=Client(); c.force_login(user)
    return {"name":settings.SESSION_COOKIE_NAME,"value":c.cookies[settings.SESSION_COOKIE_NAME].value,"url":live_server.url}

def test_shots(live_server, open_page, client):
    from celery import current_app; current_app.loader.import_default_modules()
    now=timezone.now()
    v=make.payable_venue("Ciné des Causses"); v2=make.venue("Ciné des Causses, plein air", of=v.legal_entity)
    u=make.member(v, first_name="Camille", last_name="Varenne"); u.memberships.create(venue=v2, role="admin", created_at=make.LONG_AGO)
    v.year_totals.create(year=2026, gross_cents=684200)
    from datetime import datetime, UTC
    for m in range(3,11):
        for k in range(3): make.used(v, cents=400*m, on=datetime(2026,m,5+k,18,tzinfo=UTC), starts_at=datetime(2026,m,5,18,tzinfo=UTC))
        price_and_close(now=datetime(2026,m,17,4,tzinfo=UTC))
    for f in BankFile.objects.order_by("pk")[:7]: settle_transfers(msg_id=f.msg_id, rejected=[], now=f.created_at+timedelta(days=2))
    price_and_close(now=now)
    for k in range(4):
        make.used(v, cents=400, on=now-timedelta(hours=5), starts_at=now-timedelta(hours=6))
        make.used(v2, cents=650, on=now-timedelta(hours=5), starts_at=now-timedelta(hours=6))
        make.booking(v, cents=1200, starts_at=now+timedelta(days=20))
    make.used(v, cents=400, on=now-timedelta(hours=5), starts_at=now+timedelta(days=2))
    price_bookings(now=now)
    make.account(v.legal_entity, iban=make.OTHER_IBAN, status=BankStatus.CORRECTIONS, since=now, label="Livret")
    t=Transfer.objects.latest("pk")
    pages={"transfers":"", "transfer":[t.pk],"statements":"","bank_accounts":"","deposit":"","revenue":"","terms":""}
    for width in ("desk","phone"):
      for dark in (False, True):
        if dark and width=="phone": continue
        p=open_page(width=width,dark=dark); p.context.add_cookies([cookie(live_server,u)])
        for name,args in pages.items():
            p.goto(live_server.url+reverse(f"finance:{name}",args=args or []))
            p.screenshot(path=f"/tmp/fin/shots/{name}-{width}{'-dark' if dark else ''}.png", full_page=True)
            f=faults(p); print(name,width,dark,f, sideways(p))
    s=make.staff(); a=make.account(make.entity("Autre"), status=BankStatus.PENDING, holder="Quelqu’un", since=now-timedelta(days=4))
    from django.core.files.base import ContentFile
    import typst
    a.proof.save("q.pdf", ContentFile(typst.compile(b"= Relev\xc3\xa9 d'identit\xc3\xa9 bancaire\nFR14"))); 
    p=open_page(); p.context.add_cookies([cookie(live_server,s)])
    p.goto(live_server.url+"/admin/finance/bankaccount/"); p.screenshot(path="/tmp/fin/shots/admin-list.png", full_page=True)
    p.goto(live_server.url+f"/admin/finance/bankaccount/{a.pk}/change/"); p.wait_for_timeout(1500); p.screenshot(path="/tmp/fin/shots/admin-file.png", full_page=True)
    p.goto(live_server.url+f"/admin/finance/bankaccount/{a.pk}/decision/refuse/"); p.screenshot(path="/tmp/fin/shots/admin-decision.png", full_page=True)
    p.goto(live_server.url+f"/admin/finance/transfer/{t.pk}/change/"); p.screenshot(path="/tmp/fin/shots/admin-transfer.png", full_page=True)
