"""Structures: `VenueFactory()` is validated; `VenueFactory(pending=True)`, `rejected`, `closed`, `itinerant`.

`MembershipFactory(venue=…, role="desk")` gives a person who works there.
"""

from typing import Any

import factory
from stdnum import luhn

from tests.accounts.factories import UserFactory
from tests.support.moments import ago
from venues.models import Address, LegalEntity, Membership, Venue
from venues.siret import with_key
from venues.states import Role, Status

VILLAGES = (
    # city, postal code, INSEE code, latitude, longitude
    ("Cajarc", "46160", "46045", 44.4849, 1.8422),
    ("Limogne-en-Quercy", "46260", "46173", 44.3953, 1.7706),
    ("Marcilhac-sur-Célé", "46160", "46183", 44.5558, 1.7731),
    ("Villefranche-de-Rouergue", "12200", "12300", 44.3519, 2.0369),
)


def siren(number: int) -> str:
    """A SIREN whose key is right."""
    stem = f"9{number:07d}"
    return stem + luhn.calc_check_digit(stem)


class LegalEntityFactory(factory.django.DjangoModelFactory[LegalEntity]):
    """An association."""

    class Meta:
        model = LegalEntity

    siren = factory.Sequence(siren)
    name = factory.Sequence(lambda n: f"Association des Noyers {n}")
    legal_category = "9220"
    created_at = factory.LazyFunction(lambda: ago(days=200))


class AddressFactory(factory.django.DjangoModelFactory[Address]):
    """A place in a village: `AddressFactory(village=1)` is in Limogne-en-Quercy."""

    class Meta:
        model = Address

    class Params:
        village = 0
        overseas = factory.Trait(
            city="Saint-Denis",
            postal_code="97400",
            insee_code="97411",
            latitude=-20.8789,
            longitude=55.4481,
            time_zone="Indian/Reunion",
        )

    street = factory.Sequence(lambda n: f"{n + 1} place du Foirail")
    city = factory.LazyAttribute(lambda made: VILLAGES[made.village][0])
    postal_code = factory.LazyAttribute(lambda made: VILLAGES[made.village][1])
    insee_code = factory.LazyAttribute(lambda made: VILLAGES[made.village][2])
    latitude = factory.LazyAttribute(lambda made: VILLAGES[made.village][3])
    longitude = factory.LazyAttribute(lambda made: VILLAGES[made.village][4])
    time_zone = "Europe/Paris"
    precision = Address.Precision.HOUSE
    source = "test"


class VenueFactory(factory.django.DjangoModelFactory[Venue]):
    """A validated structure with a fixed address."""

    class Meta:
        model = Venue

    class Params:
        pending = factory.Trait(status=Status.PENDING, validated_at=None)
        rejected = factory.Trait(
            status=Status.REJECTED, validated_at=None, decision_reason="Le dossier est incomplet."
        )
        closed = factory.Trait(status=Status.CLOSED)
        itinerant = factory.Trait(is_itinerant=True, public_name=factory.Sequence(lambda n: f"Circuit {n}"))
        unverified = factory.Trait(verification=Venue.Verification.MANUAL)

    legal_entity = factory.SubFactory(LegalEntityFactory)
    siret = factory.LazyAttributeSequence(
        lambda made, n: with_key(made.legal_entity.siren, f"{n % 10_000:04d}")
    )
    legal_name = factory.LazyAttribute(lambda made: made.legal_entity.name)
    public_name = factory.Sequence(lambda n: f"Ciné {n}")
    naf_code = "59.14Z"
    naf_label = "Projection de films cinématographiques"
    address = factory.SubFactory(AddressFactory)
    booking_email = factory.Sequence(lambda n: f"reservations{n}@test.example")
    verification = Venue.Verification.REGISTER
    status = Status.VALIDATED
    created_at = factory.LazyFunction(lambda: ago(days=200))
    validated_at = factory.LazyFunction(lambda: ago(days=199))


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """Somebody who administers a structure."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    venue = factory.SubFactory(VenueFactory)
    role = Role.ADMIN
    created_at = factory.LazyFunction(lambda: ago(days=150))


def member(*, venue: Venue, role: Role = Role.ADMIN, **fields: Any) -> Any:
    """A person who works at a structure."""
    return MembershipFactory(venue=venue, role=role, user=UserFactory(**fields)).user
