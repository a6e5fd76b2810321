"""Files of applications, as answers to a request."""

from django.http import FileResponse

from core.downloads import file_response
from schools.models.referencing import Piece


def piece_response(piece: Piece, *, inline: bool = False) -> FileResponse:
    """The file of a piece, as a download. `inline`: read in the browser."""
    return file_response(file=piece.file, name=piece.shown_name, inline=inline)
