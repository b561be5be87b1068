"""A concordance is what `Archive.matches` gives for every match, in every order.

Judged by a plain reference: the clean texts, the tokens of `searchkit.schema.analysis`, and
`sorted`.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive, Line, Statement
from searchkit.model.arguments import LINE_SORTS
from searchkit.model.errors import CorruptIndex, InvalidArgument
from searchkit.schema.analysis import fold, normalise, token_spans, visible
from tests.support.building import build_in_parts
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import many, plain

QUERIES = [
    *("harbour", "the", "the of", '"the harbour"', "harbour OR lake", "harbour -lake", "fish*"),
    *(
        "harbour NEAR/3 the",
        "title:harbour",
        'title:"the of"',
        "=Harbour",
        "brige~1",
        '"the (harbour OR lake)"',
    ),
    *("harbour minister:okoro", "kaldby", '"the the"', '"the (harbour OR lake)"', "zyzzyva"),
]


@lru_cache(maxsize=4_096)  # Each order and query asks for the same few hundred.
def texts_of(archive: Archive, id: str) -> dict[str, str]:
    return {"title": archive.statement(id).title, "body": archive.text(id)}


def expected(archive: Archive, query: object) -> list[Line]:
    """The lines, newest first, without their context."""
    lines = []
    for hit in archive.stream(query, sort="newest"):
        texts = texts_of(archive, hit.id)
        for match in archive.matches(hit.id, query):
            found = re.sub(r"\s+", " ", texts[match.field][match.start : match.end])
            about = (hit.id, hit.date, hit.ministers, hit.title)
            spans = (match.field, match.start, match.end)
            lines.append(Line(*about, *spans, "", found, "", hit.url, hit.ministers))
    return lines


def bare(line: Line) -> Line:
    return line._replace(left="", right="")


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a text, where each begins and where it ends."""
    spans = list(token_spans(text))
    return [text[a:b] for a, b in spans], [a for a, _ in spans], [b for _, b in spans]


def key(archive: Archive, line: Line, sort: str) -> str:
    """What a line is sorted by, read off its text."""
    text = texts_of(archive, line.id)[line.field]
    if sort == "match":
        return plainly(line.match)
    distance = int(sort[-1])
    words, starts, ends = words_of(text)
    at = starts.index(line.start) - distance if sort < "m" else ends.index(line.end) + distance
    return plainly(words[at]) if 0 <= at < len(words) else ""


def plainly(text: str) -> str:
    """What is written, as it is folded for searching."""
    return fold(re.sub(r"\s", " ", normalise(visible(text))))


@pytest.fixture(scope="module", params=[1, 3])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """300 invented statements in one segment, and in several with some deleted."""
    folder = tmp_path_factory.mktemp("lines") / "index"
    statements = many(300, seed=5)
    if request.param == 1:
        searchkit.build(statements, folder)
    else:
        build_in_parts(statements, folder)
    return searchkit.open(folder)


@pytest.mark.parametrize("query", QUERIES)
def test_every_match_is_a_line_in_every_order(archive: Archive, query: str) -> None:
    lines = expected(archive, query)
    for sort in LINE_SORTS:
        found = archive.concordance(query, sort=sort)
        assert found.occurrences == len(found) == len(lines)
        assert found.statements == archive.count(query)
        if sort == "oldest":
            ids = [hit.id for hit in archive.stream(query, sort="oldest")]
            wanted = sorted(lines, key=lambda line: ids.index(line.id))
        elif sort == "newest":
            wanted = lines
        else:
            keys = [key(archive, line, sort) for line in lines]
            order = sorted(range(len(lines)), key=lambda n: keys[n])
            wanted = [lines[number] for number in order]
        assert [bare(line) for line in found] == wanted, sort


@examples(30)
@given(data=st.data())
def test_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    tree = data.draw(hundreds.all_trees)
    try:
        found = hundreds.archive.concordance(tree)
    except InvalidArgument:
        assert not any(hundreds.archive.matches(i, tree) for i in hundreds.answered(tree))
        return
    assert [bare(line) for line in found] == expected(hundreds.archive, tree)


