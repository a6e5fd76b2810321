"""Files joined to messages, as answers to a request."""

from django.http import FileResponse

from core.downloads import file_response
from help.models import SupportMessage


def attachment_response(message: SupportMessage) -> FileResponse:
    """The file of a message, as a download."""
    return file_response(file=message.attachment, name=message.attachment_name)
