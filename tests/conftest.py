"""What all tests share: statements of an invented country, and the real corpus if it is there."""

import itertools
import os
import signal
import tarfile
from pathlib import Path

import pytest

# For every test of Hypothesis, so before the first of them is read.
import tests.support.hypothesis_settings  # noqa: F401

PROJECT = Path(__file__).resolve().parent.parent

ARCHIVE = PROJECT.parent / "shared" / "corpus" / "beehive-1996-2022.tar.xz"
# Where tests run in the background, a shell has Ctrl-C ignored, by whatever they start as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

NEEDS_NODES = "starts nodes of OpenSearch: pass --opensearch"
NEEDS_CORPUS = "needs the full corpus: set SEARCHKIT_CORPUS or pass --corpus"

INVENTED = {
    "2006/2006-10-09-harbour-opens.md": """\
---
title: Harbour of Oster opens
date: 2006-10-09
url: https://gov.vellmark.example/release/harbour-opens
ministers:
- Hon Orla Brannigan
portfolios:
- Transport
- Trade
---
The new harbour of Oster opened today. “It will carry **grain** to the islands,” the
Minister said.
""",
    "2007/2007-11-20-six-harbour-talks.md": """\
---
title: Six-harbour talks in Oster
date: 2007-11-20
url: https://gov.vellmark.example/release/talks
ministers:
- Rt Hon Orla Brannigan
- Hon Dr Tamsin Ōhare
portfolios:
- Foreign Affairs
attachments:
- https://gov.vellmark.example/files/agenda.pdf
series: harbours
---
Delegates met for the six harbour talks. Grain prices were discussed at length, and so
was the [treaty of the islands](https://gov.vellmark.example/treaty).

- fishing rights
- pilot fees
""",
    "2008/2008-02-29-leap-day.md": """\
---
title: Leap day at the observatory
date: 2008-02-29
ministers:
- Tamsin Ohare
portfolios:
- Science
---
The observatory of Kāpehu counted 1,200 visitors.
""",
    "2008/2008-06-01-grain-levy.txt": """\
Grain levy to end

The levy on grain ends in June. No harbour will charge it.
""",
    "undated/0001-01-01-archive-note.md": """\
---
title: A note from the archive
date: 0001-01-01
ministers:
- Hon Bede Farrow
---
Nobody knows when the harbour master wrote this note.
""",
}


def pytest_addoption(parser):
    parser.addoption("--corpus", action="store_true", help="run the tests over the full corpus")
    parser.addoption("--opensearch", action="store_true", help="start nodes of OpenSearch")


def pytest_collection_modifyitems(config, items):
    without_corpus = not (config.getoption("--corpus") or os.environ.get("SEARCHKIT_CORPUS"))
    without_nodes = not config.getoption("--opensearch")
    for item in items:
        if without_corpus and item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.skip(reason=NEEDS_CORPUS))
        if without_nodes and item.get_closest_marker("opensearch"):
            item.add_marker(pytest.mark.skip(reason=NEEDS_NODES))


TIMES = itertools.count(10**18, 10**9)


@pytest.fixture
def write_files():
    """`write_files(folder, {name: text or bytes})` writes them and gives the folder."""

    def write(folder, files):
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            # Long ago, and each time at another time.
            os.utime(path, ns=(0, next(TIMES)))
        return folder

    return write


@pytest.fixture
def statements_folder(tmp_path, write_files):
    """The folder `releases` with five statements of the invented country Vellmark."""
    return write_files(tmp_path / "releases", INVENTED)


@pytest.fixture(scope="session")
def hundreds(tmp_path_factory):
    """300 invented statements in many scripts and forms, some of them copies of one
    another: a `Collection`.
    """
    from tests.support.three_indexes import Collection
    from tests.support.vellmark import many

    return Collection(many(300, seed=8), tmp_path_factory.mktemp("hundreds"))


@pytest.fixture
def archive_of(tmp_path_factory):
    """`archive_of(statement, ...)` indexes statements and opens the index."""
    import searchkit

    opened = []

    def make(*statements):
        directory = tmp_path_factory.mktemp("archive")
        searchkit.build(statements, directory)
        opened.append(searchkit.open(directory))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """The folder `releases` of the real corpus; skips where there is none."""
    given = os.environ.get("SEARCHKIT_CORPUS")
    if given:
        folder = Path(given)
        releases = folder / "releases" if (folder / "releases").is_dir() else folder
        if not releases.is_dir():
            pytest.skip(f"SEARCHKIT_CORPUS is {given}, and there is no such folder")
        return releases
    if not ARCHIVE.exists():
        pytest.skip(f"the full corpus is neither in SEARCHKIT_CORPUS nor at {ARCHIVE}")
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "releases"


@pytest.fixture(scope="session")
def corpus_index(corpus, tmp_path_factory):
    """(folder of the index, report) of the real corpus, built once."""
    import searchkit

    folder = tmp_path_factory.mktemp("corpus-index")
    return folder, searchkit.build(corpus, folder)
