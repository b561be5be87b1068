"""What queries mean: text to tree, and the tree written out again."""

from __future__ import annotations

import pytest
from hypothesis import given

from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.language.parser import parse
from searchkit.query.limits import MAX_LENGTH
from searchkit.query.rendering import interpreted
from searchkit.query.tree import Leaf, Node
from tests.support.hypothesis_settings import examples
from tests.support.known_names import KNOWN, parsed
from tests.support.query_texts import noise, queries
from tests.support.short_trees import PT, TT, XT, A, D, E, F, M, N, O, P, T, X, same

BRANNIGANS = O(M("orla brannigan"), M("rory brannigan"))
SHOWN_BRANNIGANS = 'minister:"Orla Brannigan" OR minister:"Rory Brannigan"'

MEANINGS = {
    "words": [
        ("korea", T("korea"), "korea"),
        ("north korea", A(T("north"), T("korea")), "north korea"),
        ("  north \t korea\n", A(T("north"), T("korea")), "north korea"),
        ("Nations", T("nation"), "Nations"),
        ("FISHERIES fish", A(T("fisheri"), T("fish")), "FISHERIES fish"),
        ("Māori", T("maori"), "Māori"),
        ("Ma\u0304ori", T("maori"), "Māori"),
        ("korea korea", A(T("korea"), T("korea")), "korea korea"),
    ],
    "phrases": [
        ('"north korea"', P("north korea"), '"north korea"'),
        ('"North  Korea\'s"', P("north korea s"), '"North Korea\'s"'),
        ("“north korea”", P("north korea"), '"north korea"'),
        ("„north korea“", P("north korea"), '"north korea"'),
        ("“north korea“", P("north korea"), '"north korea"'),
        ('"korea"', T("korea"), "korea"),
        ('"six party talks" iran', A(P("six parti talk"), T("iran")), '"six party talks" iran'),
        ('"minister of foreign affairs"', P("minist of foreign affair"), None),
        ('"north (korea)"', P("north korea"), '"north (korea)"'),
        ('"north -korea AND x"', P("north korea and x"), '"north -korea AND x"'),
        ('"title:x y"', P("titl x y"), '"title:x y"'),
        ('"“yes” he said"', P("yes he said"), '"“yes” he said"'),
        ('a"b c"d', A(T("a"), P("b c"), T("d")), 'a "b c" d'),
    ],
    "operators": [
        ("a AND b", A(T("a"), T("b")), "a b"),
        ("a OR b", O(T("a"), T("b")), "a OR b"),
        ("a OR b OR c", O(T("a"), T("b"), T("c")), "a OR b OR c"),
        ("a AND b AND c", A(T("a"), T("b"), T("c")), "a b c"),
        ("NOT a", A(E(), N(T("a"))), "-a"),
        ("-a", A(E(), N(T("a"))), "-a"),
        ("-a -b", A(E(), N(T("a")), N(T("b"))), "-a -b"),
        ("a NOT b", A(T("a"), N(T("b"))), "a -b"),
        ("a -b", A(T("a"), N(T("b"))), "a -b"),
        ("-b a", A(N(T("b")), T("a")), "-b a"),
        ("a AND NOT b", A(T("a"), N(T("b"))), "a -b"),
        ("a AND -b", A(T("a"), N(T("b"))), "a -b"),
        ("a OR -b", O(T("a"), N(T("b"))), "a OR -b"),
        ("NOT (a b)", A(E(), N(A(T("a"), T("b")))), "-(a b)"),
        ("a NOT(b)", A(T("a"), N(T("b"))), "a -b"),
        ("-(a OR b) c", A(N(O(T("a"), T("b"))), T("c")), "-(a OR b) c"),
        ('-"a b" c', A(N(P("a b")), T("c")), '-"a b" c'),
        ("-(-a)", A(E(), N(A(E(), N(T("a"))))), "-(-a)"),
        ("-covid-19 a", A(N(P("covid 19")), T("a")), '-"covid-19" a'),
    ],
    "small operators are words": [
        ("and", T("and"), "and"),
        ("trade and aid", A(T("trade"), T("and"), T("aid")), "trade and aid"),
        ("to be or not", A(T("to"), T("be"), T("or"), T("not")), "to be or not"),
        ("Not", T("not"), "Not"),
        ("NOTE ORA ANDES", A(T("note"), T("ora"), T("andes")), "NOTE ORA ANDES"),
        ("a-OR-b", P("a or b"), '"a-OR-b"'),
    ],
    "precedence": [
        ("a b OR c", A(T("a"), O(T("b"), T("c"))), "a (b OR c)"),
        ("a OR b c", A(O(T("a"), T("b")), T("c")), "(a OR b) c"),
        ("a AND b OR c", O(A(T("a"), T("b")), T("c")), "(a b) OR c"),
        ("a OR b AND c", O(T("a"), A(T("b"), T("c"))), "a OR (b c)"),
        ("a AND b c", A(A(T("a"), T("b")), T("c")), "a b c"),
        ("a -b OR c", A(T("a"), O(N(T("b")), T("c"))), "a (-b OR c)"),
        ("NOT a AND b", A(N(T("a")), T("b")), "-a b"),
        ("a AND b OR c AND d", O(A(T("a"), T("b")), A(T("c"), T("d"))), "(a b) OR (c d)"),
        ("a b AND c d", A(T("a"), A(T("b"), T("c")), T("d")), "a b c d"),
        ("title:a OR b", O(TT("a"), T("b")), "title:a OR b"),
        ("-title:a b", A(N(TT("a")), T("b")), "-title:a b"),
        ("NOT title:a OR b", O(N(TT("a")), T("b")), "-title:a OR b"),
    ],
    "brackets": [
        ("(a)", T("a"), "a"),
        ("((a))", T("a"), "a"),
        ("a (b OR c)", A(T("a"), O(T("b"), T("c"))), "a (b OR c)"),
        ("(a OR b) AND c", A(O(T("a"), T("b")), T("c")), "(a OR b) c"),
        ("(a b) OR c", O(A(T("a"), T("b")), T("c")), "(a b) OR c"),
        ("( a OR ( b c ) )", O(T("a"), A(T("b"), T("c"))), "a OR (b c)"),
        ("(a)b", A(T("a"), T("b")), "a b"),
        ("a(b)", A(T("a"), T("b")), "a b"),
    ],
    "title": [
        ("title:korea", TT("korea"), "title:korea"),
        ("TITLE:Korea", TT("korea"), "title:Korea"),
        ('title:"north korea"', PT("north korea"), 'title:"north korea"'),
        ("title:“north korea”", PT("north korea"), 'title:"north korea"'),
        ("title:covid-19", PT("covid 19"), 'title:"covid-19"'),
        ("title:(a b)", A(TT("a"), TT("b")), "title:a title:b"),
        ("title:(a OR b) c", A(O(TT("a"), TT("b")), T("c")), "(title:a OR title:b) c"),
        ("title:(a -b)", A(TT("a"), N(TT("b"))), "title:a -title:b"),
        ("title:a b", A(TT("a"), T("b")), "title:a b"),
        ("(title:a)", TT("a"), "title:a"),
        ("title:OR", TT("or"), 'title:"OR"'),
    ],
    "names": [
        ("minister:okoro", M("tamsin okoro"), 'minister:"Tamsin Okoro"'),
        ("minister:brannigan", BRANNIGANS, SHOWN_BRANNIGANS),
        ('minister:"brannigan"', BRANNIGANS, SHOWN_BRANNIGANS),
        ('minister:"orla brannigan"', M("orla brannigan"), 'minister:"Orla Brannigan"'),
        ('minister:"Hon Dr Orla Brannigan"', M("orla brannigan"), None),
        ('minister:"brannigan orla"', M("orla brannigan"), None),
        ("minister:maatta", M("edouard maatta"), 'minister:"Édouard Määttä"'),
        ("minister:MÄÄTTÄ", M("edouard maatta"), None),
        ("minister:van-der-sloot", M("piet van der sloot"), None),
        ("minister:(okoro OR sloot)", O(M("tamsin okoro"), M("piet van der sloot")), None),
        ("-minister:brannigan", A(E(), N(BRANNIGANS)), f"-({SHOWN_BRANNIGANS})"),
        ("a minister:brannigan", A(T("a"), BRANNIGANS), f"a ({SHOWN_BRANNIGANS})"),
        ("portfolio:trade", O(F("foreign trade"), F("trade")), None),
        ('portfolio:"trade"', F("trade"), 'portfolio:"Trade"'),
        ('portfolio:"foreign affairs"', F("foreign affairs"), 'portfolio:"Foreign Affairs"'),
        ("portfolio:pêcheries", F("pecheries"), 'portfolio:"Pêcheries"'),
        ("minister:okoro a", A(M("tamsin okoro"), T("a")), 'minister:"Tamsin Okoro" a'),
    ],
    "dates": [
        ("date:2007", D("2007-01-01", "2007-12-31"), "date:2007"),
        ("date:2007-11", D("2007-11-01", "2007-11-30"), "date:2007-11"),
        ("date:2008-02", D("2008-02-01", "2008-02-29"), "date:2008-02"),
        ("date:2007-11-20", D("2007-11-20", "2007-11-20"), "date:2007-11-20"),
        ("date:2007-1-5", D("2007-01-05", "2007-01-05"), "date:2007-01-05"),
        ("date:2006..2008", D("2006-01-01", "2008-12-31"), "date:2006..2008"),
        ("date:2006-05..2006-05-07", D("2006-05-01", "2006-05-07"), None),
        ("date:..1999", D(None, "1999-12-31"), "date:..1999"),
        ("date:1999-03..", D("1999-03-01", None), "date:1999-03.."),
        ("since:2017-10-26", D("2017-10-26", None), "date:2017-10-26.."),
        ("since:2017", D("2017-01-01", None), None),
        ("until:2020", D(None, "2020-12-31"), "date:..2020"),
        ("until:2020-02", D(None, "2020-02-29"), "date:..2020-02"),
        ("date:unknown", A(E(), N(E("date"))), "date:unknown"),
        ("date:UNKNOWN a", A(N(E("date")), T("a")), "date:unknown a"),
        ("-date:unknown", A(E(), N(N(E("date")))), "-date:unknown"),
        ("date:2007, a", A(D("2007-01-01", "2007-12-31"), T("a")), "date:2007 a"),
        ('date:"2007"', D("2007-01-01", "2007-12-31"), "date:2007"),
        ("a -date:2007", A(T("a"), N(D("2007-01-01", "2007-12-31"))), "a -date:2007"),
        (
            "since:2007 until:2008 a",
            A(D("2007-01-01", None), D(None, "2008-12-31"), T("a")),
            None,
        ),
        (
            "date:(2007 OR 2009)",
            O(D("2007-01-01", "2007-12-31"), D("2009-01-01", "2009-12-31")),
            "date:2007 OR date:2009",
        ),
    ],
    "prefixes": [
        ("nuclea*", X("nuclea"), "nuclea*"),
        ("Nuclea*", X("nuclea"), "Nuclea*"),
        ("Māo*", X("mao"), "Māo*"),
        ("title:nuc*", XT("nuc"), "title:nuc*"),
        ("-nuc* a", A(N(X("nuc")), T("a")), "-nuc* a"),
        ("(nuc* OR mis*)", O(X("nuc"), X("mis")), "nuc* OR mis*"),
        ("nuc*,", X("nuc"), "nuc*"),
        ("“nuc*” a", None, None),
        ("20*", X("20"), "20*"),
    ],
    "empty": [
        ("", E(), ""),
        ("   ", E(), ""),
        ("\n\t", E(), ""),
    ],
}
TABLE = [
    pytest.param(*row, id=f"{name}: {row[0]}") for name, rows in MEANINGS.items() for row in rows
]


