"""Other wordings: frequent phrases that mean nearly the same, each with its exact count."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import searchkit
from searchkit import Archive, CorruptIndex, Statement
from searchkit.engines.local.opening import open_snapshot
from searchkit.engines.local.wordings import OFFERED, plain_stems
from searchkit.meaning import contexts
from searchkit.meaning import lexicon as lexicon_module
from searchkit.meaning.lexicon import Lexicon
from searchkit.meaning.phrases import Wording, frequent_phrases
from searchkit.meaning.related import Wordings, joined_directions, open_wordings, write_wordings
from searchkit.meaning.relating import build_related
from searchkit.query.language.parser import parse
from searchkit.schema.analysis import versions
from searchkit.storage.container import Container
from searchkit.storage.manifest import read_manifest
from tests.support.building import generation
from tests.support.command_line import call
from tests.support.sentence_models import WordModel

BEGINNINGS = ("Everybody saw the", "Nobody knew any", "We heard one", "They wrote of each")
AT_SEA = ("sails at dawn", "was sails", "under sails", "and sails")
ON_LAND = ("stays on land", "was land", "under land", "and land")
SHIPS = ("island ferry", "island boat", "island ship")
OTHERS = (
    *("harbour levy", "harbour fee", "mountain road", "mountain path"),
    *("market square", "lake shore", "town hall clock", "forest edge"),
)


def statements() -> list[Statement]:
    """Each phrase in a dozen statements, among words that are its own kind's."""
    found = []
    for number in range(12):
        for which, phrase in enumerate((*SHIPS, *OTHERS)):
            after = (AT_SEA if phrase in SHIPS else ON_LAND)[number // 3]
            body = f"{BEGINNINGS[number % 4]} {phrase} {after} {number}."
            name = f"vm/{which}-{number:02d}.md"
            found.append(
                Statement(
                    id=name, title=f"Number {number}", body=body, ministers=("Orla Brannigan",)
                )
            )
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("related") / "index"
    searchkit.build(statements(), folder)
    count = make(folder)
    assert count
    return folder


def make(index: Path, model: Any = None, **options: Any) -> int | None:
    return build_related(index, model or WordModel(), **{"least": 5, "processes": 1} | options)


@pytest.fixture
def ready(made: Path) -> Any:
    with searchkit.open(made) as archive:
        yield archive


def tries(archive: Archive, query: str, **options: Any) -> list[str]:
    return [one.text for one in archive.search(query, **options).related]


def lexicon(index: Path) -> Lexicon:
    return Lexicon(open_snapshot(index).segments)


def test_frequent_phrases_are_found_and_counted(made: Path) -> None:
    found = {one.shown: one.often for one in frequent_phrases(lexicon(made), 5)}
    for phrase in (*SHIPS, *OTHERS):
        assert found[phrase] == 12
        assert found[phrase.split()[1]] == 12
    parts = {one.shown for one in frequent_phrases(lexicon(made), 5) if one.is_part}
    assert {"town hall", "hall clock"} <= parts
    assert not {*SHIPS, "town hall clock", "ferry"} & parts
    assert not any("number" in one.lower() for one in found)  # In every title.


def test_blocks_and_segments_change_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = frequent_phrases(lexicon(made), 5)
    around = contexts.directions(lexicon(made), whole)
    monkeypatch.setattr(lexicon_module, "BLOCK", 7)
    assert frequent_phrases(lexicon(made), 5) == whole
    parted = tmp_path / "parted"
    searchkit.build(statements()[:40], parted)
    with searchkit.open(parted) as archive, archive.writer() as writer:
        for one in statements()[40:]:
            writer.add(one)
    assert frequent_phrases(lexicon(parted), 5) == whole
    # The components may come in another direction; what is near stays near.
    again = contexts.directions(lexicon(parted), whole)
    assert np.allclose(again @ again.T, around @ around.T, atol=1e-6)


def test_of_too_many_words_the_rarest_are_left_out(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lexicon(made).stems
    monkeypatch.setattr(lexicon_module, "MOST_WORDS", len(whole) - 5)
    words = lexicon(made)
    assert len(words.stems) == len(whole) - 5
    found = {one.shown: one.often for one in frequent_phrases(words, 5)}
    assert all(found[phrase] == 12 for phrase in SHIPS)


def test_what_means_the_same_is_offered_with_its_count(ready: Archive) -> None:
    answer = ready.search("island ferry")
    texts = [one.text for one in answer.related]
    assert {"island boat", "island ship"} <= set(texts[:3])
    for one in answer.related:
        assert one.query == f'"{one.text}"' or " " not in one.text
        assert ready.count(one.query) == one.count > 0
    assert answer.total == ready.count("island ferry")  # Nothing was added.
    assert answer.to_json()["related"] == [one._asdict() for one in answer.related]


def test_counts_are_those_of_a_click(ready: Archive) -> None:
    narrowed = ready.search("island ferry", minister="brannigan", until="2007")
    assert narrowed.related == ()  # None of them has a day.
    for one in ready.search("island ferry", minister="brannigan").related:
        assert ready.count(one.query, minister="brannigan") == one.count


def test_no_wording_holds_the_words_of_another(ready: Archive) -> None:
    for query in ("island ferry", "ferry", '"harbour levy"', "mountain road path"):
        seen = [frozenset(query.replace('"', "").split())]
        for text in tries(ready, query):
            held = frozenset(text.split())
            assert not any(held <= other or other <= held for other in seen)
            seen.append(held)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "island -ferry",
        "island OR ferry",
        "title:island",
        "isl*",
        "=island",
        "island NEAR/3 ferry",
        "island ferry minister:brannigan",
        "one two three four five",
        "nowhere",
        "nowhere never island",
    ],
)
def test_of_any_other_query_nothing_is_offered(ready: Archive, query: str) -> None:
    assert ready.search(query).related == ()


