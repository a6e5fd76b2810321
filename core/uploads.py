"""A file sent by a person: a PDF or an image by its content, whatever its name says.

An image is decoded and written anew, so that nothing hidden in it (place, device, payload) is stored.
"""

import io
import secrets
import struct
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, ClassVar

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import DomainError

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
TYPES = {suffix: kind for kind, suffix in SUFFIXES.items()}
MAX_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000}  # a JPEG is read at a reduced size, a PNG whole
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
    kind = JPEG if image.format == "JPEG" else PNG
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
