"""How the page looks: at any width, light and dark, on paper, to a screen reader."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.html_pages import invalid

pytestmark = pytest.mark.browser

VIEWS = {
    "home": "/",
    "results": "/search?q=harbour&minister=Orla+Brannigan&since=2000",
    "also": "/search?q=harbour+ferry+zyzzyva",
    "nothing": "/search?q=zyzzyva+plugh&strict=true",
    "error": "/search?q=%28harbour",
    "statement": "/statements/vm/901.md?q=lighthouse",
    "hostile": "/statements/vm/script.md?q=harbour",
    "names": "/ministers?q=harbour",
    "similar": "/similar/vm/901.md",
    "lines": "/lines?q=harbour&minister=Orla+Brannigan&sort=right1",
    "hostile lines": "/lines?q=a",
    "words": "/words?q=harbour&least=2",
    "trend": "/trend?q=harbour&with=lake",
    "months": "/trend?q=harbour&by=month&since=1998&until=1998",
    "first": "/first?q=harbour",
    "named": "/named/minister?name=Orla+Brannigan",
    "corrected": "/search?q=harbuor",
    "dates": "/search?q=harbour&since=2008&until=2007",
    "paper": "/paper?q=harbour",
    "cite": "/cite?q=harbour&minister=okoro",
    "help": "/help",
    "api": "/api",
}
SPOKEN = {
    "who": "/who?office=harbours",
    "people": "/people?name=brannigan",
    "timeline": "/timeline?q=harbour",
    "repeats": "/repeats/vm/901.md",
    "quote": "/quote?q=The+lighthouse+burns.+A+lighthouse+warns.",
    "portfolio": "/named/portfolio?name=Harbours",
}
WIDTHS = [320, 360, 375, 768, 1280, 2560]
PHONE = 375
EVERY_KIND = VIEWS | SPOKEN
TARGETS = """() => [...document.querySelectorAll(
        "a[href], button, summary, input:not([type=hidden]), select, textarea")]
    .filter(one => {
        const box = one.getBoundingClientRect(), style = getComputedStyle(one);
        // The bars of charts: a slider and a table do the same. What only the keyboard shows.
        if (!box.width || !one.checkVisibility() || one.closest("svg") || one.matches(".skip"))
            return false;
        let room = one.closest("label") || one;
        if (getComputedStyle(one, "::after").position === "absolute") room = one.offsetParent;
        const { width, height } = room.getBoundingClientRect();
        if (Math.max(height, box.height) >= 43.9 && Math.max(width, box.width) >= 24) return false;
        if (style.display !== "inline" || !one.matches("a")) return true;
        // In a sentence a link is as high as its line (WCAG 2.5.8).
        let block = one.parentElement;
        while (getComputedStyle(block).display === "inline") block = block.parentElement;
        const rest = block.cloneNode(true);
        rest.querySelectorAll("a, .unseen").forEach(link => link.remove());
        return !/\\w{2}/.test(rest.textContent);
    })
    .map(one => one.outerHTML.slice(0, 120))"""
"""What can be touched and is less than 44 pixels high, or 24 wide."""


def violations(page: Any) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(open_page: Any, view: str) -> None:
    page = open_page(VIEWS[view], color_scheme="light")
    page.evaluate(
        "document.querySelectorAll('details:not([name])').forEach(d => { d.open = true; })"
    )
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


@pytest.mark.parametrize("view", ["results", "statement", "lines", "words", "trend"])
def test_axe_finds_nothing_on_a_phone(open_page: Any, view: str) -> None:
    assert violations(open_page(VIEWS[view], width=360)) == []


@pytest.mark.parametrize("view", EVERY_KIND)
def test_nothing_sticks_out_and_everything_can_be_touched(open_page: Any, view: str) -> None:
    """At any width, in one load; and what scripts have made of the page is still valid."""
    page = open_page(EVERY_KIND[view])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide, room = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= room, width
        # Lines are no longer than is good to read.
        longest = page.evaluate(
            """Math.max(0, ...[...document.querySelectorAll(".snippet, .body p")].map(p =>
                p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))"""
        )
        assert longest <= 48, width
    page.set_viewport_size({"width": PHONE, "height": 740})
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate(TARGETS) == []
    assert invalid("<!doctype html>" + page.evaluate("document.documentElement.outerHTML")) == []


def test_on_a_phone_everything_can_be_touched(open_page: Any) -> None:
    page = open_page(VIEWS["results"], width=360, height=740, has_touch=True)
    for what in (".field input", ".field button", ".hit h2 a", ".chips a"):
        box = page.locator(what).first.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360 and box["height"] >= 20
    assert not page.locator("#narrow h2").first.is_visible()
    page.locator(".sheet > summary").tap()
    assert page.locator("#narrow h2").first.is_visible()
    page.locator("#narrow li a:not(.chosen)").first.tap()
    page.wait_for_url("**minister=**minister=**")


def luminance(colour: str) -> float:
    parts = [int(p) / 255 for p in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_light_and_dark_are_the_system_s(open_page: Any) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        page = open_page("/", color_scheme=scheme)
        grounds[scheme] = luminance(
            page.evaluate("getComputedStyle(document.body).backgroundColor")
        )
    assert grounds["light"] > 0.8 and grounds["dark"] < 0.05


def test_on_paper_there_is_only_what_can_be_read(open_page: Any) -> None:
    page = open_page(VIEWS["statement"])
    page.emulate_media(media="print")
    assert not page.locator(".box").is_visible() and not page.locator(".steps").is_visible()
    assert page.locator(".body").is_visible() and page.locator("h1").is_visible()
    page = open_page(VIEWS["results"])
    page.emulate_media(media="print")
    assert not page.locator("#narrow").is_visible() and page.locator(".hit").first.is_visible()
    mark = page.locator(".hit mark").first
    assert mark.evaluate("m => getComputedStyle(m).printColorAdjust") == "exact"
    shown = page.locator(".in-full").first
    assert shown.is_visible() and shown.inner_text().startswith("https://")


def test_on_paper_a_statement_keeps_its_marks_and_tells_its_addresses(open_page: Any) -> None:
    page = open_page(VIEWS["statement"])
    page.emulate_media(media="print")
    mark = page.locator(".body mark").first
    line = mark.evaluate("m => getComputedStyle(m).borderBottomStyle")
    assert (line, mark.evaluate("m => getComputedStyle(m).printColorAdjust")) == ("solid", "exact")
    link = page.locator(".beside dd a").last
    written = link.evaluate("a => getComputedStyle(a, '::after').content")
    assert link.get_attribute("href") in written and "://" in written


def test_on_paper_each_statement_has_a_sheet_of_its_own(open_page: Any) -> None:
    page = open_page("/search?q=harbour&n=25")
    page.get_by_role("link", name="Print in full").click()
    page.wait_for_url("**/paper?q=harbour&n=25")
    sheets = page.locator(".one-sheet")
    assert sheets.count() >= 20 and page.locator(".one-sheet mark").count() > 20
    page.emulate_media(media="print")
    breaks = sheets.evaluate_all("all => all.map(s => getComputedStyle(s).breakBefore)")
    assert set(breaks[1:]) == {"page"}
    assert not page.locator(".on-screen").is_visible()


@pytest.mark.parametrize("view", ["home", "results", "statement"])
def test_nothing_moves_once_it_is_there(open_page: Any, view: str) -> None:
    page = open_page("about:blank")
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver(list => {
            list.getEntries().forEach(e => { window.moved += e.value; });
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(VIEWS[view])
    page.wait_for_timeout(400)
    assert page.evaluate("window.moved") == 0


def test_a_larger_letter_size_is_followed(open_page: Any) -> None:
    page = open_page(VIEWS["results"], width=640)
    small = page.locator(".snippet").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    large = page.locator(".snippet").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    assert large > 1.8 * small
    wide, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= room
