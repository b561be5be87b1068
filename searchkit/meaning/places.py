"""Where the sentence model is.

Lives here: the places that are tried, in order, and the models that are open. Does not live
here: loading one (`model`), fetching one (`fetching`).
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from searchkit.meaning.model import SentenceModel

VARIABLE = "SEARCHKIT_MODEL"


def fetched_model() -> Path:
    """The folder that `searchkit model fetch` puts a model into."""
    from platformdirs import user_data_path

    return Path(user_data_path("searchkit", appauthor=False)) / "model"


def model_folder(named: str | os.PathLike[str] | None) -> Path:
    """The folder of the model: the one that is named, by an argument or `SEARCHKIT_MODEL`; else
    the one that models are fetched into.

    An index does not say where its model is: it may come from a stranger, and a model is code.

    Args:
        named: by an option or an argument.
    """
    chosen = named or os.environ.get(VARIABLE)
    return Path(chosen) if chosen else fetched_model()


@lru_cache(maxsize=2)
def open_model(folder: Path, digest: str | None = None) -> SentenceModel:
    """A model; one that is open already is not read again.

    Raises:
        ModelError: as `SentenceModel`.
    """
    return SentenceModel(folder, digest)
