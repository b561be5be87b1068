"""Everything that the library gives shows itself: short in a REPL, as a table in a notebook."""

from __future__ import annotations

import datetime
import pickle
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

import searchkit
from searchkit import Rows, Statement
from searchkit.model.answer import Hit, Snippet
from searchkit.model.facets import Facets, FacetValue
from searchkit.model.information import Info
from searchkit.model.offices import OfficeTenure
from searchkit.model.showing import short
from tests.conftest import INVENTED

EVIL = '<script>alert(1)</script> & "quoted" \u202e\x1b[2J\n<b>'
DAY = datetime.date(2007, 11, 20)
CELLS = {"table", "thead", "tbody", "tr", "th", "td", "p", "br", "b", "mark"}


class _Tags(HTMLParser):
    """The tags of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, Any]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.seen.append((tag, attributes))


def tags(html: str) -> set[str]:
    """The tags; nothing has another attribute than how its text is aligned."""
    seen = _Tags(html).seen
    assert {attribute for _, given in seen for attribute in given} <= {
        ("style", "text-align:left"),
        ("style", "text-align:right"),
    }
    return {tag for tag, _ in seen}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One of each that an archive gives, by what it is."""
    folder = tmp_path_factory.mktemp("shown")
    for name, content in INVENTED.items():
        (folder / "releases" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "releases" / name).write_text(content, encoding="utf-8")
    report = searchkit.build(folder / "releases", folder / "index")
    with searchkit.open(folder / "index") as archive:
        answer = archive.search("harbour", facets=True)
        check = archive.check_quote("It will carry coal to the islands")
        receipt = searchkit.make_receipt(archive, query="harbour")
        yield {
            "archive": archive,
            "report": report,
            "answer": answer,
            "hit": answer[0],
            "snippet": answer[0].snippets[0],
            "facets": answer.facets,
            "statement": archive.statement(answer[0].id),
            "matches": archive.matches(answer[0].id, "harbour"),
            "concordance": archive.concordance("harbour"),
            "line": archive.concordance("harbour")[0],
            "collocates": archive.collocates("harbour", least=1),
            "keywords": archive.keywords("harbour", least=1),
            "trend": archive.trend("harbour"),
            "period": archive.trend("harbour").periods[0],
            "first uses": archive.first("harbour"),
            "people": archive.people("brannigan"),
            "person": archive.people("brannigan")[0],
            "who": archive.who("Trade"),
            "tenure": archive.who("Trade")[0],
            "quotations": archive.quotations("releases/2006/2006-10-09-harbour-opens.md"),
            "check": check,
            "sources": check.matches,
            "repeats": archive.repeats(answer[0].id),
            "timeline": archive.timeline("grain"),
            "info": archive.info(),
            "names": archive.names("minister"),
            "completions": archive.completions("har"),
            "summary": archive.summary("harbour"),
            "receipt": receipt,
            "receipt hits": receipt.hits,
            "rerun": searchkit.compare(archive, receipt),
        }


def test_each_is_short_in_a_repl_and_safe_and_small_in_a_notebook(everything: Any) -> None:
    for what, value in everything.items():
        lines = repr(value).split("\n")
        assert all(len(line) < 330 and line.isprintable() for line in lines), what
        if not isinstance(value, tuple) or hasattr(value, "_fields"):
            assert len(lines) == 1 and lines[0].startswith("<"), what
        html = value._repr_html_()
        assert tags(html) <= CELLS and len(html) < 20_000, what


def test_what_is_seen(everything: Any) -> None:
    assert repr(everything["tenure"]) == (
        "<OfficeTenure Trade · Orla Brannigan · 2006-10-09 · 2006-10-09 · 1 statement>"
    )
    assert repr(everything["who"]) == f"(\n {everything['tenure']!r},\n)"
    assert repr(everything["info"]).startswith("<Info 5 statements · ")
    assert repr(everything["line"]).startswith("<Line 2007-11-20 · Six-harbour talks in Oster · ")
    assert repr(everything["check"]) == (
        "<QuoteCheck altered · It will carry coal to the islands · 1 match>"
    )
    assert "1 skipped" not in repr(everything["report"])
    assert "5 added" in repr(everything["report"])


def test_a_closed_archive_still_has_a_name(archive_of: Any) -> None:
    archive = archive_of(Statement(id="vm/1", title="", body="A harbour."))
    archive.close()
    assert "closed" in repr(archive) and archive._repr_html_() is None


def hostile() -> list[Any]:
    tenure = OfficeTenure(EVIL, EVIL, DAY, DAY, 3, (EVIL,) * 12)
    hit = Hit(EVIL, EVIL, DAY, (EVIL,) * 9, (), EVIL, (), 1.0, snippets=(Snippet(EVIL, ((0, 3),)),))
    answer = searchkit.Answer((hit,), query=EVIL, interpreted=EVIL, total=1, took_ms=1.0)
    return [
        tenure,
        hit,
        answer,
        Rows([tenure, tenure]),
        Facets({EVIL: (FacetValue(EVIL, 3),)}),
        Statement(EVIL, EVIL, EVIL * 1_000, extra={EVIL: EVIL}),
    ]


def test_nothing_hostile_is_run_or_hidden() -> None:
    for value in hostile():
        assert all(line.isprintable() for line in repr(value).split("\n")), type(value)
        html = value._repr_html_()
        assert tags(html) <= CELLS
        assert len(html) < 20_000 and "<script" not in html


def test_a_long_text_and_a_long_list_say_what_is_left_out() -> None:
    shown = Statement("a", "b", "word " * 1_000)._repr_html_()
    assert "[… 4,400 more characters]" in shown
    info = Info(
        1,
        0,
        1,
        1,
        1,
        {f"part {n}": n for n in range(30)},
        0,
        (),
        0,
        None,
        None,
        0,
        1,
        False,
        {},
        "NZ",
        (),
    )
    assert "[… 18 more]" in info._repr_html_()
    assert short("harbour " * 20).endswith("…") and len(short("harbour " * 20)) <= 70


def test_rows_are_a_tuple() -> None:
    one = OfficeTenure("Trade", "Orla Brannigan", DAY, DAY, 1, ("vm/1",))
    rows = Rows([one] * 25)
    assert rows == (one,) * 25 and hash(rows) == hash((one,) * 25)
    assert pickle.loads(pickle.dumps(rows)) == rows
    assert repr(rows).count("\n") == 22 and "… 5 more" in repr(rows)
    assert rows._repr_html_().count("<tr>") == 21
    assert repr(Rows()) == "()" and "0 rows" in Rows()._repr_html_()


def test_facets_are_a_mapping_that_stays() -> None:
    facets = Facets({"year": (FacetValue("2007", 3),)})
    assert facets == {"year": (FacetValue("2007", 3),)}
    assert type(pickle.loads(pickle.dumps(facets))) is Facets
    with pytest.raises(TypeError):
        facets["year"] = ()
    assert repr(facets) == "<Facets year: 1>"
