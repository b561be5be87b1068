"""Frames of zstd and their dictionaries: what goes in comes out, and nothing else does."""

import random
import struct
import threading

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from searchkit.segment.store import frames, packing
from searchkit.segment.store.frames import Packer, Unpacker, Unpackers, check_dictionary, train

MAGIC = b"\x28\xb5\x2f\xfd"


def samples(count=200, seed=1):
    """Texts of a few sentences in any order; those of another seed share the sentences."""
    draw = random.Random(0)
    words = [f"{draw.choice('hflk')}{number}arbour" for number in range(300)]
    sentences = [" ".join(draw.choices(words, k=12)) for _ in range(60)]
    draw = random.Random(seed)
    return [". ".join(draw.choices(sentences, k=6)).encode() for _ in range(count)]


@pytest.fixture(scope="module")
def dictionary():
    return train(samples())


def frame(*blocks, length, window=None, single=True):
    """A frame made by hand: its length takes eight bytes, and it has no checksum."""
    head = 0xC0 | (0x20 if single else 0)
    described = b"" if single else bytes([window])
    return MAGIC + bytes([head]) + described + struct.pack("<Q", length) + b"".join(blocks)


def run_of(byte, times, last=True):
    """A block: one byte so many times."""
    return struct.pack("<I", int(last) | 1 << 1 | times << 3)[:3] + byte


@given(data=st.binary(min_size=1))
def test_a_record_comes_back(dictionary, data):
    for used in (b"", dictionary):
        assert Unpacker(used).unpack(Packer(used).pack(data)) == data


def test_a_dictionary_makes_records_smaller(dictionary):
    new = samples(20, seed=2)
    assert not set(new) & set(samples())
    alone, shared = Packer(b""), Packer(dictionary)
    sizes = [sum(len(packer.pack(one)) for one in new) for packer in (alone, shared)]
    assert sizes[1] < sizes[0] * 0.5


def test_the_same_samples_give_the_same_dictionary(dictionary):
    assert dictionary == train(samples())
    assert dictionary != train(samples(seed=2))
    assert 0 < len(dictionary) <= frames.DICTIONARY_BYTES
    check_dictionary(dictionary)


@pytest.mark.parametrize(
    "given_ones",
    [
        [],
        [b""] * 500,
        samples(frames.MIN_SAMPLES - 1),
        [b"x"] * 8,  # The trainer itself would crash.
        [b"short"] * 500,
    ],
    ids=["none", "empty", "few", "crash", "short"],
)
def test_too_little_makes_no_dictionary(given_ones):
    assert train(given_ones) == b""


@pytest.mark.parametrize(
    "given_ones",
    [
        [b"a" * 5_000] * 100,
        [random.Random(number).randbytes(1_000) for number in range(100)],
        [b"\0" * 1_000_000, *[b""] * 99],
        [one * 200 for one in samples(100)],
        [bytes(range(256)) * number for number in range(100)],
    ],
    ids=["equal", "noise", "one", "long", "growing"],
)
def test_odd_samples_make_a_dictionary_that_serves_or_none(given_ones):
    found = train(given_ones)
    assert len(found) <= frames.DICTIONARY_BYTES
    packed = Packer(found).pack(b"The talks.")
    assert Unpacker(found).unpack(packed) == b"The talks."


def test_only_the_beginning_of_a_sample_counts(monkeypatch):
    monkeypatch.setattr(frames, "SAMPLE_BYTES", 400)
    made = samples()
    assert train([one + b"x" * 10_000 for one in made]) == train([one[:400] for one in made])


def test_another_dictionary_gives_no_text(dictionary):
    data = samples(1, seed=2)[0]
    packed = Packer(dictionary).pack(data)
    for other in (b"", train(samples(seed=3))):
        with pytest.raises(ValueError):
            Unpacker(other).unpack(packed)


