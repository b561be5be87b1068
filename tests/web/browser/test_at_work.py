"""Hours of work: the first screen, reading from result to result, keys, phones."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@BOTH
def test_the_first_screen_shows_the_filters_and_hits(open_page: Any, scripts: bool) -> None:
    page = open_page("/search?q=harbour", width=1280, height=800, java_script_enabled=scripts)
    boxes = [hit.bounding_box() for hit in page.locator(".hits > li").all()]
    assert sum(box["y"] + box["height"] <= 800 for box in boxes) >= 4
    filters = page.locator(".facet").first.bounding_box()
    assert filters["y"] < 300 and filters["x"] < boxes[0]["x"]
    assert page.locator("svg.years").bounding_box()["height"] <= 70
    assert (
        page.locator("h1").evaluate("h => getComputedStyle(h).fontFamily").startswith('"Searchkit')
    )


@BOTH
def test_from_result_to_result_and_back(open_page: Any, scripts: bool) -> None:
    page = open_page("/search?q=harbour&page=2", java_script_enabled=scripts)
    page.locator(".hit h2 a").last.click()
    page.wait_for_url("**at=20")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**at=21")
    assert "21 of " in page.locator("nav.back").inner_text()
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url("**at=20")
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**page=2#hit-20")
    page.wait_for_timeout(800)  # Pages may scroll smoothly.
    assert 0 <= page.locator("#hit-20").bounding_box()["y"] < 900


@BOTH
def test_swapped_dates_are_one_click(open_page: Any, scripts: bool) -> None:
    page = open_page("/search?q=harbour", java_script_enabled=scripts)
    page.get_by_label("From", exact=True).fill("May 2010")
    page.get_by_label("To", exact=True).fill("2003")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Swap the dates?").click()
    page.wait_for_url("**since=2003&until=2010-05")
    assert page.locator(".hits > li").count()


@BOTH
def test_filters_on_a_phone_are_a_sheet_above_the_results(open_page: Any, scripts: bool) -> None:
    page = open_page(
        "/search?q=harbour", width=375, height=740, has_touch=True, java_script_enabled=scripts
    )
    sheet = page.locator(".sheet > summary")
    assert sheet.bounding_box()["y"] < page.locator(".hits").bounding_box()["y"]
    sheet.tap()
    row = page.locator(".facet li a").first
    for target in (sheet, row, page.locator(".tabs a").first, page.locator(".sorts a").first):
        assert target.bounding_box()["height"] >= 44
    row.tap()
    page.wait_for_url("**minister=**")


def test_two_handles_choose_years(open_page: Any) -> None:
    page = open_page("/search?q=harbour", width=375, height=740)
    first = page.get_by_role("slider", name="Earliest year")
    first.focus()
    start = int(first.input_value())
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**since={start + 1}**")
    assert page.get_by_role("slider", name="Earliest year").input_value() == str(start + 1)


def test_the_years_are_one_stop_and_arrows_go_along(open_page: Any) -> None:
    page = open_page("/search?q=harbour")
    assert page.locator('svg.years a.year[tabindex="0"]').count() == 1
    page.locator('svg.years a.year[tabindex="0"]').focus()
    label = "document.activeElement.querySelector('title').textContent.slice(0, 4)"
    before = page.evaluate(label)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(label) > before
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg.years')") is None


def test_results_by_keys_and_the_list_of_keys(open_page: Any) -> None:
    page = open_page("/search?q=harbour")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    second = page.locator(".hits > li").nth(1).locator("h2 a")
    assert second.evaluate("a => a === document.activeElement")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.is_visible() and "next and the previous result" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.keyboard.press("o")
    page.wait_for_url("**/statements/**at=2")


def test_a_passage_is_copied_with_citation_and_link(open_page: Any, address: str) -> None:
    page = open_page("/statements/vm/901.md")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.body #p2'))")
    page.get_by_role("button", name="Copy with citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“No lighthouse sleeps.”\n") and "Brannigan" in copied
    assert copied.strip().endswith("/statements/vm/901.md#p2")


@BOTH
def test_four_questions_have_answers(open_page: Any, scripts: bool) -> None:
    page = open_page("/", java_script_enabled=scripts)
    questions = page.locator(".questions a")
    assert questions.count() == 4
    for number in range(4):
        questions.nth(number).click()
        page.wait_for_url(lambda url: not url.endswith("/"))
        assert not page.locator("h1").inner_text().startswith(("Nothing", "No "))
        page.go_back()


@BOTH
def test_a_misspelt_search_is_corrected_and_can_be_had(open_page: Any, scripts: bool) -> None:
    page = open_page("/", java_script_enabled=scripts)
    page.locator("#q").fill("harbuor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=harbuor")
    assert page.locator(".hits > li").count() and page.locator("#q").input_value() == "harbuor"
    page.get_by_role("link", name="Search for").click()
    page.wait_for_url("**verbatim=true")
    assert page.locator("h1").inner_text().startswith("Nothing matches")


@BOTH
def test_the_page_of_a_name_is_searched_within(open_page: Any, scripts: bool) -> None:
    page = open_page("/statements/vm/901.md", java_script_enabled=scripts)
    page.get_by_role("link", name="Hon Orla Brannigan").click()
    page.wait_for_url("**/named/minister?name=**")
    assert page.locator("h1").inner_text() == "Orla Brannigan"
    assert page.get_by_role("link", name="Harbours").count()
    page.get_by_role("searchbox", name="Search within").fill("lighthouse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?minister=*q=lighthouse")
    assert page.locator(".chips li").count() == 1 and page.locator(".hits > li").count() == 1


@BOTH
def test_one_two_or_three_passages(open_page: Any, scripts: bool) -> None:
    page = open_page("/search?q=harbour&n=100", java_script_enabled=scripts)
    one = page.locator(".snippet").count()
    page.get_by_role("link", name="3 passages of each").click()
    page.wait_for_url("**passages=3*")
    most = max(hit.locator(".snippet").count() for hit in page.locator(".hits > li").all())
    assert most == 3 and page.locator(".snippet").count() > one


@BOTH
def test_the_menu_of_a_phone(open_page: Any, scripts: bool) -> None:
    page = open_page(
        "/search?q=harbour", width=375, height=740, has_touch=True, java_script_enabled=scripts
    )
    assert not page.get_by_role("link", name="How to ask").is_visible()
    page.locator(".menu > summary").tap()
    page.get_by_role("link", name="How to ask").tap()
    page.wait_for_url("**/help")


def test_the_keyboard_finds_its_way_down_the_results(open_page: Any) -> None:
    """Whatever has the focus is seen to have it; the chart is one stop, and can be left out."""
    page = open_page("/search?q=harbour", height=800, reduced_motion="reduce")
    here = """() => {
        const one = document.activeElement, box = one.getBoundingClientRect();
        const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
        const style = getComputedStyle(one);
        const marked = style.outlineStyle !== 'none' || one.closest('svg') || one.matches('input');
        const text = one.textContent.trim().slice(0, 30) || one.outerHTML.slice(0, 80);
        return [text, seen && !!marked, !!one.closest('svg.years')];
    }"""
    in_chart = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        text, is_seen, is_chart = page.evaluate(here)
        assert is_seen, text
        in_chart += is_chart
        if is_chart:
            page.keyboard.press("Shift+Tab")
            break
    assert in_chart == 1 and page.evaluate(here)[0] == "Past the years"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.locator(".hits h2 a").first
    assert first.evaluate("a => a === document.activeElement")
