"""Pages follow one another: nothing twice, nothing missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Archive, Copy, Hit
from searchkit.engines.local.hits import HitMaker
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain

Make = Callable[..., Archive]
QUERIES = ["the", "harbour", "harbour OR lake OR fish*", "", "-the", "minister:okoro"]
BODY = "The same words in the same order, long enough to be known as a copy."


def pages(archive: Archive, text: str, size: int, **arguments: str) -> list[Hit]:
    """All hits, page by page."""
    found: list[Hit] = []
    while True:
        answer = archive.search(
            text, limit=size, offset=len(found), snippets=False, strict=True, **arguments
        )
        found += answer
        if len(answer) < size:
            return found


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [3, 10, 64])
def test_every_copy_a_hit(archive: Archive, text: str, sort: str, size: int) -> None:
    found = pages(archive, text, size, sort=sort, copies="all")
    assert [hit.id for hit in found] == [hit.id for hit in archive.stream(text, sort=sort)]
    assert all(hit.copies == () for hit in found)


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [3, 10, 64])
def test_copies_grouped(archive: Archive, text: str, sort: str, size: int) -> None:
    found = pages(archive, text, size, sort=sort)
    everything = [hit.id for hit in archive.stream(text, sort=sort)]
    listed = [*(hit.id for hit in found), *(copy.id for hit in found for copy in hit.copies)]
    assert sorted(listed) == sorted(everything)
    assert (len(found) < len(everything)) == (text != "minister:okoro")  # No copies there.
    # Groups stand where the first of them stands.
    places = [everything.index(hit.id) for hit in found]
    assert places == sorted(places)
    for hit in found:
        mine = everything.index(hit.id)
        assert all(everything.index(copy.id) > mine for copy in hit.copies)
    whole = archive.search(text, limit=1_000, sort=sort, snippets=False, strict=True)
    assert [(hit.id, hit.copies) for hit in found] == [(hit.id, hit.copies) for hit in whole]


@examples(60)
@given(data=st.data())
def test_any_page_of_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    tree = data.draw(hundreds.trees)
    offset, limit = data.draw(st.integers(0, 40)), data.draw(st.integers(1, 40))
    archive = hundreds.archive
    for copies in ("all", "group"):
        whole = archive.search(tree, limit=1_000, copies=copies, snippets=False, strict=True)
        page = archive.search(
            tree, limit=limit, offset=offset, copies=copies, snippets=False, strict=True
        )
        assert list(page) == list(whole)[offset : offset + limit]


def test_behind_the_last_page(archive: Archive) -> None:
    answer = archive.search("harbour", offset=10_000)
    assert len(answer) == 0
    assert answer.total == archive.count("harbour")
    assert answer.also == ()


@pytest.mark.parametrize("copies", ["group", "all"])
def test_no_hits_wanted(archive: Archive, copies: str) -> None:
    for text in ("", "harbour", "nowhere"):
        answer = archive.search(text, limit=0, facets=True, copies=copies)
        assert (len(answer), answer.also) == (0, ())
        assert answer.total == archive.count(text)


def test_copies_say_who_filed_them(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, "Same", BODY, date="2001-01-01", ministers=("Hon Orla Brannigan",)),
        plain(2, "Same", BODY, date="2003-01-01", portfolios=("Trade",)),
        plain(3, "Same", BODY, date=None),
        plain(4, "Same", BODY + " Not quite."),
        plain(5, "Not the same", BODY),
    )
    answer = archive.search("same words", limit=10)
    first = next(hit for hit in answer if hit.id == "vm/002.md")
    assert first.copies == (
        Copy("vm/001.md", first.date.replace(year=2001), ("Hon Orla Brannigan",), (), None),  # type: ignore[union-attr]
        Copy("vm/003.md", None, (), (), None),
    )
    assert answer.total == 5
    assert {hit.id for hit in answer} == {"vm/002.md", "vm/004.md", "vm/005.md"}
    assert len(archive.search("same words", copies="all")) == 5
    assert len(list(archive.stream("same words"))) == 5


def test_only_copies_that_match_are_listed(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, "Same", BODY, date="2001-01-01"),
        plain(2, "Same", BODY, date="2003-01-01"),
        plain(3, "Same", BODY, date="2005-01-01"),
    )
    (hit,) = archive.search("same", until=2004)
    assert hit.id == "vm/002.md"
    assert [copy.id for copy in hit.copies] == ["vm/001.md"]
    (hit,) = archive.search("same", sort="oldest", since=2002)
    assert hit.id == "vm/002.md"
    assert [copy.id for copy in hit.copies] == ["vm/003.md"]


def test_short_texts_are_no_copies(archive_of: Make) -> None:
    archive = archive_of(plain(1, "Same", "short"), plain(2, "Same", "short"))
    assert len(archive.search("same")) == 2
    assert all(hit.copies == () for hit in archive.search("same"))


def test_many_copies_fill_no_page(archive_of: Make) -> None:
    """However many copies come first, the page is filled with what follows."""
    copies = [plain(i, "Same harbour", BODY, date="2015-01-01") for i in range(60)]
    others = [plain(100 + i, f"Other {i}", "A harbour " + "and words " * i) for i in range(15)]
    archive = archive_of(*copies, *others)
    answer = archive.search("harbour", limit=10)
    assert len(answer) == 10
    assert len(answer[0].copies) == 59
    assert answer.total == 75
    listing = archive.search("", limit=10)
    assert len(listing) == 10


@pytest.mark.parametrize("text", ["harbour", "harbour ferry zyzzyva", "the OR of"])
def test_however_many_hits_are_made_together(
    hundreds: Collection, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole texts of no more statements are in memory than are made at once."""
    made, shown = [], HitMaker._shown

    def watched(maker: HitMaker, rows: Any, records: Any) -> Any:
        made.append(len(records))
        return shown(maker, rows, records)

    monkeypatch.setattr(HitMaker, "_shown", watched)
    found = []
    for together in (1_000, 7, 1):
        monkeypatch.setattr("searchkit.engines.local.hits.AT_ONCE", together)
        made.clear()
        values = hundreds.archive.search(text, limit=150, explain=True).to_json()
        assert max(made) <= together
        del values["took_ms"]
        found.append(values)
    assert found[0] == found[1] == found[2]
    assert len(found[0]["hits"]) + len(found[0]["also"]) > 50
