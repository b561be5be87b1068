"""Quotations of the full corpus: well-formed everywhere, and each is found again word for word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import Archive

pytestmark = pytest.mark.corpus

SEED = 19
STATEMENTS, CHECKED = 3_000, 60


@pytest.fixture(scope="module")
def archive(corpus_index: tuple[Path, Any]) -> Iterator[Archive]:
    with searchkit.open(corpus_index[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def chosen(archive: Archive) -> list[str]:
    """Ids of some statements."""
    return random.Random(SEED).sample([hit.id for hit in archive.stream(sort="newest")], STATEMENTS)


def test_quotations_are_in_order_apart_and_most_have_a_speaker(
    archive: Archive, chosen: list[str]
) -> None:
    count = named = 0
    for id in chosen:
        text, at = archive.text(id), 0
        for one in archive.quotations(id):
            assert at <= one.start < one.end and text[one.start : one.end] == one.text, id
            at = one.end
            count += 1
            named += bool(one.speakers)
    assert count > 3 * STATEMENTS and named > 0.99 * count


def test_a_quotation_is_found_again_and_told_once_changed(
    archive: Archive, chosen: list[str]
) -> None:
    checked = 0
    for id in chosen:
        long = [one for one in archive.quotations(id) if 15 <= len(one.text.split()) <= 60]
        if not long:
            continue
        words = long[0].text.split()
        check = archive.check_quote(" ".join(words))
        assert check.verdict == "exact", words
        words[len(words) // 2] = "zyzzyva"
        changed = archive.check_quote(" ".join(words))
        assert changed.verdict == "altered", words
        assert {match.id for match in check.matches} & {match.id for match in changed.matches}
        checked += 1
        if checked == CHECKED:
            return
    raise AssertionError(f"only {checked} could be checked")
