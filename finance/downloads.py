"""Proofs, as answers to a request."""

from django.http import FileResponse

from core import uploads
from finance.models import BankAccount


def proof_response(account: BankAccount, *, inline: bool = False) -> FileResponse:
    """A stored proof, with the type it was found to have and no other. `inline`: shown in a page of ours."""
    kind = uploads.type_of(str(account.proof.name))
    response = FileResponse(
        account.proof.open("rb"), as_attachment=not inline, filename=account.proof_name, content_type=kind
    )
    # A browser shows a PDF in a page of its own making, whose style stands in line.
    style = "; style-src 'unsafe-inline'" if inline and kind == uploads.PDF else ""
    response["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{style}"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
