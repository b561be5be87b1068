"""What is said again, among statements of invented ministers of an invented country."""

from __future__ import annotations

import dataclasses
import datetime
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive, InvalidArgument, Statement, StatementNotFound
from tests.support.hypothesis_settings import examples
from tests.support.plain_repeats import shared_by

SYLLABLES = ("ka", "lo", "mer", "tin", "sul", "dra", "vek", "or", "bi", "fen", "gar", "hu")


def invented_word(draw: random.Random) -> str:
    """One of 1,728 words, some far more often than others."""
    return "".join(SYLLABLES[int(12 * draw.random() ** 1.6)] for _ in range(3))


def invented_text(draw: random.Random, paragraphs: int = 5) -> str:
    return "\n\n".join(
        " ".join(invented_word(draw) for _ in range(draw.randint(30, 60))).capitalize() + "."
        for _ in range(paragraphs)
    )


def a_statement(number: int, body: str, id: str = "") -> Statement:
    return Statement(
        id=id or f"vm/{number:04}.md",
        title=f"Title {number}",
        body=body,
        date=datetime.date(2000, 1, 1) + datetime.timedelta(days=number),
    )


def exact(body: str, draw: random.Random) -> str:
    return body


def one_paragraph(body: str, draw: random.Random) -> str:
    """One paragraph among others of its own."""
    chosen = draw.choice(body.split("\n\n"))
    return "\n\n".join((invented_text(draw), chosen, invented_text(draw)))


