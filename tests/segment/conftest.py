import itertools

import pytest

from searchkit.corpus.document import Document
from searchkit.model.statement import Statement
from searchkit.schema.analysis import normalise
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.segment.reader import Segment
from searchkit.segment.writer import write_segment
from searchkit.storage.container import Container


def build(folder, items, cuts=()):
    """The segment of (statement, clean text, digest) items, cut into chunks."""
    bounds = [0, *sorted(cuts), len(items)]
    chunks = []
    for number, (low, high) in enumerate(itertools.pairwise(bounds)):
        builder = ChunkBuilder()
        for statement, text, digest in items[low:high]:
            builder.add(Document(statement, text, digest))
        if len(builder):
            builder.write(folder / f"chunk-{number}")
            chunks.append(Container(folder / f"chunk-{number}"))
    write_segment(folder / "segment", chunks)
    return Segment(folder / "segment")


@pytest.fixture(scope="session")
def build_segment():
    """`build_segment(folder, items, cuts)`: see `build`."""
    return build


@pytest.fixture
def segment_of(tmp_path):
    """`segment_of(text, ...)`: a segment of statements with these titles and bodies.

    A text is a body, or (title, body), or a `Statement`.
    """

    def make(*texts, cuts=()):
        items = []
        for number, text in enumerate(texts):
            if not isinstance(text, Statement):
                title, body = text if isinstance(text, tuple) else ("", text)
                text = Statement(id=f"r/{number:04d}.md", title=title, body=body)
            items.append((text, normalise(text.body), number.to_bytes(8, "little")))
        return build(tmp_path, items, cuts)

    return make
