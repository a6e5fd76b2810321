"""Bookings by the hundred thousand, for benchmarks: bulk SQL, deterministic for a seed, added once per seed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from venues.siret import with_key

PUBLIC = 1_000  # young people of a seed; each books an offer once
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ234567"
CODES = 30**6
STEP = 7_919  # prime with the number of codes: the draw visits each code once


@dataclass(frozen=True, kw_only=True)
class Volume:
    """What is asked for."""

    bookings: int
    venues: int
    seed: int
    now: datetime

    @property
    def per_venue(self) -> int:
        """Bookings of each structure, rounded up."""
        return -(-self.bookings // self.venues)

    @property
    def offers_per_venue(self) -> int:
        """Enough offers that nobody books one twice."""
        return -(-self.per_venue // PUBLIC)

    @property
    def mark(self) -> str:
        """What the rows of this seed have in their names."""
        return f"volume-{self.seed}"


def sirets(volume: Volume) -> list[str]:
    """Valid SIRETs of no register: their SIREN starts with 002 and the seed's last digit."""
    numbers = []
    for rank in range(volume.venues):
        base = f"002{volume.seed % 10}{rank:04d}"
        siren = next(base + str(digit) for digit in range(10) if _luhn(base + str(digit)))
        numbers.append(with_key(siren, "0001"))
    return numbers