def cut(body: str, draw: random.Random) -> str:
    """The first half."""
    return body[: len(body) // 2]


def reordered(body: str, draw: random.Random) -> str:
    paragraphs = body.split("\n\n")
    draw.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def words_changed(body: str, draw: random.Random) -> str:
    """One word of eight is another."""
    shift = draw.randrange(8)
    words = body.split(" ")
    return " ".join(
        invented_word(draw) if at % 8 == shift else word for at, word in enumerate(words)
    )


def sentences_added(body: str, draw: random.Random) -> str:
    """More in front of each paragraph."""
    return "\n\n".join(f"{invented_text(draw, 1)} {part}" for part in body.split("\n\n"))


CHANGES: list[Callable[[str, random.Random], str]] = [
    exact,
    one_paragraph,
    cut,
    reordered,
    words_changed,
    sentences_added,
]
PLANTED = 10
"""Statements that are said again, in each of these ways."""


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    """300 statements, and ten of them again in six ways."""
    draw = random.Random(19)
    made = [a_statement(number, invented_text(draw)) for number in range(300)]
    for number in range(PLANTED):
        for kind, change in enumerate(CHANGES):
            again = change(made[number].body, draw)
            made.append(a_statement(500 + 100 * kind + number, again))
    return made


@pytest.fixture(scope="module")
def archive(
    statements: list[Statement], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """All of them, in three segments."""
    index = tmp_path_factory.mktemp("repeats") / "index"
    searchkit.build(statements[:310], index)
    for part in (statements[310:330], statements[330:]):
        with searchkit.open(index) as opened, opened.writer() as writer:
            for one in part:
                writer.add(one)
    with searchkit.open(index) as opened:
        yield opened


def test_planted_copies_are_all_found_as_the_plain_reference_finds_them(
    archive: Archive, statements: list[Statement]
) -> None:
    for number in range(PLANTED):
        found = archive.repeats(statements[number].id)
        given = {one.id: (one.score, one.passages) for one in found}
        planted = {f"vm/{500 + 100 * kind + number:04}.md" for kind in range(len(CHANGES))}
        assert set(given) == planted
        assert given == shared_by(statements[number], statements)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert given[f"vm/{500 + number:04}.md"] == (1.0, (statements[number].body[:-1],))


def test_from_the_copy_the_original_is_found(archive: Archive, statements: list[Statement]) -> None:
    for one in statements[300::7]:
        original = f"vm/{int(one.id[3:7]) % 100:04}.md"
        given = {other.id: (other.score, other.passages) for other in archive.repeats(one.id)}
        assert original in given
        assert given == shared_by(one, statements)


def test_unrelated_statements_repeat_nothing(archive: Archive, statements: list[Statement]) -> None:
    for one in statements[PLANTED:300:10]:
        assert archive.repeats(one.id) == ()


def test_what_a_repeat_tells(archive: Archive, statements: list[Statement]) -> None:
    first = archive.repeats(statements[0].id)[0]
    again = next(one for one in statements if one.id == first.id)
    assert (first.date, first.title) == (again.date, again.title)
    assert first.to_json() == {
        "id": first.id,
        "date": first.date.isoformat() if first.date else None,
        "score": 1.0,
        "passages": list(first.passages),
    }
    with pytest.raises(StatementNotFound):
        archive.repeats("vm/nowhere.md")


def build(folder: Path, *bodies: str) -> Archive:
    made = [a_statement(number, body, f"vm/{number}.md") for number, body in enumerate(bodies)]
    searchkit.build(made, folder / "index")
    return searchkit.open(folder / "index")


def ids(archive: Archive, id: str) -> list[str]:
    return [one.id for one in archive.repeats(id)]


def test_a_deleted_statement_repeats_nothing(tmp_path: Path) -> None:
    body = invented_text(random.Random(1))
    with build(tmp_path, body, body, invented_text(random.Random(2))) as archive:
        assert ids(archive, "vm/0.md") == ["vm/1.md"]
        with archive.writer() as writer:
            writer.remove("vm/1.md")
        archive.refresh()
        assert ids(archive, "vm/0.md") == []


def test_short_texts_must_be_shared_almost_whole(tmp_path: Path) -> None:
    short = "The ferry to Oster is late today"
    longer = f"{short} and nobody knows why it is"
    with build(tmp_path, short, short, longer, "", "Oster") as archive:
        assert ids(archive, "vm/0.md") == ["vm/1.md", "vm/2.md"]
        assert ids(archive, "vm/3.md") == ids(archive, "vm/4.md") == []


def test_a_formula_of_many_statements_is_no_repeat(tmp_path: Path) -> None:
    draw = random.Random(4)
    formula = invented_text(draw, 1)
    bodies = [f"{invented_text(draw, 2)}\n\n{formula}" for _ in range(60)]
    with build(tmp_path, *bodies, bodies[0]) as archive:
        assert ids(archive, "vm/1.md") == []
        # A copy is one all the same.
        assert ids(archive, "vm/0.md") == ["vm/60.md"]


def test_many_copies_are_repeats_all_the_same(tmp_path: Path) -> None:
    body = invented_text(random.Random(5))
    copies = [dataclasses.replace(a_statement(0, body), id=f"vm/{n}.md") for n in range(50)]
    searchkit.build(copies, tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        found = archive.repeats("vm/0.md")
        assert len(found) == 49 and {one.score for one in found} == {1.0}


HOSTILE = {
    "one word": "grain " * 30_000,
    "no words": "“”… " * 5_000,
    "words that nobody else has": " ".join(f"w{n}x" for n in range(70_000)),
    "signs that nobody sees": "gra\u200bin\u2060 le\u00advy\ufeff " * 500,
    "NUL and lone marks": "a\x00b \u0301\u0301 c\u202ed " * 500,
    "one long word": "x" * 300_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_take_bounded_time(tmp_path: Path, body: str) -> None:
    other = invented_text(random.Random(6))
    with build(tmp_path, body, body + "end", other, other + " End") as archive:
        begin = time.perf_counter()
        found = archive.repeats("vm/0.md")
        assert time.perf_counter() - begin < 5
        assert all(0 < one.score <= 1 and one.id == "vm/1.md" for one in found)
        assert ids(archive, "vm/2.md") == ["vm/3.md"]


@examples(40)
@given(st.lists(st.text("ab cd\n.é’—\u200b$7", max_size=120), min_size=2, max_size=5))
def test_of_any_texts_found_is_what_the_reference_finds(bodies: list[str]) -> None:
    made = [a_statement(number, body, f"vm/{number}.md") for number, body in enumerate(bodies)]
    with tempfile.TemporaryDirectory() as folder:
        searchkit.build(made, Path(folder) / "index")
        with searchkit.open(Path(folder) / "index") as archive:
            for one in made:
                given = {o.id: (o.score, o.passages) for o in archive.repeats(one.id)}
                assert given == shared_by(one, made)


LEVY = (
    "Farmers of the northern islands, who lost their harvest in the flood, get {} for barley seed, "
    "new granite barns and dry roads before the winter storms."
)
OTHER_WORDS = (
    "Before the winter storms there will be barley seed and granite barns: {} go to farmers "
    "who lost their harvest on northern islands, says Mr Vell."
)


def with_sum(draw: random.Random, sentence: str) -> str:
    return f"{invented_text(draw, 2)}\n\n{sentence}\n\n{invented_text(draw, 2)}"


def test_the_same_sum_for_the_same_thing(tmp_path: Path) -> None:
    draw = random.Random(8)
    bodies = [
        with_sum(draw, LEVY.format("$12.4 million")),
        with_sum(draw, OTHER_WORDS.format("$12,400,000")),
        with_sum(draw, OTHER_WORDS.format("$12.5 million")),
        with_sum(
            draw, "Schools in Oster have spent $12.4 million on chairs, chalk and new slates."
        ),
        *(invented_text(draw) for _ in range(20)),
    ]
    with build(tmp_path, *bodies) as archive:
        (found,) = archive.repeats("vm/0.md")
        assert found.id == "vm/1.md" and 0 < found.score < 0.15
        (passage,) = found.passages
        assert "barley seed and granite barns: $12,400,000 go to farmers" in passage
        assert ids(archive, "vm/1.md") == ["vm/0.md"]
        assert ids(archive, "vm/2.md") == ids(archive, "vm/3.md") == []


@pytest.mark.parametrize(("others", "found"), [(10, ["vm/1.md"]), (70, [])])
def test_a_round_sum_that_many_name_tells_nothing(
    tmp_path: Path, others: int, found: list[str]
) -> None:
    draw = random.Random(9)
    bodies = [
        with_sum(draw, LEVY.format("$1 million")),
        with_sum(draw, OTHER_WORDS.format("$1,000,000")),
        *(f"{invented_text(draw, 1)} $1 million {invented_text(draw, 1)}" for _ in range(others)),
    ]
    with build(tmp_path, *bodies) as archive:
        assert ids(archive, "vm/0.md") == found


def test_an_archive_answers_while_sums_are_everywhere(tmp_path: Path) -> None:
    many_sums = " ".join(f"${n}.{n % 7}5 million for barley" for n in range(3_000))
    with build(
        tmp_path, many_sums, many_sums + " again", invented_text(random.Random(3))
    ) as archive:
        begin = time.perf_counter()
        assert ids(archive, "vm/0.md") == ["vm/1.md"]
        assert time.perf_counter() - begin < 5


ROADS = "Roads from Oster to the barley fields are to be paved with granite by the next harvest."


@pytest.fixture(scope="module")
def announced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A statement that is made again in half a year and in two years, and one that quotes it."""
    draw = random.Random(11)
    body = invented_text(draw, 3)
    days = {"first": 0, "quay": 200, "later": 400, "undated": None}
    made = [
        Statement(
            id=f"vm/{id}.md",
            title=f"Quay {id}",
            body=f"{body}\n\n{invented_word(draw)} {at}.",
            date=None if day is None else datetime.date(2000, 1, 1) + datetime.timedelta(days=day),
        )
        for at, (id, day) in enumerate(days.items())
    ]
    quoted = f"{invented_text(draw, 30)}\n\n{body.partition(chr(10))[0]}"
    made += [
        a_statement(100, quoted, "vm/quotes.md"),
        a_statement(199, made[1].body, "vm/copy.md"),
        a_statement(300, ROADS, "vm/roads.md"),
    ]
    made[-2] = dataclasses.replace(made[-2], title=made[1].title)
    index = tmp_path_factory.mktemp("announced") / "index"
    searchkit.build(made, index)
    with searchkit.open(index) as opened:
        yield opened


def test_hits_tell_what_announces_the_same(announced: Archive) -> None:
    (hit,) = (one for one in announced.search(repeats=True) if one.id == "vm/quay.md")
    assert [copy.id for copy in hit.copies] == ["vm/copy.md"]
    assert hit.repeats is not None
    assert [one.id for one in hit.repeats] == ["vm/first.md", "vm/later.md", "vm/undated.md"]
    # Of what `repeats` lists, those that say the same thing; copies are shown already.
    every = announced.repeats("vm/quay.md")
    assert {one.id for one in every} - {one.id for one in hit.repeats} == {
        "vm/copy.md",
        "vm/quotes.md",
    }
    assert set(hit.repeats) < set(every)
    assert hit.to_json()["repeats"] == [one.to_json() for one in hit.repeats]
    (lonely,) = announced.search("roads", repeats=True)
    assert lonely.repeats == () and lonely.to_json()["repeats"] == []
    (copy,) = (
        one for one in announced.search(repeats=True, copies="all") if one.id == "vm/copy.md"
    )
    assert copy.repeats is not None and "vm/quay.md" in [one.id for one in copy.repeats]


def test_repeats_of_hits_are_there_only_where_asked_for(announced: Archive) -> None:
    (hit,) = announced.search("roads")
    assert hit.repeats is None and "repeats" not in hit.to_json()
    for limit in (None, 101):
        with pytest.raises(InvalidArgument, match="not looked for at once"):
            announced.search(limit=limit, repeats=True)
    assert len(announced.search(limit=0, repeats=True)) == 0


def test_what_has_most_words_of_a_query_tells_it_too(announced: Archive) -> None:
    answer = announced.search("roads barley zyzzyva", repeats=True)
    assert [one.repeats for one in answer.also] == [()]


# The same thing again, or a shared passage


def kinds(archive: Archive, id: str) -> dict[str, bool]:
    return {one.id: one.again for one in archive.repeats(id)}


def on(day: str, body: str, id: str) -> Statement:
    return Statement(id=id, title=id, body=body, date=datetime.date.fromisoformat(day))


def indexed(folder: Path, made: list[Statement]) -> Archive:
    searchkit.build(made, folder / "index")
    return searchkit.open(folder / "index")


def test_an_announcement_made_again_is_told_from_a_passage_that_is_shared(tmp_path: Path) -> None:
    draw = random.Random(31)
    body = invented_text(draw, 9)
    paragraph = body.split("\n\n")[2]
    made = [
        on("2007-05-01", body, "vm/quay.md"),
        # All of it, one word of eight another, half a year before.
        on("2006-11-01", words_changed(body, draw), "vm/planned.md"),
        # One paragraph of many.
        on("2007-06-01", f"{invented_text(draw, 8)}\n\n{paragraph}", "vm/passage.md"),
        *(on("2007-05-02", invented_text(draw), f"vm/other-{n}.md") for n in range(20)),
    ]
    with indexed(tmp_path, made) as archive:
        found = archive.repeats("vm/quay.md")
        assert [(one.id, one.again) for one in found] == [
            ("vm/planned.md", True),
            ("vm/passage.md", False),
        ]
        assert kinds(archive, "vm/passage.md") == {"vm/quay.md": False, "vm/planned.md": False}


def half(body: str, draw: random.Random) -> str:
    """The first half, and as much of its own."""
    paragraphs = body.split("\n\n")
    return "\n\n".join([*paragraphs[: len(paragraphs) // 2], invented_text(draw, 3)])


@pytest.mark.parametrize(
    ("day", "change", "again"),
    [
        ("2008-04-10", half, True),  # 345 days later.
        ("2008-04-11", half, False),  # Another year's.
        ("2008-04-11", exact, True),  # The very same is no other one's.
        ("2016-05-01", exact, True),
    ],
)
def test_in_another_year_only_the_same_statement_is_the_same_thing(
    tmp_path: Path, day: str, change: Callable[[str, random.Random], str], again: bool
) -> None:
    draw = random.Random(32)
    body = invented_text(draw, 4)
    made = [
        on("2007-05-01", body, "vm/quay.md"),
        on(day, change(body, draw) + " Oster.", "vm/later.md"),
        *(on("2007-05-02", invented_text(draw), f"vm/other-{n}.md") for n in range(20)),
    ]
    with indexed(tmp_path, made) as archive:
        (found,) = archive.repeats("vm/quay.md")
        assert found.again is again and (change is exact) == (found.score >= 0.8)
        assert kinds(archive, "vm/later.md") == {"vm/quay.md": again}


def test_what_several_have_in_the_same_wording_tells_less(tmp_path: Path) -> None:
    draw = random.Random(33)
    formula = invented_text(draw, 2)
    made = [
        on("2007-05-01", f"{formula}\n\n{invented_text(draw, 2)}", f"vm/round-{n}.md")
        for n in range(7)
    ]
    made += [on("2007-05-02", invented_text(draw), f"vm/other-{n}.md") for n in range(20)]
    with indexed(tmp_path, made[:2] + made[7:]) as archive:
        assert kinds(archive, "vm/round-0.md") == {"vm/round-1.md": True}
    (tmp_path / "more").mkdir()
    with indexed(tmp_path / "more", made) as archive:
        assert kinds(archive, "vm/round-0.md") == {f"vm/round-{n}.md": False for n in range(1, 7)}


def test_the_same_sum_for_the_same_thing_is_the_same_thing(tmp_path: Path) -> None:
    draw = random.Random(8)
    made = [
        on("2007-05-01", with_sum(draw, LEVY.format("$12.4 million")), "vm/levy.md"),
        on("2007-12-01", with_sum(draw, OTHER_WORDS.format("$12,400,000")), "vm/again.md"),
        on("2009-12-01", with_sum(draw, OTHER_WORDS.format("$12.4m")), "vm/years-later.md"),
        *(on("2007-05-02", invented_text(draw), f"vm/other-{n}.md") for n in range(20)),
    ]
    with indexed(tmp_path, made) as archive:
        assert kinds(archive, "vm/levy.md") == {"vm/again.md": True, "vm/years-later.md": False}