@pytest.mark.parametrize("width", [0, 1, 7, 60, 10_000])
def test_context(archive: Archive, width: int) -> None:
    for line in archive.concordance("harbour OR lake", width=width):
        text = texts_of(archive, line.id)[line.field]
        before, after = text[: line.start], text[line.end :]
        for shown, whole, start in ((line.left, before, False), (line.right, after, True)):
            assert len(shown) <= width
            flat = re.sub(r"\s+", " ", whole)
            assert flat.startswith(shown) if start else flat.endswith(shown)
            # Cut between words, and no shorter than it must be.
            rest = flat[len(shown) :] if start else flat[: len(flat) - len(shown)]
            beside = rest[:1] if start else rest[-1:]
            assert not rest or not shown.strip() or " " in (beside, shown[-1 if start else 0])
            word = re.match(r" ?\S*", rest) if start else re.search(r"\S* ?$", rest)
            spaces_lost = len(whole) - len(flat)
            assert word and len(shown + word[0]) >= min(width, len(flat)) - spaces_lost


def test_a_line_stays_in_its_text(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(plain(1, "Harbour", "Lake harbour."), plain(2, "Lake", "harbour"))
    lines = [(one.left, one.match, one.right) for one in archive.concordance("harbour")]
    assert lines == [("", "Harbour", ""), ("Lake ", "harbour", "."), ("", "harbour", "")]


def test_words_are_sorted_as_they_are_searched(archive_of: Callable[..., Archive]) -> None:
    """Case, accents, what no reader sees and how digits are grouped play no part."""
    beside = ["zeal", "Ōrva", "or\u00advb", "orvc", "10\u00a0000", "9,000", "ORVA", "10,000"]
    archive = archive_of(*(plain(n, "x", f"harbour {one}") for n, one in enumerate(beside)))
    for sort, query in (("right1", "harbour"), ("match", "orv* OR zeal OR 10,000 OR 9,000")):
        found = [one.right.strip() or one.match for one in archive.concordance(query, sort=sort)]
        ranks = [beside.index(re.sub("10 000", "10\u00a0000", one)) for one in found]
        # Those that are equal stand newest first, then by id.
        assert ranks == [4, 7, 5, 1, 6, 2, 3, 0], sort
    rows = archive_of(
        *(plain(n, "x", f"a {one} b") for n, one in enumerate(["or\u00advb c", "orva c"]))
    )
    assert [one.id for one in rows.concordance('"orv* c"', sort="match")] == [
        "vm/001.md",
        "vm/000.md",
    ]


def test_sums_close(archive: Archive) -> None:
    for query in ("harbour", "the NEAR/4 of", "fish* OR lake"):
        whole = archive.concordance(query)
        years = range(1996, 2024)
        parts = [len(archive.concordance(query, since=year, until=year)) for year in years]
        unknown = sum(line.date is None for line in whole)
        assert sum(parts) + unknown == len(whole) > 0


def test_a_sample(archive: Archive) -> None:
    whole = list(archive.concordance("the"))
    sample = archive.concordance("the", sample=10, seed=4)
    assert (len(sample), sample.occurrences) == (10, len(whole))
    places = [whole.index(line) for line in sample]
    assert places == sorted(places)
    assert list(archive.concordance("the", sample=10, seed=4)) == list(sample)
    assert list(archive.concordance("the", sample=10, seed=5)) != list(sample)
    by_word = archive.concordance("the", sample=10, seed=4, sort="right1")
    assert sorted(by_word, key=str) == sorted(sample, key=str)
    assert list(archive.concordance("the", sample=10**6)) == whole
    assert len(archive.concordance("the", sample=0)) == 0


def test_it_is_a_sequence(archive: Archive) -> None:
    found = archive.concordance("harbour")
    lines = list(found)
    assert (found[0], found[-1]) == (lines[0], lines[-1])
    assert found[2:9:3] == tuple(lines[2:9:3])
    assert found[::-1] == tuple(lines[::-1])
    assert lines[3] in found
    for number in (len(found), -len(found) - 1):
        with pytest.raises(IndexError):
            _ = found[number]
    assert repr(found) == f"<Concordance of 'harbour': {len(found)} of {len(found)}>"
    assert found.interpreted == "harbour"


def test_it_can_not_be_changed_and_takes_few_bytes(archive: Archive) -> None:
    found = archive.concordance("the")
    kinds = {name: values.dtype.name for name, values in found.arrays.items()}
    wide = dict.fromkeys(["segment", "statement", "first", "words"], "uint32")
    assert kinds == wide | {"field": "uint8"}
    assert sum(values.nbytes for values in found.arrays.values()) <= 24 * len(found)
    for values in found.arrays.values():
        assert values.shape == (len(found),)
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1
    arrays: Any = found.arrays
    with pytest.raises(TypeError):
        arrays["first"] = np.zeros(1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"query": "minister:okoro"}, "there is no word whose occurrences could be shown"),
        ({"query": ""}, "there is no word"),
        ({"query": "", "minister": "okoro"}, "there is no word"),
        ({"query": "-harbour"}, "there is no word"),
        ({"sort": "left4"}, "no order of lines 'left4'"),
        ({"sample": -1}, "sample can't be -1"),
        ({"width": -1}, "width can't be -1"),
        ({"width": 1.5}, "width can't be 1.5"),
        ({"seed": "x"}, "seed can't be 'x'"),
        ({"where": {"party": "x"}}, "party"),
    ],
)
def test_what_can_not_be_meant(archive: Archive, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidArgument, match=said):
        archive.concordance(**{"query": "harbour", **arguments})


