"""School offers, written: who may, what is kept, what is refused, what the log says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from core.models import ActionLog
from schools.errors import CannotEditOffer, CannotPublishForSchools, CannotPublishOffer
from schools.models import SchoolOffer
from schools.selectors import offers as selectors
from schools.services import instruction
from schools.services import offers as services
from schools.states import OfferState
from tests.schools import offers as make
from tests.schools.referencing import application, mandated, referenced
from tests.support.moments import ahead
from venues.geocoding.base import Place
from venues.models import Address, Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(venue: Venue) -> Venue:
    """A structure that may propose to schools."""
    referenced(venue)
    return venue


def create(venue: Venue, actor: User, **typed: Any) -> SchoolOffer:
    return services.create(venue=venue, typed=typed, actor=actor, now=timezone.now())


def edit(offer: SchoolOffer, actor: User, *, version: int | None = None, **typed: Any) -> SchoolOffer:
    read = offer.version if version is None else version
    return services.edit(offer_id=offer.pk, typed=typed, version=read, actor=actor, now=timezone.now())


def act(name: str, offer: SchoolOffer, actor: User) -> SchoolOffer:
    read = {"version": SchoolOffer.objects.get(pk=offer.pk).version} if name == "publish" else {}
    return getattr(services, name)(offer_id=offer.pk, actor=actor, now=timezone.now(), **read)


def verbs(offer: SchoolOffer) -> list[str]:
    lines = ActionLog.objects.filter(target_type="schools.schooloffer", target_id=offer.pk)
    return list(lines.order_by("pk").values_list("verb", flat=True))


# --- Create and edit


def test_a_title_is_enough_to_keep_a_draft(ready: Venue, alice: User) -> None:
    offer = create(ready, alice, title="Une idée")
    assert (offer.state, offer.venue, offer.search_text, offer.version) == ("draft", ready, "une idee", 1)
    assert verbs(offer) == ["create_school_offer"]


def test_codes_are_kept_once_and_in_the_order_of_their_table(ready: Venue, alice: User) -> None:
    offer = create(
        ready, alice, title="x", levels=["TERMINALE", "SIXIEME", "SIXIEME"], domains=["THEATRE", "CINEMA"]
    )
    assert (offer.levels, offer.domains) == (["SIXIEME", "TERMINALE"], ["CINEMA", "THEATRE"])


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"title": " "}, "title_missing", "title"),
        ({"title": "x", "pupils": 501}, "pupils_invalid", "pupils"),
        ({"title": "x", "price_details": "y" * 1_001}, "price_details_too_long", "price_details"),
        ({"title": "x", "place_kind": "ours"}, "address_missing", "address"),
        ({"title": "x", "levels": ["CRECHE"]}, "level_unknown", "levels"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(
    ready: Venue, alice: User, typed: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(CannotEditOffer) as refusal:
        create(ready, alice, **typed)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not SchoolOffer.objects.exists()


def test_nothing_else_than_what_is_typed_can_be_set(ready: Venue, alice: User, other_venue: Venue) -> None:
    sly = {"title": "x", "state": "published", "venue": other_venue, "version": 9}
    offer = services.create(venue=ready, typed=sly, actor=alice, now=timezone.now())
    assert (offer.state, offer.venue, offer.version) == ("draft", ready, 1)


def test_the_log_keeps_what_changed_and_only_that(ready: Venue, alice: User) -> None:
    offer = create(ready, alice, title="Une idée", pupils=20)
    edit(offer, alice, title="Une idée", pupils=28)
    line = ActionLog.objects.get(verb="edit_school_offer")
    assert (line.before, line.after, line.actor) == ({"pupils": 20}, {"pupils": 28}, alice)


def test_an_edition_that_changes_nothing_leaves_no_trace(ready: Venue, alice: User) -> None:
    offer = create(ready, alice, title="Une idée")
    assert edit(offer, alice, title="Une idée").version == 1
    assert verbs(offer) == ["create_school_offer"]


def test_two_people_who_edit_at_once_do_not_erase_one_another(ready: Venue, alice: User) -> None:
    offer = create(ready, alice, title="Une idée")
    edit(offer, alice, title="La mienne")
    with pytest.raises(CannotEditOffer, match="Une autre personne"):
        edit(offer, alice, version=1, title="La sienne")


def test_a_published_offer_stays_whole(ready: Venue, alice: User) -> None:
    offer = make.offer(ready)
    with pytest.raises(CannotPublishOffer) as refusal:
        edit(offer, alice, pupils=None)
    assert (refusal.value.code, refusal.value.field) == ("pupils_missing", "pupils")
    assert edit(offer, alice, pupils=12).pupils == 12


@pytest.mark.parametrize("state", ["prebooked", "booked", "used", "cancelled", "archived"])
def test_nothing_is_edited_once_a_teacher_counts_on_it(ready: Venue, alice: User, state: str) -> None:
    with pytest.raises(CannotEditOffer, match="ne se modifie plus"):
        edit(make.offer(ready, state=OfferState(state)), alice, title="Autre")


# --- Publish, take back, put away, copy


def test_a_whole_draft_is_published_and_says_when_it_first_was(ready: Venue, alice: User) -> None:
    offer = make.offer(ready, draft=True)
    published = act("publish", offer, alice)
    first = published.published_at
    assert (published.state, first is not None) == ("published", True)
    act("unpublish", offer, alice)
    assert act("publish", offer, alice).published_at == first
    assert verbs(offer) == ["publish_school_offer", "unpublish_school_offer", "publish_school_offer"]


def test_a_draft_that_misses_something_is_not_published(ready: Venue, alice: User) -> None:
    with pytest.raises(CannotPublishOffer) as refusal:
        act("publish", make.offer(ready, draft=True, levels=[]), alice)
    assert (refusal.value.code, refusal.value.field) == ("levels_missing", "levels")


def test_what_is_published_is_not_published_twice(ready: Venue, alice: User) -> None:
    with pytest.raises(CannotPublishOffer, match="Rechargez"):
        act("publish", make.offer(ready), alice)


@pytest.mark.parametrize("name", ["create", "publish", "duplicate", "edit"])
def test_a_structure_that_closed_proposes_nothing(ready: Venue, alice: User, name: str) -> None:
    offer = make.offer(ready, draft=True)
    Venue.objects.update(status="closed")
    acts = {"create": lambda: create(ready, alice, title="x"), "edit": lambda: edit(offer, alice, title="x")}
    with pytest.raises(CannotPublishForSchools, match="fermée") as refusal:
        acts.get(name, lambda: act(name, offer, alice))()
    assert (refusal.value.code, verbs(offer)) == ("venue_closed", [])


@pytest.mark.parametrize("status", ["closed", "rejected", "pending"])
def test_a_published_offer_of_a_structure_that_is_not_open_reads_suspended(ready: Venue, status: str) -> None:
    offer = make.offer(ready)
    Venue.objects.update(status=status, decision_reason="Fini.")
    found = selectors.one_of(venue=ready).get(pk=offer.pk)
    sheet = selectors.sheet(offer=found, now=timezone.now())
    assert (sheet.status, sheet.referenced) == ("suspended", False)


def test_what_was_changed_since_it_was_read_is_not_published(ready: Venue, alice: User) -> None:
    offer = make.offer(ready, draft=True)
    edit(offer, alice, title="Une autre offre")
    with pytest.raises(CannotPublishOffer, match="Relisez-la") as refusal:
        services.publish(offer_id=offer.pk, version=offer.version, actor=alice, now=timezone.now())
    assert refusal.value.code == "changed_meanwhile"
    offer.refresh_from_db()
    assert offer.state == "draft"


def test_the_log_says_that_a_contact_changed_and_never_what_it_is(ready: Venue, alice: User) -> None:
    offer = create(ready, alice, title="x", contact_email="ana@ecole.example", contact_phone="05 65 11 11 11")
    edit(offer, alice, contact_email="ben@ecole.example", contact_phone="05 65 22 22 22", title="y")
    created, edited = ActionLog.objects.filter(target_type="schools.schooloffer").order_by("pk")
    assert not {"contact_email", "contact_phone"} & created.after.keys()
    assert edited.before == {"title": "x"}
    assert edited.after == {"title": "y", "contact_email": "changed", "contact_phone": "changed"}


def elsewhere() -> services.NewAddress:
    """A place that has no row yet."""
    place = Place(
        label="Salle des fêtes, 46160 Cajarc",
        street="place du Foirail",
        postal_code="46160",
        city="Cajarc",
        insee_code="46045",
        latitude=44.4849,
        longitude=1.8422,
        time_zone="Europe/Paris",
        precision="street",
        source="manual",
        score=1.0,
    )
    return services.NewAddress(place=place, label="Salle des fêtes")


def test_an_address_that_was_typed_is_kept_with_its_offer(ready: Venue, alice: User) -> None:
    offer = create(ready, alice, title="x", place_kind="elsewhere", address=elsewhere())
    assert (offer.address.label, offer.address.city) == ("Salle des fêtes", "Cajarc")


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "x", "pupils": 501}])
def test_a_refused_creation_leaves_no_address(ready: Venue, alice: User, wrong: dict[str, Any]) -> None:
    before = Address.objects.count()
    with pytest.raises(CannotEditOffer):
        create(ready, alice, place_kind="elsewhere", address=elsewhere(), **wrong)
    assert Address.objects.count() == before


def test_the_history_keeps_to_its_last_fifty_lines(ready: Venue, alice: User) -> None:
    offer = create(ready, alice, title="x")
    for number in range(52):
        offer = edit(offer, alice, pupils=number + 1)
    told = selectors.history_of(offer=offer)
    assert (len(told.lines), told.older, told.lines[0].after) == (50, 3, {"pupils": 52})


def test_an_offer_put_away_says_when_and_stays_so(ready: Venue, alice: User) -> None:
    offer = act("archive", make.offer(ready), alice)
    assert (offer.state, offer.archived_at is not None) == ("archived", True)
    for name in ("archive", "publish", "unpublish"):
        with pytest.raises(CannotPublishOffer, match="Rechargez"):
            act(name, offer, alice)


def test_an_offer_that_a_class_booked_is_not_put_away(ready: Venue, alice: User) -> None:
    with pytest.raises(CannotPublishOffer):
        act("archive", make.offer(ready, state=OfferState.BOOKED), alice)


@pytest.mark.parametrize("state", OfferState)
def test_a_copy_is_a_draft_that_says_the_same_but_for_its_date(
    ready: Venue, alice: User, state: OfferState
) -> None:
    source = make.offer(ready, state=state, title="Minuit à Padirac", price_cents=0)
    copy = act("duplicate", source, alice)
    assert (copy.pk != source.pk, copy.state, copy.title, copy.price_cents) == (
        True,
        "draft",
        "Minuit à Padirac",
        0,
    )
    assert (copy.starts_at, copy.booking_limit_at, copy.published_at, copy.archived_at) == (None,) * 4
    assert copy.institution == source.institution


# --- Referencing


@pytest.mark.parametrize("status", [None, "draft", "submitted", "refused", "withdrawn"])
def test_who_is_not_referenced_creates_nothing(venue: Venue, alice: User, status: str | None) -> None:
    if status:
        application(venue, status=status)
    with pytest.raises(CannotPublishForSchools):
        create(venue, alice, title="Une idée")
    assert not SchoolOffer.objects.exists()


@pytest.mark.parametrize("name", ["publish", "duplicate", "edit"])
def test_who_is_no_longer_referenced_neither_edits_nor_publishes_nor_copies(
    ready: Venue, alice: User, name: str
) -> None:
    offer = make.offer(ready, draft=True)
    withdraw(ready)
    with pytest.raises(CannotPublishForSchools):
        edit(offer, alice, title="x") if name == "edit" else act(name, offer, alice)
    assert verbs(offer) == []


def test_who_is_no_longer_referenced_may_still_take_back_and_put_away(ready: Venue, alice: User) -> None:
    offer = make.offer(ready)
    withdraw(ready)
    assert act("unpublish", offer, alice).state == "draft"
    assert act("archive", offer, alice).state == "archived"


def test_a_referencing_is_that_of_one_structure(ready: Venue, other_venue: Venue, alice: User) -> None:
    with pytest.raises(CannotPublishForSchools):
        create(other_venue, alice, title="Une idée")


def withdraw(venue: Venue) -> None:
    """The commission takes the referencing back."""
    instruction.withdraw(
        application_id=venue.referencing_applications.get().pk,
        reason="Le projet a changé.",
        actor=mandated("commission"),
        now=timezone.now(),
    )


def test_a_date_in_the_past_may_be_kept_but_not_published(ready: Venue, alice: User) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    offer = create(ready, alice, **make.whole(starts_at=yesterday, booking_limit_at=yesterday))
    with pytest.raises(CannotPublishOffer, match="La date est passée"):
        act("publish", offer, alice)
    edit(offer, alice, starts_at=ahead(days=3), booking_limit_at=ahead(days=2))
    assert act("publish", offer, alice).state == "published"
