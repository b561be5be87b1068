"""Fetching a sentence model, once and on request.

Lives here: which model, from where, and that what came is it. Does not live here: where it
is kept (`places`), running it (`model`).

Only `searchkit model fetch` comes here. Each file is asked for at a fixed commit of its
repository, and kept only if its SHA-256 is the one written here.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from searchkit.meaning.model import MISSING, MODEL, TOKENIZER
from searchkit.model.errors import ModelError

REPOSITORY = "sentence-transformers/all-MiniLM-L6-v2"
COMMIT = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"
LICENCE = "Apache-2.0"
BLOCK = 1 << 20


class Pinned(NamedTuple):
    """A file of the model: its name here and in the repository, and its SHA-256."""

    name: str
    remote: str
    digest: str


FILES = (
    Pinned(
        MODEL, "onnx/model.onnx", "6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452"
    ),
    Pinned(
        TOKENIZER,
        "tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
)
Download = Callable[[str, Path], Path]
"""Downloads a file of the repository into a folder; returns its path."""


def fetch_model(folder: Path, download: Download | None = None) -> bool:
    """Fetch the model into a folder, unless it is there.

    Args:
        folder: made if it is missing.
        download: for tests; None: by `huggingface_hub`.

    Returns:
        whether anything was fetched.

    Raises:
        ModelError: a file can't be had or written, or is not the one that is pinned. What was
            in the folder is as before.
    """
    if all(_is(folder / one.name, one.digest) for one in FILES):
        return False
    download = download or _from_hub
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="fetching-") as scratch:
            came = [(one, _checked(download, one, Path(scratch))) for one in FILES]
            for one, path in came:
                path.replace(folder / one.name)
    except OSError as error:
        raise ModelError(
            f"the model can't be kept here: {error.strerror or error}",
            where=str(folder),
            remedy="Name another folder with --to DIR",
        ) from None
    return True


def _checked(download: Download, one: Pinned, scratch: Path) -> Path:
    path = download(one.remote, scratch)
    if not _is(path, one.digest):
        raise ModelError(
            "what was fetched is not the file it should be",
            where=f"{REPOSITORY}, {one.remote}",
            expected=f"the SHA-256 {one.digest}",
            remedy="Nothing of it was kept",
        )
    return path


def _is(path: Path, digest: str) -> bool:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                found.update(block)
    except OSError:
        return False
    return found.hexdigest() == digest


def _from_hub(remote: str, folder: Path) -> Path:
    try:
        from huggingface_hub import hf_hub_download
    except ModuleNotFoundError:
        raise ModelError(MISSING) from None
    try:
        return Path(hf_hub_download(REPOSITORY, remote, revision=COMMIT, local_dir=folder))
    except Exception as error:  # It raises its own errors, and those of the network below it.
        first = (str(error).splitlines() or [""])[0][:200]
        raise ModelError(
            f"the model can't be fetched: {type(error).__name__}: {first}",
            where=f"{REPOSITORY}, {remote}",
            remedy="A folder with model.onnx and tokenizer.json will do as well: --model DIR",
        ) from None
