"""What else can be asked of an archive: matches, similar statements, names."""

import pytest

import searchkit


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    make = searchkit.Statement
    statements = [
        make("a", "Grain levy ends", "The levy on grain ends. Harbours rejoice at the levy.",
             ministers=("Hon Orla Brannigan",), portfolios=("Trade",)),
        make("b", "Harbour fees", "Pilots pay harbour fees, and the grain levy besides."),
        make("c", "Observatory", "Visitors came to see the stars; nothing about cereals."),
        make("d", "Grain levy ends", "The levy on grain ends. Harbours rejoice at the levy.",
             ministers=("Tamsin Ohare",)),
    ]  # fmt: skip
    import datetime
    from dataclasses import replace

    dated = [
        replace(s, date=datetime.date(2007, number, 1)) for number, s in enumerate(statements, 1)
    ]
    index = tmp_path_factory.mktemp("more") / "index"
    searchkit.build(dated, index)
    with searchkit.open(index) as opened:
        yield opened


def words(archive, id, text):
    statement = archive.statement(id)
    texts = {"title": statement.title, "body": archive.text(id)}
    return [texts[m.field][m.start : m.end] for m in archive.matches(id, text)]


def test_matches_are_what_makes_it_match(archive):
    assert words(archive, "a", '"grain levy"') == ["Grain levy"]
    assert words(archive, "a", "levy NEAR/2 grain") == ["Grain levy", "levy", "grain"]
    assert words(archive, "b", "harb* fe?s") == ["Harbour", "fees", "harbour", "fees"]
    assert words(archive, "c", "cereels~1") == ["cereals"]


def test_a_side_of_or_that_fails_is_not_shown(archive):
    assert words(archive, "a", "(levy pilots) OR rejoice") == ["rejoice"]
    assert words(archive, "b", "(levy pilots) OR rejoice") == ["Pilots", "levy"]
    answer = archive.search("(levy pilots) OR rejoice", copies="all")
    hit = next(hit for hit in answer if hit.id == "a")
    shown = [s.text[i:j] for s in hit.snippets for i, j in s.highlights]
    assert shown == ["rejoice"]
    assert hit.title_highlights == ()


def test_no_match_no_spans(archive):
    assert archive.matches("c", "grain") == ()
    assert archive.matches("a", "levy -ends") == ()
    assert archive.matches("a", "minister:orla") == ()
    with pytest.raises(searchkit.StatementNotFound):
        archive.matches("nowhere", "grain")


def test_similar_leaves_out_the_statement_and_its_copies(archive):
    answer = archive.similar("a")
    assert answer[0].id == "b"
    assert "a" not in [hit.id for hit in answer]
    assert "d" not in [hit.id for hit in answer]
    with pytest.raises(searchkit.StatementNotFound):
        archive.similar("nowhere")


def test_names_with_dates_and_counts(archive):
    assert archive.names("minister") == (
        ("Orla Brannigan", "2007-01-01", "2007-01-01", 1),
        ("Tamsin Ohare", "2007-04-01", "2007-04-01", 1),
    )
    assert [name.name for name in archive.names("minister", "rt hon orla")] == ["Orla Brannigan"]
    with pytest.raises(searchkit.UnknownName):
        archive.names("minister", "nobody")
    with pytest.raises(searchkit.InvalidArgument):
        archive.names("colour")


def test_all_copies(archive):
    assert len(archive.search("rejoice")) == 1
    assert len(archive.search("rejoice", copies="all")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "levy NEAR/3 grain harb*",
        '"the (levy OR stars)" grain^3',
        "=Harbours OR leevy~1",
        '"grain levy"~4 the',
    ],
)
def test_explain_adds_up_for_every_kind(archive, text):
    answer = archive.search(text, explain=True, copies="all")
    assert answer.total
    for hit in answer:
        assert sum(part["score"] for part in hit.explain["parts"]) == pytest.approx(
            hit.score, abs=1e-9
        )


def test_a_boost_moves_a_statement_up(archive):
    first = archive.search("(stars OR pilots)")
    boosted = archive.search("(stars^50 OR pilots)")
    assert boosted[0].id == "c"
    assert first.total == boosted.total