@pytest.mark.parametrize(("text", "tree", "shown"), [row for row in TABLE if row.values[1]])
def test_query_means(text: str, tree: object, shown: str | None) -> None:
    found = parsed(text)
    assert same(found.tree, tree)  # type: ignore[arg-type]
    if shown is not None:
        assert interpreted(found.tree) == shown


ORDINARY = [
    ("O'Connor", P("o connor")),
    ("O’Connor", P("o connor")),
    ("AT&T", P("at t")),
    ("covid-19", P("covid 19")),
    ("Korea's", P("korea s")),
    ("$2.5 billion", A(T("2.5"), T("billion"))),
    ("$100 million", A(T("100"), T("million"))),
    ("2.5%", T("2.5")),
    ("50%", T("50")),
    ("C++", T("c")),
    ("e.g.", P("e g")),
    ("(a)", T("a")),
    ("#1", T("1")),
    ("someone@vellmark.example", P("someon vellmark exampl")),
    ("https://vellmark.example/a?b=c#d", P("https vellmark exampl a b c d")),
    ("http://127.0.0.1:8080/", P("http 127 0 0 1 8080")),
    ("10:30 a.m.", A(P("10 30"), P("a m"))),
    ("note: done", A(T("note"), T("done"))),
    ("foo:bar", P("foo bar")),
    ("x:(a)", A(T("x"), T("a"))),
    ("a/b\\c", P("a b c")),
    ("[a] {b} <c>", A(T("a"), T("b"), T("c"))),
    ("a - b", A(T("a"), T("b"))),
    ("a -- b", A(T("a"), T("b"))),
    ("--a", T("a")),
    ("a – b", A(T("a"), T("b"))),
    ("a’s 5′ 10″", None),
    ("korea 🙂", T("korea")),
    ("ski🙂lift", P("ski lift")),
    ("שלום עולם", A(T("שלום"), T("עולם"))),
    ("مرحبا", T("مرحبا")),
    ("\u202eabc\u202c", T("abc")),
    ("東京", T("東京")),
    ("a\0b", P("a b")),
    ("\0 a", T("a")),
    ("\ud800 a", T("a")),
    ("a\u00a0b", A(T("a"), T("b"))),
    ("a\u200bb", T("ab")),
    ("lone “ quote", A(T("lone"), T("quot"))),
    ("lone ” quote", A(T("lone"), T("quot"))),
    ("’twas", T("twas")),
    ("TITLE", T("titl")),
    ("date 2007", A(T("date"), T("2007"))),
    ("“We won’t,” she said – “not yet.”", None),
    ("The “North Sea” treaty—signed (at last) in 1999—holds; see p. 4, e.g. §2.", None),
]