def test_in_a_notebook(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(
        Statement("a", "x", "<b>A</b> & `harbour <script>`", ministers=("<i>Orla</i>",))
    )
    shown = archive.concordance("harbour")._repr_html_()
    assert "<b>harbour</b>" in shown and "&lt;script&gt;" in shown and "&lt;i&gt;Orla" in shown
    assert "<script>" not in shown and "<i>" not in shown
    assert "1 of 1 occurrences" in shown


def test_pandas(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    found = archive.concordance("harbour")
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=dict))
    columns = found.to_pandas()
    assert list(columns) == list(Line._fields)
    assert columns["match"] == [line.match for line in found]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InvalidArgument, match="pandas is not installed"):
        found.to_pandas()


def test_variants(archive_of: Callable[..., Archive]) -> None:
    both = [plain(n, "x", "An e-mail." if n % 2 else "An email of Oster.") for n in range(40)]
    archive = archive_of(*both)
    one, all_of_them = (archive.concordance("email", variants=flag) for flag in (False, True))
    assert (len(one), len(all_of_them)) == (20, 40)
    assert [(line.id, line.field, line.start, line.end) for line in all_of_them] == [
        (hit.id, *match)
        for hit in archive.stream("email", sort="newest", variants=True)
        for match in archive.matches(hit.id, "email", variants=True)
    ]


def test_an_empty_index(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(plain(1, "Harbour"))
    with archive.writer() as writer:
        writer.remove("vm/001.md")
    archive.refresh()
    for sort in LINE_SORTS:
        found = archive.concordance("harbour", sort=sort)
        assert (len(found), list(found), found[:], found.statements) == (0, [], (), 0)


def test_it_outlives_its_archive(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(plain(1, "Harbour"))
    found = archive.concordance("harbour")
    archive.close()
    assert found[0].date == datetime.date(2010, 1, 1)
    with pytest.raises(InvalidArgument, match="closed"):
        archive.concordance("harbour")


def test_words_that_are_not_there(
    archive_of: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged index may promise words beyond the end of a text."""
    archive = archive_of(plain(1, "Harbour", "The harbour."))
    found = archive.concordance("harbour", sort="newest")
    first = found.arrays["first"]
    first.setflags(write=True)
    first[:] = 99
    with pytest.raises(CorruptIndex, match="position"):
        _ = found[0]
