"""Two answers that must not be told apart."""

import re
from urllib.parse import quote

from django.http import HttpResponse

TOKEN = re.compile(r"[A-Za-z0-9]{64}")


def body(response: HttpResponse) -> str:
    """The page, without what differs at each request: its tokens, and the address that was asked for."""
    text = TOKEN.sub("?", response.content.decode())
    path = response.request["PATH_INFO"]
    return text.replace(quote(path), "?").replace(quote(path, safe=""), "?").replace(path, "?")
