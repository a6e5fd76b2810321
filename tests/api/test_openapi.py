"""The document: committed, valid, complete, and true of what is answered."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.errors import CannotSignIn
from bookings.errors import CannotBook, CannotCancel
from core.api.errors import GENERAL
from core.idempotency import IdempotencyConflict
from tests.support import openapi
from tests.support.app import App

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
#: The calls of the contract.
CALLS = {
    "post auth/token/",
    "post auth/token/refresh/",
    "post auth/sign-out/",
    "get me/",
    "get offers/",
    "get offers/{id}/",
    "get venues/{id}/",
    "post bookings/",
    "get bookings/",
    "get bookings/{id}/",
    "post bookings/{id}/cancel/",
}


def generated() -> str:
    """What `manage.py spectacular` writes; a warning is an error."""
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return out.getvalue()


def test_the_committed_document_is_the_one_generated() -> None:
    assert openapi.FILE.read_text().strip() == generated().strip(), (
        "run: manage.py spectacular --file docs/openapi.yaml"
    )


def test_it_holds_the_calls_of_the_contract_and_no_other() -> None:
    assert {f"{verb} {path.removeprefix('/api/v1/')}" for verb, path, _ in openapi.operations()} == CALLS
    assert openapi.document()["openapi"] == "3.1.0"


@pytest.mark.django_db
def test_it_is_served_to_everyone_in_both_forms() -> None:
    assert App().get("schema/").content.decode().strip() == openapi.FILE.read_text().strip()
    as_json = App().get("schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert as_json == openapi.document()


def test_every_operation_but_the_first_two_asks_for_a_token() -> None:
    without = {found["operationId"] for _, _, found in openapi.operations() if "security" not in found}
    assert without == {"sign_in", "refresh"}


def test_every_error_has_the_one_shape() -> None:
    for _, path, found in openapi.operations():
        for status, response in found["responses"].items():
            if int(status) >= 400:
                schema = response["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Error"}, (path, status)


def examples() -> list[tuple[str, dict[str, Any], Any]]:
    """(name, schema, value), for each example of a request or an answer."""
    found = []
    for _, path, operation in openapi.operations():
        for part in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in part.get("content", {}).values():
                values = [example["value"] for example in media.get("examples", {}).values()]
                found += [(path, media["schema"], value) for value in values]
    return found


def test_every_example_is_one() -> None:
    wrong = [(name, list(openapi.validator(schema).iter_errors(value))) for name, schema, value in examples()]
    assert len(wrong) > 40
    assert [problem for problem in wrong if problem[1]] == []


@pytest.mark.parametrize(
    "code",
    [
        *GENERAL,
        *CannotSignIn.messages,
        *CannotBook.messages,
        *CannotCancel.messages,
        *IdempotencyConflict.messages,
    ],
)
def test_every_code_is_in_the_guide(code: str) -> None:
    assert re.search(rf"^\| \d{{3}} \| `{code}` \|", GUIDE.read_text(), re.MULTILINE)
