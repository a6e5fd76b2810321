"""Proofs, as answers to a request."""

from django.http import FileResponse

from finance import proofs
from finance.models import BankAccount


def proof_response(account: BankAccount, *, inline: bool = False) -> FileResponse:
    """A stored proof, with the type it was found to have and never another; `inline`: shown in a page of ours."""
    response = FileResponse(
        account.proof.open("rb"),
        as_attachment=not inline,
        filename=account.proof_name,
        content_type=proofs.type_of(account.proof.name),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
