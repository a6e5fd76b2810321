"""Pictures of the help articles: pages of the demonstration world, cropped to one size, as WebP.

`bin/help-pictures http://127.0.0.1:8000` takes all of them; names after the address take those alone.
"""

import os
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from launcher.browser import chromium
from tests.support.browser import FLAGS

FOLDER = Path(__file__).resolve().parents[2] / "static" / "help"
PASSWORD = "demo-passculture"
CAMILLE = "camille@circuit.example"
WIDTH, HEIGHT, SCALE = 800, 500, 1.5  # narrower than the side bar: the page alone is in the picture
HEAVIEST = 60_000
TEXT_IS_LARGE = 82


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A picture: where it is taken, and which part of the page it begins with."""

    name: str
    path: str
    login: str = CAMILLE
    follow: tuple[str, ...] = ()  # links to click on, one page after the other, by CSS
    begins: str = "main"
    above: int = 16  # pixels kept above it
    fill: tuple[tuple[str, str], ...] = ()


# A Chromium without its French words shows American dates; the bar of phones would hide the foot of the picture.
AS_SEEN_IN_FRANCE = """() => {
  document.activeElement.blur()
  document.querySelectorAll(".bar").forEach(one => { one.hidden = true })
  document.querySelectorAll("input[type=date], input[type=time]").forEach(one => {
    const value = one.value.split("-").reverse().join("/")
    one.type = "text"
    one.value = value
  })
}"""
OFFERS_LIST = ("main tbody th a",)
SHOTS = (
    Shot(name="inscription-siret", path="/inscription/structure/"),
    Shot(name="accueil", path="/accueil/"),
    Shot(name="offre-creation", path="/offres/creation/", begins="main h1"),
    Shot(
        name="offre-lieu",
        path="/offres/?status=active",
        follow=(*OFFERS_LIST, "a[href^='/offres/'][href$='/deplacer/']"),
        begins="main form",
    ),
    Shot(
        name="offre-dates",
        path="/offres/?status=active",
        follow=(*OFFERS_LIST, "a[href$='/dates/']"),
        begins="main form.card",
        fill=(
            ("#id_day", "2027-03-12"),
            ("#id_time", "20:30"),
            ("#id_price_cents", "4,00"),
            ("#id_capacity", "80"),
            ("#id_label", "Tarif réduit"),
        ),
    ),
    Shot(name="offre-page", path="/offres/?status=active", follow=OFFERS_LIST, begins="#quand", above=250),
    Shot(
        name="deplacer-seance",
        path="/offres/?status=active",
        follow=(*OFFERS_LIST, "a[href^='/seances/'][href$='/deplacer/']"),
        begins="main h1",
        fill=(("#id_day", "2027-03-13"), ("#id_time", "21:00")),
    ),
    Shot(name="circuits", path="/circuits/"),
    Shot(name="reservations", path="/reservations/"),
    Shot(name="reservation", path="/reservations/", follow=OFFERS_LIST),
    Shot(name="guichet", path="/guichet/"),
    Shot(name="virements", path="/finance/virements/", begins="main .ticket"),
    Shot(name="justificatifs", path="/finance/justificatifs/"),
    Shot(name="informations-bancaires", path="/finance/informations-bancaires/", begins="main h2"),
    Shot(name="depot-compte", path="/finance/informations-bancaires/depot/", begins="main h2"),
    Shot(name="modalites", path="/finance/modalites/", begins="main h2"),
    Shot(name="referencement", path="/collectif/referencement/"),
)


def signed_in(browser: Browser, base: str, login: str) -> Page:
    """A tab of its own, light, in French, where somebody is signed in."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 1_600},
        device_scale_factor=SCALE,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{base}/connexion/")
    page.locator("#id_username").fill(login)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"{base}/accueil/")
    return page


def taken(page: Page, base: str, shot: Shot) -> Image.Image:
    """The part of the page that the picture shows. Raises when the page is not there."""
    answer = page.goto(base + shot.path)
    if answer is None or not answer.ok:
        raise LookupError(f"{shot.name}: {shot.path} does not open")
    for link in shot.follow:
        page.goto(base + (page.locator(link).first.get_attribute("href") or ""))
    for field, value in shot.fill:
        page.locator(field).fill(value)
    box = page.locator(shot.begins).first.bounding_box()
    if box is None:
        raise LookupError(f"{shot.name}: nothing at {shot.begins}")
    top = max(0, box["y"] - (0 if shot.begins == "main" else shot.above))
    clip = FloatRect(x=0, y=top, width=WIDTH, height=HEIGHT)
    page.evaluate(AS_SEEN_IN_FRANCE)
    return Image.open(BytesIO(page.screenshot(clip=clip, full_page=True)))


def kept(picture: Image.Image, name: str) -> int:
    """Write the file, as light as it must be; its weight in bytes."""
    for quality in range(TEXT_IS_LARGE, 20, -8):
        buffer = BytesIO()
        picture.convert("RGB").save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= HEAVIEST:
            break
    (FOLDER / f"{name}.webp").write_bytes(buffer.getvalue())
    return buffer.tell()


def main(base: str = "http://127.0.0.1:8000", *names: str) -> None:
    """Take every picture, or those named."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(), args=[*FLAGS, "--lang=fr-FR"], env={**os.environ, "LANGUAGE": "fr"}
        )
        pages: dict[str, Page] = {}
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            if shot.login not in pages:
                pages[shot.login] = signed_in(browser, base.rstrip("/"), shot.login)
            weight = kept(taken(pages[shot.login], base.rstrip("/"), shot), shot.name)
            sys.stdout.write(f"{shot.name}.webp {weight // 1000} kB\n")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