def test_damage_is_an_error_and_never_another_text(dictionary):
    """The checksum tells: every bit of a frame counts, or changes nothing."""
    data = samples(1, seed=2)[0]
    for used in (b"", dictionary):
        packed, unpacker = Packer(used).pack(data), Unpacker(used)
        same = 0
        for place in range(len(packed)):
            for bit in range(8):
                damaged = bytearray(packed)
                damaged[place] ^= 1 << bit
                try:
                    assert unpacker.unpack(bytes(damaged)) == data
                    same += 1
                except ValueError:
                    pass
        assert same < 30  # Bits that say nothing, as at the end of a block.
        for length in range(len(packed)):
            with pytest.raises(ValueError):
                unpacker.unpack(packed[:length])
        for more in (b"x", packed):
            with pytest.raises(ValueError, match="unused data"):
                unpacker.unpack(packed + more)
        assert unpacker.unpack(packed) == data


@given(st.binary())
def test_any_bytes_are_refused_or_a_record(data):
    for content in (data, MAGIC + data, frame(data, length=len(data))):
        try:
            Unpacker(b"").unpack(content)
        except ValueError:
            pass


def test_frames_made_by_hand_are_frames():
    assert Unpacker(b"").unpack(frame(run_of(b"a", 9), length=9)) == b"a" * 9
    twice = frame(
        run_of(b"a", 1_024, last=False), run_of(b"b", 9), length=1_033, window=0, single=0
    )
    assert Unpacker(b"").unpack(twice) == b"a" * 1_024 + b"b" * 9


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(packing, "MAX_UNPACKED", 1_000_000)
    bomb = zstandard.ZstdCompressor(level=9).compress(bytes(50_000_000))
    with pytest.raises(ValueError, match="too long"):
        Unpacker(b"").unpack(bomb)


HOSTILE = {
    "says the largest length": frame(run_of(b"a", 9), length=2**64 - 3),
    "says an exabyte": frame(run_of(b"a", 9), length=2**60),
    "says more than there is": frame(run_of(b"a", 9), length=packing.MAX_UNPACKED),
    "says less than there is": frame(run_of(b"a", 10), length=9),
    "says nothing": MAGIC + b"\x00\x00" + run_of(b"a", 9),
    "a window larger than its length": frame(run_of(b"a", 9), length=9, window=0x60, single=False),
    "a window of terabytes": frame(run_of(b"a", 9), length=9, window=0xFF, single=False),
    "empty": frame(run_of(b"a", 0), length=0),
    "to be skipped": b"\x50\x2a\x4d\x18" + struct.pack("<I", 3) + b"abc",
    "to be skipped, with no end": b"\x50\x2a\x4d\x18" + struct.pack("<I", 2**32 - 1),
    "no last block": frame(run_of(b"a", 9, last=False), length=9),
    "of an old version": b"\x27\xb5\x2f\xfd" + bytes(20),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_frame_is_refused(content):
    with pytest.raises(ValueError):
        Unpacker(b"").unpack(content)


def test_a_hostile_dictionary_is_refused(dictionary):
    for bad in (
        b"x",
        b"no dictionary" * 100,
        dictionary[:4],
        dictionary[:8],
        dictionary[:100],
        dictionary[:20] + bytes(60) + dictionary[80:],
        dictionary + bytes(frames.DICTIONARY_BYTES),
    ):
        with pytest.raises(ValueError):
            check_dictionary(bad)
    check_dictionary(b"")


def test_each_thread_has_unpackers_of_its_own(dictionary):
    unpackers, texts = Unpackers(), samples(40, seed=2)
    dictionaries = [b"", dictionary]
    packed = [[Packer(one).pack(text) for text in texts] for one in dictionaries]
    wrong, used = [], set()

    def read():
        for _ in range(50):
            for number in range(2):
                unpacker = unpackers.of(number, dictionaries)
                used.add(id(unpacker))
                for content, text in zip(packed[number], texts, strict=True):
                    if unpacker.unpack(content) != text:
                        wrong.append(number)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    read()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(used) >= 4


def test_a_thread_keeps_a_few_dictionaries_loaded():
    unpackers = Unpackers()
    for number in range(1_000):
        unpackers.of(number, [b""] * 1_000)
        assert len(unpackers._made) <= 8
    assert unpackers.of(999, []) is unpackers.of(999, [])
