"""A file that a person sent, as the answer to a request: it may be anything, and is given no power over the page."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from core import uploads


def file_response(*, file: FieldFile, name: str, inline: bool = False) -> FileResponse:
    """A stored file under the name its sender gave it, with the type it was found to have and no other.

    `inline`: read in the browser, in a page of ours; otherwise a download, that no page may show.
    """
    kind = uploads.type_of(str(file.name))
    response = FileResponse(file.open("rb"), as_attachment=not inline, filename=name, content_type=kind)
    response["Content-Security-Policy"] = _policy(kind) if inline else "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN" if inline else "DENY"
    return response


def _policy(kind: str) -> str:
    # A browser shows a PDF in a page of its own making, whose style stands in line.
    style = "; style-src 'unsafe-inline'" if kind == uploads.PDF else ""
    return f"default-src 'none'; frame-ancestors 'self'{style}"
