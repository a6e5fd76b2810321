"""Proofs, as answers to a request."""

from django.http import FileResponse

from core.downloads import file_response
from finance.models import BankAccount


def proof_response(account: BankAccount, *, inline: bool = False) -> FileResponse:
    """The proof of an account, as a download. `inline`: shown in a page of ours."""
    return file_response(file=account.proof, name=account.proof_name, inline=inline)
