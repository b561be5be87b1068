"""Searching in a real browser: by mouse, by keyboard alone, without JavaScript, on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def heading(page: Any) -> str:
    return " ".join(page.locator("h1").inner_text().split())


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_to(page: Any, text: str, most: int = 120) -> None:
    """Tab until what is focused begins so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if re.match(re.escape(text), focused(page)):
            return
    raise AssertionError(f"{text} is not reached by Tab")


def count(text: str) -> int:
    return int(re.match(r"[\d,]+", text)[0].replace(",", ""))  # type: ignore[index]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_whole_visit(open_page: Any, scripts: bool) -> None:
    """Search, narrow by minister, click a year, sort, page, open a statement, go back."""
    page = open_page("/", java_script_enabled=scripts)
    page.get_by_role("searchbox" if not scripts else "combobox").fill("harbour")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?q=harbour*")
    every = count(heading(page))
    assert every > 50

    row = page.locator(".facet").first.locator("li a").first
    theirs = count(row.locator(".count").inner_text())
    row.click()
    page.wait_for_url("**minister=**")
    assert count(heading(page)) == theirs < every
    assert page.locator(".chips li").count() == 1

    year = page.locator("svg.years a.year").nth(2)
    label = year.locator("title").text_content()
    year.locator(".hit").click()
    page.wait_for_url("**since=**")
    assert count(heading(page)) == count(re.sub(r"^\d{4}: ", "", label))
    assert label[:4] in page.url
    page.locator(".chips a").last.click()
    page.wait_for_url(lambda url: "since" not in url)

    page.locator(".chips a").first.click()
    page.wait_for_url(lambda url: "minister" not in url)
    page.get_by_role("link", name="Oldest").click()
    page.wait_for_url("**sort=oldest*")
    dates = page.locator(".hits time").evaluate_all("all => all.map(t => t.dateTime)")
    assert dates == sorted(dates) and len(dates) > 3

    page.get_by_role("link", name="After →").click()
    page.wait_for_url("**page=2*")
    assert page.locator("ol.hits").get_attribute("start") == "11"
    later = page.locator(".hits time").evaluate_all("all => all.map(t => t.dateTime)")
    assert later[0] >= dates[-1]

    title = page.locator(".hit h2 a").first
    wanted = title.inner_text()
    title.click()
    page.wait_for_url("**/statements/**")
    assert heading(page) == " ".join(wanted.split())
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**page=2*")
    assert "sort=oldest" in page.url


