"""Frames of zstd: a record packed, and the dictionary that it is packed with.

Lives here: training a dictionary, packing, unpacking within bounds; the only door to
`zstandard`. Does not live here: what is in a record (`records`), which dictionary new statements
are packed with (`searchkit.indexing.dictionary`).

Each frame (RFC 8878) tells the length of what is in it and ends in a checksum of that, so
damage is an error and never another text. It does not name its dictionary: the segment does.

Imported when the first record is packed or read, not before: a search may need none.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import zstandard

from searchkit.segment.store import packing

LEVEL = 3
"""Of zstd: docs/decisions/stored-text.md says what others cost."""
DICTIONARY_BYTES = 112 * 1024
"""No dictionary is longer."""
MIN_SAMPLES = 100
"""Fewer make no dictionary: it would be larger than what it saves."""
SAMPLE_BYTES = 16 * 1024
"""The beginning of a sample that training sees, so that long ones take no memory."""
_MIN_TRAINED = 64 * 1024  # Bytes of all samples. zstd's trainer crashes with fewer than eight.
_SEGMENT, _DMER = 512, 8  # What the trainer counts and takes: fixed, so nothing is searched for.
_KEPT = 8  # Dictionaries that each thread keeps loaded.


def train(samples: Sequence[bytes]) -> bytes:
    """A dictionary for records like `samples`; the same for the same samples.

    Returns:
        at most `DICTIONARY_BYTES`; nothing where the samples are too few or too short.
    """
    beginnings: list[bytes | bytearray | memoryview] = [one[:SAMPLE_BYTES] for one in samples]
    if len(beginnings) < MIN_SAMPLES or sum(map(len, beginnings)) < _MIN_TRAINED:
        return b""
    try:
        with _refusing():
            trained = zstandard.train_dictionary(DICTIONARY_BYTES, beginnings, k=_SEGMENT, d=_DMER)
        dictionary = trained.as_bytes()
        check_dictionary(dictionary)
    except ValueError:  # They have nothing in common.
        return b""
    return dictionary


def check_dictionary(dictionary: bytes) -> None:
    """Verify that frames can be packed and unpacked with a dictionary.

    Raises:
        ValueError: it is none, or too long.
    """
    data = b"searchkit"
    if Unpacker(dictionary).unpack(Packer(dictionary).pack(data)) != data:
        raise ValueError("a dictionary gives other texts")


class Packer:
    """Packs records with one dictionary, or with none if that is empty. Serves one thread.

    Raises:
        ValueError: `dictionary` is none.
    """

    def __init__(self, dictionary: bytes) -> None:
        with _refusing():
            self._compressor = zstandard.ZstdCompressor(
                level=LEVEL,
                dict_data=_loaded(dictionary),
                write_checksum=True,
                write_content_size=True,
                write_dict_id=False,
            )

    def pack(self, data: bytes) -> bytes:
        """`data` as one frame.

        Raises:
            ValueError: the dictionary is damaged.
        """
        try:
            return self._compressor.compress(data)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from None


class Unpacker:
    """Undoes what a `Packer` with the same dictionary did. Serves one thread.

    Raises:
        ValueError: `dictionary` is none.
    """

    def __init__(self, dictionary: bytes) -> None:
        with _refusing():
            self._decompressor = zstandard.ZstdDecompressor(dict_data=_loaded(dictionary))

    def unpack(self, frame: bytes) -> bytes:
        """The bytes in a frame. What it says of itself is checked before memory is taken.

        Raises:
            ValueError: it is no frame, or more than one; it was packed with another dictionary;
                it is damaged, or holds more than `MAX_UNPACKED`.
        """
        try:
            said = zstandard.get_frame_parameters(frame)
            # One that does not tell its length says the largest there is.
            if not 0 < said.window_size <= said.content_size <= packing.MAX_UNPACKED:
                raise ValueError("a stored record is too long, or no record")
            return self._decompressor.decompress(frame, allow_extra_data=False)
        except (zstandard.ZstdError, MemoryError) as error:
            raise ValueError(str(error)) from None


class Unpackers(threading.local):
    """The unpackers of an open segment; each thread has its own, the last few it needed."""

    def __init__(self) -> None:
        self._made: dict[int, Unpacker] = {}

    def of(self, number: int, dictionaries: Sequence[bytes]) -> Unpacker:
        """The unpacker with one of `dictionaries`.

        Raises:
            ValueError: that is none.
        """
        found = self._made.get(number)
        if found is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            found = self._made[number] = Unpacker(dictionaries[number])
        return found


def _loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict | None:
    if not dictionary:
        return None
    if len(dictionary) > DICTIONARY_BYTES:
        raise ValueError("a dictionary is too long")
    return zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn an error of zstd inside into a `ValueError`."""
    try:
        yield
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None
