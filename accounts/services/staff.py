"""Accounts opened by the team itself, and what each group of staff may do."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import User

#: Group → permissions of the admin, `app.codename`. Least privilege: reading is a permission too.
GROUPS: dict[str, tuple[str, ...]] = {
    "Homologation": (
        "finance.view_bankaccount",
        "finance.change_bankaccount",
        "finance.view_venuebanklink",
        "venues.view_venue",
        "venues.change_venue",
        "venues.view_legalentity",
        "venues.view_address",
    ),
    "Finance": (
        "finance.view_halfmonth",
        "finance.change_halfmonth",
        "finance.view_transfer",
        "finance.view_transferline",
        "finance.view_bankfile",
        "finance.change_bankfile",
        "finance.view_entry",
        "finance.view_yeartotal",
        "finance.view_scaleband",
        "finance.add_scaleband",
        "finance.change_scaleband",
        "venues.view_venue",
        "bookings.view_booking",
    ),
    "Commission scolaire": (
        "schools.view_application",
        "schools.change_application",
        "venues.view_venue",
    ),
    "Support": (
        "accounts.view_user",
        "venues.view_venue",
        "offers.view_offer",
        "offers.view_slot",
        "schools.view_schooloffer",
        "schools.view_institution",
        "bookings.view_booking",
        "core.view_email",
        "core.view_supportcontact",
        "core.add_supportcontact",
        "core.change_supportcontact",
        "help.view_article",
        "help.add_article",
        "help.change_article",
        "help.view_supportmessage",
        "help.change_supportmessage",
        "help.view_webinar",
        "help.change_webinar",
        "help.view_webinarregistration",
        "help.view_webinarpattern",
        "help.add_webinarpattern",
        "help.change_webinarpattern",
    ),
}


@transaction.atomic
def define_groups() -> None:
    """Make the groups say what the table says, no more and no less."""
    for name, wanted in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        codes = [code.split(".") for code in wanted]
        found = Permission.objects.filter(
            content_type__app_label__in={app for app, _ in codes},
            codename__in={codename for _, codename in codes},
        ).select_related("content_type")
        group.permissions.set(
            [one for one in found if f"{one.content_type.app_label}.{one.codename}" in wanted]
        )


@transaction.atomic
def open_account(
    *,
    email: str,
    first_name: str,
    last_name: str,
    password_digest: str,
    now: datetime,
    groups: Iterable[str] = (),
    is_staff: bool = False,
    is_superuser: bool = False,
) -> User:
    """An account whose address is already proved, and whose password is given as a digest."""
    user = User(
        email=email,
        first_name=first_name,
        last_name=last_name,
        password=password_digest,
        is_staff=is_staff,
        is_superuser=is_superuser,
        date_joined=now,
        email_confirmed_at=now,
    )
    user.save()
    user.groups.set(Group.objects.filter(name__in=list(groups)))
    return user
