"""What only a browser can say: accessibility, widths, the policy on scripts and styles, the keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser import *  # noqa: F403 the fixtures
from tests.support.browser import OpenPage, faults, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(width, dark) for width in ("desk", "phone") for dark in (False, True)]


@pytest.fixture
def catalogue(live_server: Any, settings: Any) -> str:
    """The address of the components page, which development shows to everyone."""
    settings.DEBUG = True
    return f"{live_server.url}/composants/"


def visit(page: Page, url: str) -> Page:
    page.goto(url, wait_until="networkidle")
    return page


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_component_is_accessible(open_page: OpenPage, catalogue: str, width: str, dark: bool) -> None:
    page = visit(open_page(width=width, dark=dark), catalogue)
    assert faults(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("path", ["/connexion/", "/rien-ici/"])
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_pages_outside_the_portal_are_accessible(
    open_page: OpenPage, live_server: Any, width: str, path: str
) -> None:
    page = visit(open_page(width=width), live_server.url + path)
    assert faults(page) == []
    assert sideways(page) == 0


def test_nothing_sticks_out_on_the_narrowest_phone(open_page: OpenPage, catalogue: str) -> None:
    page = open_page(width="phone")
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(visit(page, catalogue)) == 0


def test_what_one_touches_on_a_phone_is_large_enough(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(width="phone"), catalogue)
    small = page.evaluate(
        """[...document.querySelectorAll("button, .btn, summary, .nav a, .bar a, .pages a, .chips a, .input")]
        .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5)
        .map((e) => e.className + " " + e.textContent.trim())"""
    )
    assert small == []


def test_the_keyboard_reaches_the_content_first(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(), catalogue)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_dialog_asks_and_gives_the_focus_back(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(), catalogue)
    opener = page.locator("[data-pro-dialog]")
    opener.click()
    expect(page.locator("dialog#exemple")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog#exemple")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_folded_row_opens_without_javascript(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(width="phone", javascript=False), catalogue)
    code = page.locator(".fold tbody tr").first.locator("[data-l=Code]")
    expect(code).to_be_hidden()
    page.locator(".fold-more summary").first.click()
    expect(code).to_be_visible()


def test_the_menu_opens_without_javascript(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(width="phone", javascript=False), catalogue)
    expect(page.locator("#menu")).to_be_hidden()
    page.locator(".top a[href='#menu']").click()
    expect(page.locator("#menu")).to_be_visible()


def test_buttons_that_need_javascript_stay_hidden_without_it(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(javascript=False), catalogue)
    expect(page.locator("[data-pro-copy]")).to_be_hidden()
    expect(page.locator("[data-pro-reveal]").first).to_be_hidden()


def test_a_password_is_shown_and_hidden_again(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(), catalogue)
    button = page.locator("[data-pro-reveal]").first
    field = page.locator("#id_ok-password")
    button.click()
    expect(field).to_have_attribute("type", "text")
    button.click()
    expect(field).to_have_attribute("type", "password")


def test_a_refused_form_takes_the_focus_and_leads_to_its_fields(
    open_page: OpenPage, live_server: Any
) -> None:
    page = visit(open_page(), f"{live_server.url}/connexion/")
    page.locator("form").evaluate("form => form.noValidate = true")
    page.locator("form [type=submit], form button:not([type=button])").first.click()
    page.wait_for_load_state()
    expect(page.locator("[data-pro-errors]")).to_be_focused()
    page.locator("[data-pro-errors] a").first.click()
    expect(page.locator("#id_username")).to_be_focused()


def test_paper_is_white_even_at_night(open_page: OpenPage, catalogue: str) -> None:
    page = visit(open_page(dark=True), catalogue)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 21, 51)"
    expect(page.locator(".side")).to_be_hidden()


TWO_CLICKS = """form => {
  form.noValidate = true;
  const button = form.querySelector("button:not([type=button])");
  button.click();
  setTimeout(() => button.click(), 200);
}"""


def test_a_second_click_sends_nothing_more(open_page: OpenPage, live_server: Any) -> None:
    page = visit(open_page(), f"{live_server.url}/inscription/")
    held: list[Route] = []
    page.route("**/inscription/", lambda route: held.append(route))
    page.locator("form").evaluate(TWO_CLICKS)
    page.wait_for_timeout(1_000)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("[data-pro-errors]")).to_be_focused()


def test_leaving_a_form_half_filled_is_asked_about(open_page: OpenPage, live_server: Any) -> None:
    page = visit(open_page(), f"{live_server.url}/inscription/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill("#id_first_name", "Camille")
    page.click("a:has-text('J’ai déjà un compte')")
    page.wait_for_url("**/connexion/")
    assert asked == ["beforeunload"]


def test_a_form_left_as_it_was_is_left_freely(open_page: OpenPage, live_server: Any) -> None:
    page = visit(open_page(), f"{live_server.url}/inscription/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click("a:has-text('J’ai déjà un compte')")
    page.wait_for_url("**/connexion/")
    assert asked == []
