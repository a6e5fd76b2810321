"""The mobile app, as a client: `App(user).get("offers/", lat=44.5, lng=2)`."""

import json
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import tokens

ROOT = "/api/v1/"


class App:
    """A phone, signed in as somebody or nobody. `safely`: server errors are answers, and do not raise."""

    def __init__(self, user: User | None = None, *, token: str = "", safely: bool = False) -> None:
        self.client = Client(raise_request_exception=not safely)
        self.token = token or (tokens.issue(user=user, now=timezone.now()).access if user else "")

    def get(self, path: str, *, headers: dict[str, str] | None = None, **params: Any) -> HttpResponse:
        """Read a resource by its path under /api/v1/, or by a whole address."""
        return self.client.get(_address(path), params, headers=self._headers(headers))

    def post(
        self, path: str, body: Any = None, *, headers: dict[str, str] | None = None, **extra: Any
    ) -> HttpResponse:
        """Post JSON; bytes and text are sent as they are."""
        raw = b"" if body is None else body if isinstance(body, bytes | str) else json.dumps(body)
        options = {"content_type": "application/json"} | extra
        return self.client.generic("POST", _address(path), raw, headers=self._headers(headers), **options)

    def book(self, stock_id: Any, quantity: Any = 1, *, key: str | None = None) -> HttpResponse:
        """Book, with a key of its own unless told otherwise."""
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        return self.post("bookings/", {"stock_id": _text(stock_id), "quantity": quantity}, headers=headers)

    def _headers(self, more: dict[str, str] | None) -> dict[str, str]:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return bearer | (more or {})


def _text(stock_id: Any) -> Any:
    return str(stock_id.pk) if hasattr(stock_id, "pk") else stock_id


def _address(path: str) -> str:
    return path if "://" in path or path.startswith("/") else ROOT + path


def refused(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of an error, once its shape is checked."""
    body = answer.json()
    assert sorted(body) == ["code", "fields", "message"], body
    assert body["message"], "every error has its sentence"
    assert all(isinstance(found, list) for found in body["fields"].values())
    return answer.status_code, body["code"]