def test_any_word_is_a_plain_query_too(ready: Archive) -> None:
    assert tries(ready, "island ferry", any_word=True) == tries(ready, "island ferry")
    assert tries(ready, '"island ferry"') == tries(ready, "island ferry")


def test_only_a_first_page_has_them(ready: Archive) -> None:
    assert tries(ready, "island ferry", offset=5) == []
    assert tries(ready, "island ferry", limit=0) == []
    assert 0 < len(tries(ready, "island ferry")) <= OFFERED


def test_the_command_offers_them(made: Path, tmp_path: Path) -> None:
    result = call(tmp_path, "island", "ferry", "--index", str(made))
    (line,) = [line for line in result.err.splitlines() if line.startswith("Also try: ")]
    assert '"island boat" (12)' in line
    found = json.loads(call(tmp_path, "island", "ferry", "--json", "--index", str(made)).out)
    assert {"text": "island boat", "query": '"island boat"', "count": 12} in found["related"]


def test_saving_a_search_offers_them(made: Path, tmp_path: Path) -> None:
    index = shutil.copytree(made, tmp_path / "index")
    result = call(
        tmp_path, "save", "crossing", "island", "ferry", "--index", str(index), name="searchkit"
    )
    assert result.code == 0
    (line,) = [line for line in result.err.splitlines() if line.startswith("Also try: ")]
    assert '"island boat" (12)' in line


