"""The one family of refusals that interfaces catch: a stable code, and a sentence a user may read."""

from typing import ClassVar


class DomainError(Exception):
    """A refusal foreseen by a rule.

    `code` is stable and belongs to the API contract; `message` is French, for a person;
    `field` names the input it is about, when there is one.
    """

    messages: ClassVar[dict[str, str]] = {}
    status: ClassVar[int] = 409

    def __init__(self, code: str, *, message: str | None = None, field: str | None = None) -> None:
        self.code = code
        self.field = field
        self.message = message or self.messages.get(code, "Cette action n’est pas possible.")
        super().__init__(self.message)


class NotAllowed(DomainError):
    """The person may not do this here, and may know it."""

    messages: ClassVar[dict[str, str]] = {"not_allowed": "Vous n’avez pas le droit de faire cela."}
    status: ClassVar[int] = 403


class TooManyTries(DomainError):
    """A counter is full: try again later."""

    messages: ClassVar[dict[str, str]] = {"too_many_tries": "Trop d’essais. Réessayez dans quelques minutes."}
    status: ClassVar[int] = 429

    def __init__(self, *, retry_after: int, message: str | None = None) -> None:
        super().__init__("too_many_tries", message=message)
        self.retry_after = retry_after
