"""What has to hold for the sections of a segment before anything is read from them.

Lives here: which sections there are, of which types, and that their lengths and
offsets fit one another: what opening verifies, in time that grows with the number of
words in the dictionary, not with the texts. After it no look-up in a dictionary can
leave its section, and no size that memory is taken by is larger than the file. Does
not live here: whether what the sections say is true (`invariants`, `rederiving`).
"""

from __future__ import annotations

from searchkit.model.errors import CorruptIndex
from searchkit.segment.layout import GAP
from searchkit.storage.container import REBUILD, Container
from searchkit.storage.strings import are_ends

_BYTES, _U2, _U4, _U8, _I4, _I8 = ({kind} for kind in ("|u1", "<u2", "<u4", "<u8", "<i4", "<i8"))
_ENDS = _U4 | _U8
_NARROW = _BYTES | _U2 | _U4
"""Types of the sections that `layout.narrow` wrote."""

STRINGS = (
    *("stem", "folded", "form", "id", "record", "source", "dictionary"),
    *("minister.key", "minister.name", "portfolio.key", "portfolio.name"),
)
"""Lists of strings: NAME.bytes and NAME.ends."""

TYPES: dict[str, set[str]] = {
    "meta": _I8,
    **{f"{name}.bytes": _BYTES for name in STRINGS},
    **{f"{name}.ends": _ENDS for name in STRINGS},
    "stem.folded_ends": _U4,
    "folded.form_ends": _U4,
    "folded.order": _U4,
    "folded.letters": _U4,
    "stem.posting_ends": _U4,
    "stem.position_ends": _U4,
    "stem.code": _U2,
    "field.start": _U4,
    "length.title": _NARROW,
    "length.body": _NARROW,
    "date": _I4,
    **{f"{column}.set": _NARROW for column in ("minister", "portfolio")},
    **{f"{column}.set_ends": _U4 for column in ("minister", "portfolio")},
    **{f"{column}.members": _U4 for column in ("minister", "portfolio")},
    **{f"{column}.name_key": _U4 for column in ("minister", "portfolio")},
    "id.order": _U4,
    "newest": _U4,
    "copy": _U8,
    "copy.order": _U4,
    "digest": _U8,
    "file.size": _U4,
    "file.time": _U8,
    "posting.doc": _NARROW,
    "posting.frequency": _BYTES,
    "posting.listed": _U4,
    "posting.listed_title": _NARROW,
    "posting.listed_body": _NARROW,
    "position": _NARROW,
    "position.form": _NARROW,
    "forward": _U2,
    "dictionary.doc_ends": _U4,
}
"""Every section of a segment and the types it may have."""

_PER_STATEMENT = (
    *("date", "newest", "id.order", "copy", "copy.order", "digest", "length.title"),
    *("length.body", "id.ends", "record.ends", "source.ends", "minister.set", "portfolio.set"),
    *("file.size", "file.time"),
)
_DICTIONARIES = (
    *("meta", "stem.bytes", "stem.ends", "folded.bytes", "folded.ends", "form.bytes"),
    *("form.ends", "stem.folded_ends", "folded.form_ends", "folded.order"),
    *("stem.posting_ends", "stem.position_ends", "stem.code"),
)
"""Sections that opening compares with their checksums. Words are looked up by
bisection: damage there would not show, but find nothing."""


def damaged(container: Container, section: str, what: str = "") -> CorruptIndex:
    """The error for a section that can't be right."""
    said = f"is damaged in section {section!r}" + (f": {what}" if what else "")
    return CorruptIndex(said, where=str(container.path), remedy=REBUILD)


def check_structure(container: Container) -> None:
    """Verify what the header of this module says.

    Raises:
        CorruptIndex: naming the file and the section.
    """
    for name, kinds in TYPES.items():
        if container.dtype(name) not in kinds:
            raise damaged(container, name, f"its type is {container.dtype(name)}")
    for name in _DICTIONARIES:
        container.verify(name)
    count, words = _check_meta(container)
    starts = container.array("field.start")
    if starts.size != 2 * count + 1 or starts[0]:
        raise damaged(container, "field.start")
    sizes = {
        **dict.fromkeys(_PER_STATEMENT, count),
        "position": words,
        "position.form": words,
        "forward": int(starts[-1]),
        "posting.frequency": container.length("posting.doc"),
        "posting.listed_title": container.length("posting.listed"),
        "posting.listed_body": container.length("posting.listed"),
        "stem.code": container.length("stem.ends"),
        "folded.order": container.length("folded.ends"),
        "folded.letters": container.length("folded.ends"),
        "dictionary.ends": container.length("dictionary.doc_ends"),
    }
    for name, size in sizes.items():
        if container.length(name) != size:
            raise damaged(container, name, f"{container.length(name):,} values, not {size:,}")
    _check_ends(container, "stem.folded_ends", "stem.ends", "folded.ends")
    _check_ends(container, "folded.form_ends", "folded.ends", "form.ends")
    _check_ends(container, "stem.posting_ends", "stem.ends", "posting.doc")
    _check_ends(container, "stem.position_ends", "stem.ends", "position")
    order = container.array("folded.order")
    if order.size and int(order.max()) >= order.size:
        raise damaged(container, "folded.order")


def _check_meta(container: Container) -> tuple[int, int]:
    """(statements, words)."""
    if container.length("meta") != 3:
        raise damaged(container, "meta")
    count, words, gap = container.array("meta").tolist()
    if count < 0 or words < 0 or gap != GAP:
        raise damaged(container, "meta")
    return count, words


def _check_ends(container: Container, name: str, owner: str, target: str) -> None:
    ends = container.array(name)
    if ends.size != container.length(owner) or not are_ends(ends, container.length(target)):
        raise damaged(container, name)
