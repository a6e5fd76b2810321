"""A file sent by a person: a PDF or an image by its content, whatever its name says.

An image is decoded and written anew, so that nothing hidden in it (place, device, payload) is stored.
"""

import io
import logging
import secrets
import struct
import weakref
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import DomainError

logger = logging.getLogger(__name__)

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
TYPES = {suffix: kind for kind, suffix in SUFFIXES.items()}
# A JPEG is read at a reduced size, a PNG whole. MPO is a JPEG of a telephone, with a second view behind the first.
MAX_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 16_000_000}
#: Scans of a JPEG: about ten in a progressive one. Each is decoded in full, however few bytes it takes.
MAX_SCANS = 64
_JPEG, _START_OF_SCAN = b"\xff\xd8", b"\xff\xda"
MAX_SIDE = 3_000
_TAIL = 2_048


class FileRefused(DomainError):
    """Why a file is not taken."""

    messages: ClassVar[dict[str, str]] = {
        "file_too_big": "Ce fichier est trop lourd. Il doit peser moins de {limit} Mo.",
        "file_not_accepted": "Ce fichier n’est ni un PDF ni une image JPEG ou PNG. Choisissez-en un autre.",
        "file_broken": "Ce fichier est abîmé ou incomplet. Enregistrez-le à nouveau, puis renvoyez-le.",
        "file_too_large": "Cette image est trop grande. Réduisez-la, ou envoyez un PDF.",
    }
    status: ClassVar[int] = 422


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What is stored, under a name that nobody can guess, and what the person called it."""

    content: bytes
    name: str
    shown_name: str


def read(*, file: IO[bytes], size: int, name: str, max_bytes: int) -> Upload:
    """Check an uploaded file and make it safe to keep. Raises FileRefused."""
    if size > max_bytes:
        raise FileRefused("file_too_big", message=_too_big(max_bytes))
    raw = file.read(max_bytes + 1)
    kind, content = (PDF, _pdf(raw)) if raw.startswith(b"%PDF-") else _image(raw)
    return Upload(
        content=content, name=secrets.token_urlsafe(24) + SUFFIXES[kind], shown_name=_shown(name, kind)
    )


def keep(*, file: FieldFile, upload: Upload) -> None:
    """Write an upload to the disk now, for a row that is saved next; it is discarded if the transaction rolls back.

    In a service, under `@transaction.atomic`, before `save()`: `uploads.keep(file=piece.file, upload=upload)`. That
    of an outer transaction, or of a savepoint around the call, counts as well. Never assign a `ContentFile` to the
    field: it would be written by `save()`, and stay when the insert fails. What remains on the disk without a row:
    the file of a process killed before its transaction ended.
    """
    file.save(upload.name, ContentFile(upload.content), save=False)
    if transaction.get_connection().in_atomic_block:
        _discard_on_rollback(storage=file.storage, name=str(file.name))


class _Fate:
    """What happens to a file whose transaction is not over."""

    def __init__(self, *, storage: Storage, name: str) -> None:
        self._discard = weakref.finalize(self, _discard, storage=storage, name=name)

    def settle(self) -> None:
        """The row is there for good, and so is the file."""
        self._discard.detach()


def _discard_on_rollback(*, storage: Storage, name: str) -> None:
    # Django tells nobody of a rollback: it drops what waited for the commit. That alone holds this object, which
    # goes with it.
    transaction.on_commit(_Fate(storage=storage, name=name).settle)
    # Before the others: one that fails drops those after it, and the file of a committed row would be lost.
    waiting = transaction.get_connection().run_on_commit
    waiting.insert(0, waiting.pop())


def _discard(*, storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except OSError:
        logger.exception("a file without a row stays: %s", name)


def type_of(name: str) -> str:
    """The type of a stored file, from the suffix that was given to it."""
    return TYPES[PurePath(name).suffix]


def _too_big(max_bytes: int) -> str:
    return FileRefused.messages["file_too_big"].format(limit=max_bytes // (1024 * 1024))


def _pdf(raw: bytes) -> bytes:
    if b"%%EOF" not in raw[-_TAIL:]:
        raise FileRefused("file_broken")
    return raw


def _image(raw: bytes) -> tuple[str, bytes]:
    if raw.startswith(_JPEG) and raw.count(_START_OF_SCAN) > MAX_SCANS:
        raise FileRefused("file_too_large")
    try:
        with Image.open(io.BytesIO(raw), formats=["JPEG", "PNG"]) as image:
            if image.width * image.height > MAX_PIXELS[str(image.format)]:
                raise FileRefused("file_too_large")
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            return _written_anew(image)
    except UnidentifiedImageError as problem:
        raise FileRefused("file_not_accepted") from problem
    except Image.DecompressionBombError as problem:
        raise FileRefused("file_too_large") from problem
    except (OSError, SyntaxError, ValueError, TypeError, AttributeError, struct.error) as problem:
        raise FileRefused("file_broken") from problem


def _written_anew(image: Image.Image) -> tuple[str, bytes]:
    kind = PNG if image.format == "PNG" else JPEG
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    clean, out = Image.new("RGB", upright.size), io.BytesIO()
    clean.paste(upright)
    clean.save(out, "JPEG" if kind == JPEG else "PNG", **({"quality": 88} if kind == JPEG else {}))
    return kind, out.getvalue()


def _shown(name: str, kind: str) -> str:
    """The person's own name for it, without a path, with the suffix of what it really is."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(letter for letter in stem if letter.isprintable() and letter not in '"<>:*?|').strip(" .")
    return (kept[:100] or "document") + SUFFIXES[kind]
