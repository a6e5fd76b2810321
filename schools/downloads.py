"""Files of applications, as answers to a request."""

from django.http import FileResponse

from core import uploads
from schools.models.referencing import Piece


def piece_response(piece: Piece, *, inline: bool = False) -> FileResponse:
    """A stored piece, with the type it was found to have and no other. `inline`: read in the browser."""
    kind = uploads.type_of(str(piece.file.name))
    response = FileResponse(
        piece.file.open("rb"), as_attachment=not inline, filename=piece.shown_name, content_type=kind
    )
    # A browser shows a PDF in a page of its own making, whose style stands in line.
    style = "; style-src 'unsafe-inline'" if inline and kind == uploads.PDF else ""
    response["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{style}"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
