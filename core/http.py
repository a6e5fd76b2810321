"""Outgoing calls to public registers: bounded in time and size, asked twice at most, one known host each."""

import json
import logging
import time
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx

TIMEOUT = 3.0
MAX_BYTES = 1024 * 1024
MAX_WAIT = 2.0  # a register that asks for a longer pause is not worth a person's wait
BACKOFF = 0.2
USER_AGENT = "passculture-pro"

_log = logging.getLogger(__name__)


class Unavailable(Exception):
    """No usable answer: network error, 5xx, 429, redirect, too long, too slow, or not JSON."""


class ForbiddenUrl(Unavailable):
    """The address is not https on an expected host: nothing was sent."""


class _TryAgain(Unavailable):
    def __init__(self, reason: str, *, wait: float = BACKOFF) -> None:
        super().__init__(reason)
        self.wait = wait


def get_json(
    url: str,
    *,
    allowed_hosts: Collection[str],
    params: Mapping[str, str | int | float] | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    retries: int = 1,
) -> tuple[int, Any]:
    """The status and the decoded JSON of one GET: any 2xx, and any 4xx but 429.

    `timeout` is in seconds, for connecting and for each read; a whole answer may take twice as long.
    A network error, a 5xx or a 429 is asked again `retries` times. Raises `Unavailable`.
    """
    host = _checked_host(url, allowed_hosts=allowed_hosts)
    request = _client().build_request("GET", url, params=params, headers=headers, timeout=timeout)
    try:
        return _ask(request, budget=2 * timeout, retries=retries)
    except Unavailable as failure:
        _log.warning("%s gave no usable answer: %s", host, failure)
        raise


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
    return httpx.Client(follow_redirects=False, headers=headers)


def _checked_host(url: str, *, allowed_hosts: Collection[str]) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.username is not None or parts.port not in (None, 443):
        raise ForbiddenUrl("only plain https addresses are called")
    if not parts.hostname or parts.hostname not in allowed_hosts:
        raise ForbiddenUrl(f"{parts.hostname} is not an expected host")
    return parts.hostname


def _ask(request: httpx.Request, *, budget: float, retries: int) -> tuple[int, Any]:
    try:
        return _once(request, budget=budget)
    except _TryAgain as failure:
        if not retries or failure.wait > MAX_WAIT:
            raise
        time.sleep(failure.wait)
    return _ask(request, budget=budget, retries=retries - 1)


def _once(request: httpx.Request, *, budget: float) -> tuple[int, Any]:
    try:
        response = _client().send(request, stream=True)
        try:
            _refuse_status(response)
            body = _read(response, budget=budget)
        finally:
            response.close()
    except httpx.HTTPError as error:
        raise _TryAgain(type(error).__name__) from error
    try:
        return response.status_code, json.loads(body)
    except ValueError as error:
        raise Unavailable(f"status {response.status_code} without JSON") from error


def _refuse_status(response: httpx.Response) -> None:
    status = response.status_code
    if status == 429 or status >= 500:
        raise _TryAgain(f"status {status}", wait=_retry_after(response))
    if not (200 <= status < 300 or 400 <= status < 500):
        raise Unavailable(f"status {status}")


def _read(response: httpx.Response, *, budget: float) -> bytes:
    deadline = time.monotonic() + budget
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise Unavailable("the answer is too long")
        if time.monotonic() > deadline:
            raise Unavailable("the answer is too slow")
    return bytes(body)


def _retry_after(response: httpx.Response) -> float:
    """Seconds to wait; a date, which needs both clocks to agree, counts as too long."""
    asked = response.headers.get("Retry-After")
    if asked is None:
        return BACKOFF
    return max(float(asked), BACKOFF) if asked.isascii() and asked.isdigit() else MAX_WAIT + 1