@pytest.mark.parametrize(("text", "tree"), ORDINARY)
def test_ordinary_text_never_trips(text: str, tree: object) -> None:
    found = parsed(text)
    if tree is not None:
        assert same(found.tree, tree)  # type: ignore[arg-type]


def test_pasted_sentence_keeps_its_quotations_as_phrases() -> None:
    found = parsed("“We won’t go,” she said – “not yet.”")
    expected = A(P("we won t go"), T("she"), T("said"), P("not yet"))
    assert same(found.tree, expected)
    assert [note.code for note in found.notes] == ["ignored"]


def test_ten_thousand_characters() -> None:
    assert len(parsed("word " * 2_000).tree.children) == 2_000
    assert parsed("x" * 10_000).tree == T("x" * 10_000)
    assert len(parsed("a OR " * 2_000 + "a").tree.children) == 2_001


def test_too_long_a_query_is_an_error() -> None:
    parsed("x" * MAX_LENGTH)
    with pytest.raises(QuerySyntaxError, match="20,000 characters") as caught:
        parsed("x" * (MAX_LENGTH + 1))
    assert caught.value.column == MAX_LENGTH


def test_written_words_are_kept_for_showing() -> None:
    assert interpreted(parsed("NATIONS “Straße  Käldby” Läk*").tree) == (
        'NATIONS "Straße Käldby" Läk*'
    )