def test_by_keyboard_alone(open_page: Any) -> None:
    page = open_page("/help")
    page.keyboard.press("/")
    page.keyboard.type("lighthouse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=lighthouse*")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("Enter")
    tab_to(page, "2003")
    outline = page.evaluate("getComputedStyle(document.activeElement.querySelector('.hit')).stroke")
    assert outline != "none"
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('.tip')).visibility")
        == "visible"
    )
    tab_to(page, "Lighthouse of Oster")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements/**")
    seen = []
    for key in ("n", "n", "n", "n", "p", "p"):
        page.keyboard.press(key)
        seen.append(page.locator("mark.here").get_attribute("data-match"))
    assert seen == ["1", "2", "3", "1", "3", "2"]
    assert page.locator("#matches output").inner_text() == "2 of 3"


def test_suggestions_by_keyboard(open_page: Any) -> None:
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.click()
    page.keyboard.type("old fer")
    option = page.get_by_role("option").first
    option.wait_for()
    page.wait_for_load_state("networkidle")  # The list is that of all that was typed.
    value = option.locator(".value").inner_text()
    assert value.lower().startswith("fer")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.locator("b").inner_text().lower() == "fer"
    page.keyboard.press("Tab")
    assert box.input_value().strip() == f"old {value}"
    assert box.get_attribute("aria-expanded") == "false" and "/search" not in page.url
    page.keyboard.type("minister:bran")
    page.get_by_role("option", name="Orla Brannigan").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    page.keyboard.type("n")
    page.get_by_role("option", name="Orla Brannigan").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=old+*+minister*")
    assert page.locator("#q").input_value().strip() == f'old {value} minister:"Orla Brannigan"'


def test_the_years_say_their_count_where_the_pointer_is(open_page: Any) -> None:
    page = open_page("/search?q=harbour")
    year = page.locator("svg.years a.year").nth(3)
    tip = year.locator(".tip")
    assert not tip.is_visible()
    bar = year.locator(".bar").bounding_box()
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] - 1)
    assert tip.is_visible() and "per 1,000" in tip.text_content()
    page.get_by_text("As a table").click()
    table = page.get_by_role("table", name="Statements by year")
    rows = table.locator("tbody tr").count()
    assert rows >= page.locator("svg.years .year").count()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_dates(open_page: Any, scripts: bool) -> None:
    page = open_page("/search?q=harbour&sort=newest", java_script_enabled=scripts)
    page.get_by_label("From", exact=True).fill("2000")
    page.get_by_label("To", exact=True).fill("2003-06")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**since=2000**")
    dates = page.locator(".hits time").evaluate_all("all => all.map(t => t.dateTime)")
    assert dates and all("2000" <= date < "2003-07" for date in dates)
    assert page.locator(".chips").inner_text().strip() == "2000 to 2003-06"
    assert "sort=newest" in page.url


def test_matches_by_button(open_page: Any) -> None:
    page = open_page("/statements/vm/901.md?q=lighthouse")
    page.get_by_role("button", name="Next match").click()
    page.get_by_role("button", name="Next match").click()
    assert page.locator("mark.here").get_attribute("id") == "match-2"
    page.get_by_role("button", name="Previous match").click()
    assert page.locator("mark.here").get_attribute("id") == "match-1"


def test_matches_without_scripts(open_page: Any) -> None:
    page = open_page("/statements/vm/901.md?q=lighthouse", java_script_enabled=False)
    assert page.get_by_role("button", name="Next match").count() == 0
    page.get_by_role("link", name="To the first").click()
    assert page.url.endswith("#match-1")


@pytest.mark.parametrize("style", ["plain", "nzlsg", "bibtex", "ris"])
def test_a_citation_is_copied(open_page: Any, address: str, style: str) -> None:
    page = open_page("/statements/vm/901.md")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    cited = page.locator(f"#cite-{style}")
    if not cited.is_visible():
        page.locator("details", has=cited).locator("summary").click()
    page.locator(f"[data-copy=cite-{style}]").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == cited.text_content() and "Brannigan" in copied


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/search?q=harbour", "/statements/vm/script.md?q=harbour", "/ministers"),
        *("/similar/vm/script.md", "/search?q=%22%3E%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E"),
        '/search?q="><img src=x onerror=window.ran=1>&minister=<script>window.ran=1</script>',
    ],
)
def test_hostile_statements_and_queries_do_not_run(open_page: Any, path: str) -> None:
    page = open_page(path)
    page.wait_for_timeout(150)
    assert page.evaluate("window.ran") is None
    for link in page.locator("a[href]").all()[:80]:
        assert "javascript:" not in (link.get_attribute("href") or "").lower()


def test_hostile_suggestions_do_not_run(open_page: Any) -> None:
    page = open_page("/")
    page.get_by_role("combobox").click()
    page.keyboard.type("portfolio:scri")
    page.get_by_role("option").first.wait_for()
    assert "<script>" in page.get_by_role("option").first.inner_text()
    assert page.evaluate("window.ran") is None


def test_an_inline_script_would_not_run(chromium: Any, address: str) -> None:
    """The policy holds even where escaping would fail."""
    page = chromium.new_page()
    page.goto(f"{address}/help")
    blocked = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener("securitypolicyviolation", e => done(e.violatedDirective));
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            document.body.append(script);
            setTimeout(() => done("nothing"), 2000);
        })"""
    )
    assert blocked.startswith("script-src") and page.evaluate("window.ran") is None
    page.close()
