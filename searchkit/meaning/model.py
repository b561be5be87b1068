"""A sentence model in ONNX Runtime: text to a vector.

Lives here: loading a model, telling it from any other, running it, rounding its vectors. Does
not live here: where a model is found (`places`), which texts are given to it (`building`).

A model is a folder with `model.onnx` and `tokenizer.json`. It takes the numbers of a text's
tokens and gives a vector for each of them; their mean is the vector of the text (Reimers &
Gurevych, "Sentence-BERT", EMNLP 2019). Each text is run by itself and in one thread: a model
of eight-bit weights scales its numbers by the largest of a batch, so in a batch the vector of
a text would depend on its neighbours.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from searchkit.model.errors import ModelError
from searchkit.storage.container import Array

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
TOKENS = 128
"""Tokens of a text that are read; what comes after them is not."""
MAX_MODEL_BYTES = 2**31
MISSING = 'searching by meaning needs more packages: pip install "searchkit[meaning]"'
_CHOOSE = "Name the folder of a model with --model, or fetch one: `searchkit model fetch`"


class SentenceModel:
    """A model, ready to run; threads may share it.

    Args:
        folder: with `model.onnx` and `tokenizer.json`.
        digest: what `digest` must be; None: any model will do.

    Attributes:
        folder: as given.
        digest: SHA-256 of both files, in hexadecimal digits: equal for equal models.

    Raises:
        ModelError: a file is missing or can't be read, the model is another, or a package is
            not installed.
    """

    def __init__(self, folder: Path, digest: str | None = None) -> None:
        self.folder = folder
        model, tokenizer = (_read(folder / name) for name in (MODEL, TOKENIZER))
        self.digest = digest_of(model, tokenizer)
        if digest is not None and self.digest != digest:
            raise ModelError(
                "is not the model that the vectors of this index were made with",
                where=str(folder),
                expected=f"{digest[:12]}, not {self.digest[:12]}",
                remedy="Name that model with --model, or make the vectors again with this one: "
                "`searchkit index --meaning --model DIR PATH`",
            )
        self._tokenizer = _tokenizer(tokenizer, folder / TOKENIZER)
        self._session = _session(model, folder / MODEL)
        self._inputs = frozenset(one.name for one in self._session.get_inputs())

    @cached_property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self.vector("").size)

    def vector(self, text: str) -> Array:
        """The direction of a text, rounded: whole numbers from -127 to 127, of which the
        largest is one of these (int8). The same text gives the same bytes.

        Raises:
            ModelError: the model does not do what a sentence model does.
        """
        text = text.encode("utf-8", "replace").decode("utf-8")  # Surrogates are no text.
        numbers = np.array([self._tokenizer.encode(text).ids], np.int64)
        values = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        given = {name: value for name, value in values.items() if name in self._inputs}
        try:
            found = self._session.run(None, given)[0]
        except Exception as error:  # ONNX Runtime has no root for its errors.
            raise self._unfit(f"it can't be run: {_first_line(error)}") from None
        if found.ndim != 3 or found.shape[:2] != numbers.shape or found.dtype.kind != "f":
            raise self._unfit(f"it gives {found.dtype} of shape {found.shape}")
        return rounded(found[0].mean(0, dtype=np.float64))

    def _unfit(self, what: str) -> ModelError:
        return ModelError(
            f"is no sentence model: {what}",
            where=str(self.folder / MODEL),
            expected="a vector for each token",
            remedy=_CHOOSE,
        )


def digest_of(model: bytes, tokenizer: bytes) -> str:
    """The digest that tells a model from any other."""
    parts = b"".join(hashlib.sha256(part).digest() for part in (model, tokenizer))
    return hashlib.sha256(parts).hexdigest()


def rounded(vector: Array) -> Array:
    """The direction of a vector in int8; all zeros where it has none."""
    most = float(np.abs(vector).max(initial=0.0))
    if not np.isfinite(most) or not most:
        return np.zeros(vector.size, np.int8)
    return np.rint(vector * (127 / most)).astype(np.int8)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_MODEL_BYTES:
            raise ModelError("is too large for a sentence model", where=str(path), remedy=_CHOOSE)
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"the sentence model can't be read: {error.strerror}", where=str(path), remedy=_CHOOSE
        ) from None


def _tokenizer(content: bytes, path: Path) -> Any:
    try:
        from tokenizers import Tokenizer
    except ModuleNotFoundError:
        raise ModelError(MISSING) from None
    try:
        json.loads(content)  # Its own errors say less.
        tokenizer = Tokenizer.from_str(content.decode())
    except Exception as error:  # `tokenizers` raises nothing narrower.
        raise ModelError(
            f"is no tokenizer: {_first_line(error)}", where=str(path), remedy=_CHOOSE
        ) from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    return tokenizer


def _session(content: bytes, path: Path) -> Any:
    try:
        import onnxruntime
    except ModuleNotFoundError:
        raise ModelError(MISSING) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # What is wrong is raised as well.
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime has no root for its errors.
        raise ModelError(
            f"is no model that ONNX Runtime can run: {_first_line(error)}",
            where=str(path),
            remedy=_CHOOSE,
        ) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
