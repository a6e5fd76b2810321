"""Only services write. Everything else asks them."""

import pytest

from tests.architecture.source import modules, planted
from tests.architecture.writes import writes_in

#: What services call to write, or what a model says of its own saving; each with its reason.
ALLOWED = {
    "accounts/models.py::UserManager": "the manager Django asks for; called by accounts.services",
    "core/history.py::record": "the log of acts; called by services, in their transaction",
    "core/idempotency.py::": "the statement that claims a key",
    "core/idempotency.py::_once": "the answer of a key, in the act's own transaction",
    "core/models.py::AppendOnly": "refuses every later change",
    "finance/locks.py::years": "opens the years that are to be locked",
    "passculture_pro/demo/volume.py::": "a volume of rows for benchmarks, by bulk SQL (contract §1)",
}


def trespasses() -> list[str]:
    """Writes outside services, as `file:line`."""
    outside = [module for module in modules() if not module.is_service and not module.is_migration]
    return [
        f"{module.at(node)} ({module.owner(node)})"
        for module in outside
        for node in writes_in(module)
        if module.owner(node) not in ALLOWED
    ]


def test_only_services_write() -> None:
    assert trespasses() == []


def test_every_exception_is_still_needed() -> None:
    used = {module.owner(node) for module in modules() for node in writes_in(module)}
    assert set(ALLOWED) <= used


@pytest.mark.parametrize(
    "line",
    [
        "booking.save()",
        "form.save()",
        "form.save(commit=False)",
        "Offer.objects.create(title='x')",
        "offer.slots.create(starts_at=now)",
        "Offer.objects.filter(pk=1).update(state='paused')",
        "rows.update(**values)",
        "booking.delete()",
        "Offer.objects.bulk_create(rows)",
        "Offer.objects.get_or_create(title='x')",
        "super().save(**kwargs)",
        "cursor.execute('UPDATE offers_offer SET state = 1')",
        "cursor.execute(f'DELETE FROM offers_offer WHERE id = {pk}')",
        "run('pricing.sql')",
    ],
)
def test_a_write_is_seen(line: str) -> None:
    assert len(list(writes_in(planted(line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "values = {}\nvalues.update(a=1)",
        "def f(values: dict[str, int]): values.update(a=1)",
        "values.update(other)",
        "self.fields['a'].widget.attrs.update(rows=4)",
        "request.session.save()",
        "cache.delete(key)",
        "image.save(buffer, format='PNG')",
        "hashlib.sha256().update(raw)",
        "from offers import services\nservices.create(venue=venue)",
        "from offers.services import create\ncreate(venue=venue)",
        "'''UPDATE offers_offer SET state = 1 is what this does not do.'''",
        "label = 'Update the rows'",
    ],
)
def test_what_is_no_write_is_left_alone(line: str) -> None:
    assert list(writes_in(planted(line))) == []


def test_a_name_that_is_sometimes_a_queryset_is_no_dictionary() -> None:
    assert list(writes_in(planted("rows = {}\nrows = Offer.objects.all()\nrows.update(state=1)")))
