"""The committed document, as a judge of answers."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpResponse
from jsonschema import Draft202012Validator

FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
#: Answers that any operation may give, described once in docs/api.md.
EVERYWHERE = {405, 500, 503}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """docs/openapi.yaml."""
    return yaml.safe_load(FILE.read_text())


@lru_cache(maxsize=1)
def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path, operation), for each operation."""
    return [
        (method, path, found) for path, item in document()["paths"].items() for method, found in item.items()
    ]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """A judge of values, by one of the document's schemas."""
    return Draft202012Validator({**schema, "components": document()["components"]})


def operation_for(method: str, path: str) -> dict[str, Any]:
    """The operation behind a real path."""
    for verb, template, found in operations():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if verb == method and re.fullmatch(pattern, path):
            return found
    raise AssertionError(f"{method} {path} is in no document")


def check(answer: HttpResponse, *, method: str, path: str) -> None:
    """The answer is one that the document announces."""
    responses = operation_for(method, path)["responses"]
    assert str(answer.status_code) in responses, f"{answer.status_code} is not announced for {method} {path}"
    content = responses[str(answer.status_code)].get("content")
    if content is None:
        assert answer.content == b""
        return
    problems = list(validator(content["application/json"]["schema"]).iter_errors(answer.json()))
    assert not problems, problems
