"""A file sent by a person: judged by its content, and made safe to keep."""

import gc
import io
from contextlib import suppress
from unittest.mock import Mock

import pytest
from django.core.files.storage import Storage
from django.db import transaction
from PIL import Image

from core import uploads
from core.downloads import file_response
from help.models import SupportMessage

LIMIT = 10 * 1024 * 1024
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def read(raw: bytes, *, name: str = "rib.pdf", size: int | None = None) -> uploads.Upload:
    return uploads.read(
        file=io.BytesIO(raw), size=len(raw) if size is None else size, name=name, max_bytes=LIMIT
    )


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6
    return image(exif=exif, comment=b"SecretPlace")


def test_a_pdf_is_kept_as_it_is_under_a_name_nobody_can_guess() -> None:
    first, second = read(PDF), read(PDF)
    assert (first.content, first.shown_name) == (PDF, "rib.pdf")
    assert first.name != second.name
    assert first.name.endswith(".pdf")


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png")])
def test_an_image_is_known_by_its_content(kind: str, suffix: str) -> None:
    proof = read(image(kind), name="rib.exe")
    assert (proof.name[-4:], proof.shown_name) == (suffix, f"rib{suffix}")
    assert Image.open(io.BytesIO(proof.content)).format == kind


def test_what_a_camera_wrote_in_an_image_is_not_kept() -> None:
    raw = with_place()
    clean = read(raw, name="photo.jpg").content
    assert b"SecretCamera" in raw
    assert b"SecretPlace" in raw
    assert b"Secret" not in clean
    assert Image.open(io.BytesIO(clean)).size == (30, 40)


def test_a_page_hidden_behind_an_image_is_not_kept() -> None:
    assert b"<script>" not in read(image("PNG") + b"<script>alert(1)</script>").content


def test_a_big_photograph_is_reduced() -> None:
    assert max(Image.open(io.BytesIO(read(image(size=(6_000, 3_000))).content)).size) == uploads.MAX_SIDE


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"MZ\x90\x00", "file_not_accepted"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file_not_accepted"),
        (b"GIF89a" + bytes(40), "file_not_accepted"),
        (b"PK\x03\x04", "file_not_accepted"),
        (b"", "file_not_accepted"),
        (b"  %PDF-1.7\n%%EOF", "file_not_accepted"),
        (b"%PDF-1.7\nhalf of it", "file_broken"),
        (image()[:-200], "file_broken"),
        (image("PNG", (9_000, 9_000)), "file_too_large"),
    ],
)
def test_anything_else_is_refused_beside_the_field(raw: bytes, code: str) -> None:
    with pytest.raises(uploads.FileRefused) as refusal:
        read(raw)
    assert (refusal.value.code, refusal.value.field) == (code, None)


def test_fifty_megabytes_are_refused_without_being_read() -> None:
    with pytest.raises(uploads.FileRefused, match="10 Mo"):
        read(b"", size=50 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Documents\\mon rib.PDF", "mon rib.pdf"),
        ('x".pdf', "x.pdf"),
        ("", "document.pdf"),
        ("é" * 200, "é" * 100 + ".pdf"),
    ],
)
def test_the_partner_s_own_name_is_shown_without_a_path(name: str, shown: str) -> None:
    assert read(PDF, name=name).shown_name == shown


# --- Kept with its row, or not at all

FILE = uploads.Upload(content=PDF, name="secret.pdf", shown_name="rib.pdf")


def kept() -> tuple[Storage, str]:
    message = SupportMessage()
    uploads.keep(file=message.attachment, upload=FILE)
    return message.attachment.storage, str(message.attachment.name)


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_once_its_transaction_is_committed() -> None:
    with transaction.atomic():
        storage, name = kept()
    gc.collect()
    assert storage.open(name).read() == PDF


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("savepoint", [True, False])
def test_a_file_goes_when_a_transaction_around_it_rolls_back(*, savepoint: bool) -> None:
    with suppress(Unlucky), transaction.atomic():
        with transaction.atomic(savepoint=savepoint):
            storage, name = kept()
        assert storage.exists(name)
        raise Unlucky
    assert not storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_with_its_savepoint_though_the_rest_is_committed() -> None:
    with transaction.atomic(), suppress(Unlucky), transaction.atomic():
        storage, name = kept()
        raise Unlucky
    assert not storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_what_fails_after_the_commit_does_not_take_the_file_of_a_committed_row() -> None:
    with suppress(Unlucky), transaction.atomic():
        transaction.on_commit(unlucky)
        storage, name = kept()
    gc.collect()
    assert storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_discarded_is_noted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with suppress(Unlucky), transaction.atomic():
        storage, name = kept()
        monkeypatch.setattr(storage.__class__, "delete", Mock(side_effect=PermissionError))
        raise Unlucky
    assert name in caplog.text


class Unlucky(Exception):
    """The transaction does not succeed."""


def unlucky() -> None:
    raise Unlucky


# --- Given back


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("inline", "frame", "policy"),
    [
        (False, "DENY", "default-src 'none'; sandbox"),
        (True, "SAMEORIGIN", "default-src 'none'; frame-ancestors 'self'; style-src 'unsafe-inline'"),
    ],
)
def test_a_file_has_no_power_over_the_page(*, inline: bool, frame: str, policy: str) -> None:
    message = SupportMessage()
    uploads.keep(file=message.attachment, upload=FILE)
    response = file_response(file=message.attachment, name="rib.pdf", inline=inline)
    assert (response["X-Frame-Options"], response["Content-Security-Policy"]) == (frame, policy)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline" if inline else "attachment")


def with_scans(count: int) -> bytes:
    """A progressive JPEG, and as many empty scans more before its end."""
    raw = image(progressive=True)
    empty = b"\xff\xda\x00\x08\x01\x01\x00\x3f\x3f\x00"
    return raw[:-2] + empty * count + raw[-2:]


def test_an_image_of_too_many_scans_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(uploads.FileRefused) as refusal:
        read(with_scans(uploads.MAX_SCANS + 1), name="photo.jpg")
    assert refusal.value.code == "file_too_large"


def test_an_ordinary_progressive_photograph_is_taken() -> None:
    assert read(image(size=(300, 200), progressive=True), name="photo.jpg").shown_name == "photo.jpg"


def test_a_telephone_s_photograph_with_a_second_view_is_taken() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (40, 30), "white"), Image.new("RGB", (40, 30), "black")
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert read(out.getvalue(), name="photo.jpg").shown_name == "photo.jpg"
