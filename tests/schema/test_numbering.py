"""Numbers of texts: there and back, for any number of texts a statement has."""

import numpy as np
import pytest

from searchkit.schema.numbering import Numbering


@pytest.mark.parametrize("texts", [1, 2, 3, 5])
def test_there_and_back(texts):
    numbering, docs = Numbering(texts), np.array([0, 3, 4, 70_000])
    everything = numbering.all_of(docs)
    assert everything.tolist() == [d * texts + t for d in docs.tolist() for t in range(texts)]
    assert numbering.statement(everything).tolist() == np.repeat(docs, texts).tolist()
    assert numbering.text(everything).tolist() == list(range(texts)) * docs.size
    for text in range(texts):
        assert numbering.number(docs, text).tolist() == everything[text::texts].tolist()
        assert numbering.every(everything, text).tolist() == numbering.number(docs, text).tolist()