def _luhn(number: str) -> bool:
    doubled = [int(d) * (2 if rank % 2 else 1) for rank, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


_PEOPLE = """
INSERT INTO accounts_user (email, first_name, last_name, password, is_active, is_staff, is_superuser,
                           email_confirmed_at, date_joined)
SELECT %(mark)s || '-' || n || '@mobile.example', 'Jeune', 'Numéro ' || n, '!', true, false, false, %(now)s, %(now)s
FROM generate_series(1, %(public)s) n;
INSERT INTO accounts_deposit (user_id, granted_cents, spent_cents, granted_at, expires_at)
SELECT id, 2000000000, 0, %(now)s - interval '90 days', %(now)s + interval '2 years'
FROM accounts_user WHERE email LIKE %(mark)s || '-%%';
"""
_VENUES = """
WITH place AS (
    INSERT INTO venues_address (label, street, postal_code, city, insee_code, latitude, longitude, time_zone,
                                precision, source, ban_id)
    VALUES (%(mark)s, '1 rue du Volume', '46000', 'Cahors', '46042', 44.4475, 1.4406, 'Europe/Paris',
            'street', 'seed', '')
    RETURNING id
), entity AS (
    INSERT INTO venues_legalentity (siren, name, legal_category, created_at)
    SELECT left(siret, 9), %(mark)s, '9220', %(now)s FROM unnest(%(sirets)s::text[]) siret
    RETURNING id, siren
)
INSERT INTO venues_venue (legal_entity_id, siret, legal_name, public_name, naf_code, naf_label, address_id,
                          is_itinerant, booking_email, description, verification, status, decision_reason,
                          created_at, validated_at)
SELECT entity.id, siret, %(mark)s, %(mark)s || ' ' || rank, '59.14Z', '', place.id, false, 'volume@circuit.example', '',
       'register', 'validated', '', %(now)s - interval '90 days', %(now)s - interval '90 days'
FROM unnest(%(sirets)s::text[]) WITH ORDINALITY AS asked(siret, rank)
JOIN entity ON entity.siren = left(siret, 9) CROSS JOIN place;
"""
_OFFERS = """
WITH offer AS (
    INSERT INTO offers_offer (venue_id, title, description, subcategory, address_id, state, is_duo, film_director,
        film_author, film_visa, motor_accessible, hearing_accessible, visual_accessible, mental_accessible,
        booking_email, search_text, created_at, published_at, updated_at)
    SELECT venue.id, %(mark)s || ' ' || n, '', 'SEANCE_CINE', venue.address_id, 'published', false, '', '', '',
        false, false, false, false, '', %(mark)s || ' ' || n, %(now)s, %(now)s, %(now)s
    FROM venues_venue venue, generate_series(1, %(offers)s) n
    WHERE venue.legal_name = %(mark)s
    RETURNING id, venue_id
), slot AS (
    INSERT INTO offers_slot (offer_id, starts_at, booking_closes_at, capacity, booked, created_at)
    SELECT id, %(now)s - make_interval(days => 5 + (id %% 40)::int),
        %(now)s - make_interval(days => 5 + (id %% 40)::int),
        NULL, 0, %(now)s - interval '60 days' FROM offer
    RETURNING id
)
INSERT INTO offers_stock (slot_id, label, price_cents) SELECT id, 'Tarif unique', 400 + (id %% 5)::int * 50 FROM slot;
"""
_BOOKINGS = """
WITH stock AS (
    SELECT stock.id, stock.slot_id, stock.price_cents, offer.id AS offer_id, offer.venue_id, slot.starts_at,
           row_number() OVER (ORDER BY stock.id) - 1 AS rank
    FROM offers_stock stock
    JOIN offers_slot slot ON slot.id = stock.slot_id
    JOIN offers_offer offer ON offer.id = slot.offer_id
    WHERE offer.title LIKE %(mark)s || ' %%'
), person AS (
    SELECT account.id, deposit.id AS deposit_id, row_number() OVER (ORDER BY account.id) - 1 AS rank
    FROM accounts_user account JOIN accounts_deposit deposit ON deposit.user_id = account.id
    WHERE account.email LIKE %(mark)s || '-%%'
), wanted AS (
    SELECT n, stock.*, person.id AS user_id, person.deposit_id
    FROM generate_series(0, %(bookings)s - 1) n
    JOIN stock ON stock.rank = n / %(public)s JOIN person ON person.rank = n %% %(public)s
), made AS (
    INSERT INTO bookings_booking (code, user_id, deposit_id, stock_id, slot_id, offer_id, venue_id, quantity,
        unit_price_cents, total_cents, price_label, status, booked_at, cancellable_until, used_at, validation,
        cancel_reason)
    SELECT (SELECT string_agg(substr(%(alphabet)s, 1 + ((%(offset)s + n * %(step)s::bigint) %% %(codes)s
                / (30 ^ digit)::bigint %% 30)::int, 1), '' ORDER BY digit) FROM generate_series(0, 5) digit),
        user_id, deposit_id, id, slot_id, offer_id, venue_id, 1, price_cents, price_cents, 'Tarif unique', 'used',
        starts_at - interval '9 days', starts_at - interval '7 days', starts_at + interval '72 hours', 'automatic', ''
    FROM wanted
    RETURNING id, venue_id, booked_at, used_at
)
INSERT INTO bookings_bookingtransition (booking_id, venue_id, event, from_status, to_status, at, recorded_at, detail)
SELECT id, venue_id, 'use', 'booked', 'used', used_at, used_at, '{}'::jsonb FROM made ORDER BY used_at, id;
"""
_COUNTERS = """
UPDATE offers_slot slot SET booked = sums.places FROM (
    SELECT slot_id, sum(quantity) AS places
    FROM bookings_booking booking JOIN venues_venue venue ON venue.id = booking.venue_id
    WHERE venue.legal_name = %(mark)s GROUP BY slot_id) sums WHERE slot.id = sums.slot_id;
UPDATE accounts_deposit deposit SET spent_cents = sums.cents FROM (
    SELECT deposit_id, sum(total_cents) AS cents
    FROM bookings_booking booking JOIN venues_venue venue ON venue.id = booking.venue_id
    WHERE venue.legal_name = %(mark)s GROUP BY deposit_id) sums WHERE deposit.id = sums.deposit_id;
"""


@transaction.atomic
def add(volume: Volume) -> int:
    """Add the bookings of a seed, used and priceable. Returns how many were added: 0 when the seed is there."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT 1 FROM accounts_user WHERE email = %s", [f"{volume.mark}-1@mobile.example"])
        if cursor.fetchone():
            return 0
        values: dict[str, Any] = {
            "mark": volume.mark,
            "now": volume.now,
            "public": PUBLIC,
            "sirets": sirets(volume),
            "offers": volume.offers_per_venue,
            "bookings": volume.bookings,
            "alphabet": ALPHABET,
            "offset": volume.seed * 1_000_003 % CODES,
            "step": STEP,
            "codes": CODES,
        }
        for statement in (_PEOPLE, _VENUES, _OFFERS, _BOOKINGS, _COUNTERS):
            for part in filter(str.strip, statement.split(";\n")):
                cursor.execute(part, values)
    return volume.bookings
