"""The statement: the sum of its lines, whatever the names in it."""

from typing import Any

import pytest

from finance import selectors, statements
from finance.models import Transfer
from finance.services import price_and_close
from tests.finance import factories as make
from tests.finance.factories import CLOSING

pytestmark = pytest.mark.django_db


@pytest.fixture
def transfer() -> Transfer:
    venue = make.payable_venue("Ciné « Le #Noyer* » 🎬")
    venue.year_totals.create(year=2026, gross_cents=19_999_00)
    for cents in (100, 1_000):
        make.used(venue, cents=cents)
    price_and_close(now=CLOSING)
    return Transfer.objects.select_related("half_month", "bank_account__legal_entity").get()


def rows(of: Transfer) -> list[dict[str, Any]]:
    return selectors.statement_rows(transfer=of)


def test_it_sums_by_structure_and_rate(transfer: Transfer) -> None:
    found = [(row["gross"], row["forgone"], row["due"], row["count"]) for row in rows(transfer)]
    assert sorted(found) == [(100, 0, 100, 1), (1_000, 50, 950, 1)]


def test_any_name_can_be_printed(transfer: Transfer) -> None:
    transfer.bank_account.legal_entity.name = "Łódź & 北京 $x$ #set *gras* العربية"
    assert statements.render(transfer=transfer, rows=rows(transfer)).startswith(b"%PDF-")


def test_lines_that_are_not_the_transfer_give_no_document(transfer: Transfer) -> None:
    with pytest.raises(ValueError, match="950 in lines, 1050 transferred"):
        statements.render(transfer=transfer, rows=[row for row in rows(transfer) if row["due"] == 950])
