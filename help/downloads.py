"""Files joined to messages, as answers to a request."""

from django.http import FileResponse

from core import uploads
from help.models import SupportMessage


def attachment_response(message: SupportMessage) -> FileResponse:
    """A stored file, as a download, with the type it was found to have and no other."""
    response = FileResponse(
        message.attachment.open("rb"),
        as_attachment=True,
        filename=message.attachment_name,
        content_type=uploads.type_of(str(message.attachment.name)),
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