NOTES = [
    ("korea", []),
    ("korea 🙂 –", [("ignored", "left out, for there is no letter or digit in it: 🙂 –")]),
    ("- korea -", [("ignored", "left out, for there is no letter or digit in it: -")]),
    ("minister: korea", [("field-space", None)]),
    ("Title: x date:", [("field-space", None), ("field-space", None)]),
    ("minister:brannigan", [("several-names", None)]),
    ("minister:okoro", []),
]


@pytest.mark.parametrize(("text", "notes"), NOTES)
def test_notes(text: str, notes: list[tuple[str, str | None]]) -> None:
    found = parsed(text).notes
    assert [note.code for note in found] == [code for code, _ in notes]
    for note, (_, message) in zip(found, notes, strict=True):
        assert message is None or note.message == message


def test_several_names_are_named() -> None:
    (note,) = parsed("minister:brannigan").notes
    assert "Orla Brannigan, Rory Brannigan" in note.message


def _leaves(node: Node) -> list[Leaf]:
    own = [node] if isinstance(node, Leaf) else []
    return own + [leaf for child in node.children for leaf in _leaves(child)]


def test_leaves_know_what_was_written_and_where() -> None:
    text = 'Käldby -title:Lakes* "North  Seas"~3 (te?t OR =ACT) a NEAR/2 (b OR "c d") korae~1'
    leaves = [leaf for leaf in _leaves(parsed(text).tree) if leaf.written]
    assert [leaf.written for leaf in leaves] == [
        *("Käldby", "Lakes", "North Seas", "North", "Seas", "te?t", "ACT", "a", "b", "c d", "korae")
    ]
    for leaf in leaves:
        assert leaf.column is not None
        begins = text[leaf.column :].replace("  ", " ")
        assert begins.startswith(leaf.written) or leaf.written == "Seas", leaf


def test_filters_know_where_they_were_written() -> None:
    text = "a minister:okoro -date:2007 since:1999"
    _, minister, without, since = parsed(text).tree.children
    assert [node.column for node in (minister, without, since)] == [11, 23, 34]


def test_parser_keeps_nothing_between_queries() -> None:
    parsed("korea 🙂")
    assert parsed("korea").notes == ()
    parsed("a b", any_word=True)
    assert parsed("a b").tree == A(T("a"), T("b"))


@examples(200)
@given(queries)
def test_texts_of_the_language_are_understood_or_refused(text: str) -> None:
    _parse_any(text)


@examples(700)
@given(noise)
def test_any_text_at_all_is_understood_or_refused(text: str) -> None:
    _parse_any(text)


def _parse_any(text: str) -> None:
    for any_word in (False, True):
        try:
            found = parse(text, KNOWN, any_word=any_word)
        except QuerySyntaxError as error:
            assert 0 <= error.column <= len(text)
            assert str(error)
            error.pointed()
        except UnknownName as error:
            assert error.kind in KNOWN
        else:
            assert found.tree is not None
            interpreted(found.tree)
