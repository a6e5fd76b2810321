"""The articles delivered with the portal: Markdown files, each under the name of its address."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from help.states import Collection
from help.texts import digest_of

FOLDER = Path(__file__).parent / "content"
FENCE = "---"


@dataclass(frozen=True, kw_only=True)
class Content:
    """One file: its head, then its Markdown."""

    slug: str
    title: str
    summary: str
    collection: Collection
    position: int
    related: tuple[str, ...]
    body: str

    @property
    def digest(self) -> str:
        """What tells whether the file has changed, or the row made from it."""
        place = f"{self.collection}:{self.position}"
        return digest_of(
            title=self.title, summary=self.summary, body=self.body, place=place, related=self.related
        )


@cache
def delivered() -> dict[str, Content]:
    """Every article delivered, by slug."""
    return {path.stem: read(slug=path.stem, text=path.read_text()) for path in sorted(FOLDER.glob("*.md"))}


def read(*, slug: str, text: str) -> Content:
    """A file read. Raises ValueError when its head is not whole: a defect of the delivery, not of a user."""
    opening, head, body = text.split(f"{FENCE}\n", 2)
    if opening:
        raise ValueError(f"{slug}: the head comes first")
    values = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Content(
        slug=slug,
        title=values["title"],
        summary=values["summary"],
        collection=Collection(values["collection"]),
        position=int(values["position"]),
        related=tuple(values["related"].split(", ")) if values.get("related") else (),
        body=body.strip(),
    )
