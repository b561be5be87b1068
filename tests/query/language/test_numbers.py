"""Numbers, dashes, question marks and characters that no reader sees, in a query."""

from __future__ import annotations

import pytest

from searchkit.query.language.fields import DASHES
from searchkit.query.rendering import interpreted
from searchkit.query.tree import Node
from tests.support.known_names import parsed
from tests.support.short_trees import PT, TT, XE, A, M, N, P, T, W, X, Z, flat, same


@pytest.mark.parametrize(
    ("text", "tree", "shown"),
    [
        ("10,000", T("10000"), "10,000"),
        ('"10 000"', T("10000"), '"10 000"'),
        ("“10 000”", T("10000"), '"10 000"'),
        ('"10\u00a0000"', T("10000"), '"10 000"'),
        ("10 000", A(T("10"), T("000")), "10 000"),
        ('"10  000"', P("10 000"), '"10, 000"'),
        ('"10\n000 x"', P("10 000 x"), '"10, 000, x"'),
        ('title:"10 000"', TT("10000"), 'title:"10 000"'),
        ('title:"10 000 people"', PT("10000 peopl"), 'title:"10 000 people"'),
        ("=10,000", XE("10,000"), "=10,000"),
        ('="10 000"', XE("10 000"), '="10 000"'),
        ('"$5 million"', P("5 million"), '"$5 million"'),
        ("$NZ5m", P("nz 5 m"), '"$NZ5m"'),
        ("2.50", T("2.5"), "2.50"),
        ("10,000^2", T("10000").replaced(boost=2.0), "10,000^2"),
        ("10*", X("10"), "10*"),
        ("10,000*", X("10000"), "10,000*"),
        ("2.50*", X("2.50"), "2.50*"),
        ("1?000", W("1?000"), "1?000"),
        ("1000?", T("1000"), "1000"),
        ("10,000?", T("10000"), "10,000"),
        ("10,000~1", Z("10000", 1), "10,000~1"),
        ('"10 000~1"', Z("10000", 1), "10000~1"),
        ("gra?n?", W("gra?n"), "gra?n"),
        ("?rain?", W("?rain"), "?rain"),
        ("gr*n?", W("gr*n"), "gr*n"),
        ("gr*n??", W("gr*n"), "gr*n"),
        ("nuclear*?", X("nuclear"), "nuclear*"),
        ("grain?", T("grain"), "grain"),
        ("ko\u00adrea", T("korea"), "korea"),
        ("\ufeffko\u200brea\u200d", T("korea"), "korea"),
        ("a \u200b-b", A(T("a"), N(T("b"))), "a -b"),
        ("a -\u2060b", A(T("a"), N(T("b"))), "a -b"),
        ("a \u200bAND\u00ad b", A(T("a"), T("b")), "a b"),
        ("\u200btitle:korea", TT("korea"), "title:korea"),
        ("ti\u00adtle:korea", TT("korea"), "title:korea"),
        ('\ufeff"north korea"\u200b', P("north korea"), '"north korea"'),
    ],
)
def test_what_it_means(text: str, tree: Node, shown: str) -> None:
    found = parsed(text).tree
    assert same(found, tree)  # type: ignore[arg-type]
    assert interpreted(found) == shown
    assert flat(parsed(interpreted(found)).tree) == flat(found)


def test_a_question_mark_ends_a_question_after_a_field() -> None:
    assert interpreted(parsed("title:gra?n?").tree) == "title:gra?n"


@pytest.mark.parametrize("dash", DASHES)
def test_a_dash_of_another_kind(dash: str) -> None:
    for text, tree in (
        (f"a {dash}b", A(T("a"), N(T("b")))),
        (f'a {dash}"north korea"', A(T("a"), N(P("north korea")))),
        (f"a {dash}“north korea”", A(T("a"), N(P("north korea")))),
        (f"a {dash}minister:okoro", A(T("a"), N(M("tamsin okoro")))),
        (f"a ({dash}b c)", A(T("a"), A(N(T("b")), T("c")))),
    ):
        found = parsed(text)
        assert same(found.tree, tree)  # type: ignore[arg-type]
        (note,) = found.notes
        assert note.code == "dash"
        assert note.message.startswith(f"{dash} before ")
    for text in (f"a {dash} b", f"a{dash}b", f"a {dash}", f'"a {dash}b"', f"a {dash}(b)"):
        found = parsed(text)
        assert "-" not in interpreted(found.tree), text
        assert "dash" not in [note.code for note in found.notes]


def test_a_number_that_is_split_is_named() -> None:
    (note,) = parsed("10 000 homes").notes
    assert note.code == "split-number"
    assert (note.message, note.other) == ("10 000 is read as two words", '"10 000" homes')
    (note,) = parsed("1 234 567").notes
    assert note.message.startswith("1 234 567 is read as several words")
    for text in ('"10 000" homes', "10,000", "2007 100", "“10 000”", "021 638 920"):
        codes = {note.code for note in parsed(text).notes}
        assert "split-number" not in codes, text