def test_an_index_without_them_offers_nothing(tmp_path: Path) -> None:
    searchkit.build(statements(), tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        assert archive.search("island ferry").related == ()


def test_they_are_made_again_when_it_is_due(made: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    searchkit.build(statements()[:80], index)
    assert make(index)
    before = generation(index)
    assert make(index) is None
    assert generation(index) == before
    with searchkit.open(index) as archive, archive.writer() as writer:
        writer.add(statements()[80])
    assert make(index) is None
    assert make(index, WordModel("another"))
    with searchkit.open(index) as archive, archive.writer() as writer:
        for one in statements()[:20]:
            writer.remove(one.id)
    assert make(index, WordModel("another"))


@pytest.mark.parametrize("bodies", [("",), ("harbour",), ("harbour " * 30,), ("a b c " * 9,)])
def test_little_is_no_mistake(tmp_path: Path, bodies: tuple[str, ...]) -> None:
    index = tmp_path / "index"
    searchkit.build([Statement(id=f"vm/{b[:3]}.md", title="", body=b) for b in bodies], index)
    assert make(index) is not None
    with searchkit.open(index) as archive:
        archive.check()
        assert archive.search("harbour").related == ()


def test_the_bytes_are_the_same(made: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    searchkit.build(statements(), index)
    make(index, processes=3)
    (one,), (two,) = index.glob("related-*"), made.glob("related-*")
    assert one.read_bytes() == two.read_bytes()


def test_damage_is_found(tmp_path: Path) -> None:
    index = tmp_path / "index"
    searchkit.build(statements(), index)
    make(index)
    (file,) = index.glob("related-*")
    content = bytearray(file.read_bytes())
    place = content.index(b"island boat")
    content[place] ^= 1
    file.write_bytes(content)
    with searchkit.open(index) as archive, pytest.raises(CorruptIndex, match="related-") as caught:
        archive.check()
    assert caught.value.remedy == "Make it again: `searchkit index --meaning PATH`"
    file.unlink()
    with searchkit.open(index) as archive, pytest.raises(CorruptIndex, match="related-") as caught:
        archive.search("island ferry")
    assert caught.value.remedy == "Make it again: `searchkit index --meaning PATH`"
    assert make(index)
    with searchkit.open(index) as archive:
        archive.check()
        assert archive.info().sizes["wordings"] > 0


def wordings(tmp_path: Path, *rows: tuple[str, list[int]]) -> Wordings:
    phrases = [Wording(tuple(name.split()), name, 20) for name, _ in rows]
    path = tmp_path / "related-00000001.sk"
    write_wordings(path, phrases, np.array([row for _, row in rows], np.int8), "m", 1)
    return Wordings(Container(path))


def test_the_nearest_come_first(tmp_path: Path) -> None:
    found = wordings(
        tmp_path, ("a b", [127, 0]), ("c", [127, 40]), ("d", [127, 20]), ("e", [0, 127])
    )
    found.check()
    assert [one.shown for one in found.nearest(["a", "b"])] == ["d", "c"]
    # Of words that are no phrase, those that are one count together.
    assert [one.shown for one in found.nearest(["c", "e"])] == ["d", "a b"]
    assert [one.shown for one in found.nearest(["d", "c", "x"])] == ["a b"]
    assert list(found.nearest(["x"])) == list(found.nearest(["a", "x", "b"])) == []


def test_directions_are_of_both_kinds() -> None:
    meant = np.array([[9, 1, 0], [9, 0, 1], [9, 1, 0]], np.int8)
    around = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    rows = joined_directions(meant, around).astype(float)
    assert np.array_equal(rows[0], rows[2])
    assert rows[0] @ rows[1] < 0.5 * (rows[0] @ rows[0])


def test_a_part_of_a_longer_phrase_is_known_but_not_offered(tmp_path: Path) -> None:
    phrases = [
        Wording(("a",), "a", 9),
        Wording(("b", "c"), "b c", 9, is_part=True),
        Wording(("d",), "d", 9),
    ]
    path = tmp_path / "related-00000001.sk"
    write_wordings(path, phrases, np.array([[9, 0], [9, 1], [9, 2]], np.int8), "m", 1)
    found = Wordings(Container(path))
    assert [one.shown for one in found.nearest(["a"])] == ["d"]
    assert {one.shown for one in found.nearest(["b", "c"])} == {"a", "d"}


@pytest.mark.parametrize("shown", ['d" OR x', "d*", "-d", "d\x1b[31m", " d", ""])
def test_what_is_no_words_is_not_offered(tmp_path: Path, shown: str) -> None:
    phrases = [Wording(("a",), "a", 9), Wording(("d",), shown, 9)]
    path = tmp_path / "related-00000001.sk"
    write_wordings(path, phrases, np.array([[9, 0], [9, 1]], np.int8), "m", 1)
    assert list(Wordings(Container(path)).nearest(["a"])) == []


def test_the_words_of_a_query() -> None:
    assert plain_stems(parse("harbours ferry", {}).tree, False) == ["harbour", "ferri"]
    assert plain_stems(parse('"harbour of" ferry', {}).tree, False) == ["harbour", "of", "ferri"]


def test_only_the_file_that_is_named_is_read(made: Path) -> None:
    entry = read_manifest(made, versions()).related
    assert entry is not None
    assert len(open_wordings(made, entry)) > 10
    with pytest.raises(CorruptIndex, match="not the file that the manifest names"):
        open_wordings(made, entry._replace(checksum=entry.checksum ^ 1))
