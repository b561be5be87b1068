import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex, InvalidArgument
from searchkit.segment.blame import blaming
from searchkit.segment.reader import Segment
from tests.support import damaged_index as damaged


@pytest.fixture
def sound(tmp_path):
    return Segment(damaged.segment_of(damaged.build(tmp_path / "sound")))


@pytest.fixture
def broken(tmp_path):
    path = damaged.tamper(damaged.build(tmp_path / "broken"), {"date": [1, 1, 1]})
    return Segment(path)


@pytest.mark.parametrize("error", [IndexError, MemoryError, UnicodeError, ZeroDivisionError])
def test_whatever_goes_wrong_the_damage_is_named(sound, broken, error):
    with pytest.raises(CorruptIndex, match="in section 'date'") as caught:  # noqa: SIM117
        with blaming([sound, broken]):
            raise error("x")
    assert caught.value.where == str(broken.container.path)
    assert type(caught.value.__cause__) is error


@pytest.mark.parametrize("error", [IndexError("x"), MemoryError("x")])
def test_without_damage_it_is_ours(sound, error):
    with pytest.raises(type(error)) as caught, blaming([sound]):
        raise error
    assert caught.value is error


@pytest.mark.parametrize("error", [InvalidArgument("x"), KeyboardInterrupt(), GeneratorExit()])
def test_what_was_meant_goes_through(broken, error):
    with pytest.raises(type(error)) as caught, blaming([broken]):
        raise error
    assert caught.value is error


def test_nothing_is_verified_where_nothing_goes_wrong(broken):
    with blaming([broken]):
        assert np.array_equal(broken.dates, [1, 1, 1])
