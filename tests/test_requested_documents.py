"""The two documents the project was asked for with, where they are at hand."""

from pathlib import Path

import pytest

import searchkit

FOLDER = Path(__file__).parents[2] / "shared" / "seeds"
PLAIN, FORMAT = "000_5ae75d32370ae680.txt", "004_341dbc8be596107a.txt"

pytestmark = pytest.mark.skipif(
    not (FOLDER / PLAIN).exists(), reason="the two documents are not beside the project"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    index = tmp_path_factory.mktemp("requested") / "index"
    report = searchkit.build([FOLDER / PLAIN, FOLDER / FORMAT], index)
    assert (report.added, report.skipped, report.warnings) == (2, (), ())
    with searchkit.open(index) as archive:
        yield archive


def test_the_document_with_front_matter_is_found(archive):
    answer = archive.search('"North Korea" minister:peters date:2007-11-20')
    assert [hit.id for hit in answer] == [f"seeds/{FORMAT}"]
    assert answer[0].ministers == ("Winston Peters",)
    assert answer[0].title.startswith("North Korea leads")


def test_the_plain_text_is_found_by_its_words_with_its_first_line_as_title(archive):
    answer = archive.search("Pompeo Bolton bilateral")
    assert [hit.id for hit in answer] == [f"seeds/{PLAIN}"]
    first_line = (FOLDER / PLAIN).read_text(encoding="utf-8").split("\n")[0]
    assert len(answer[0].title) <= 120
    assert first_line.startswith(answer[0].title.rstrip("…"))
    assert answer[0].date is None
    assert answer[0].ministers == ()
