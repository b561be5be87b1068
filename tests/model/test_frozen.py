"""Frozen values do what frozen dataclasses do."""

import copy
import pickle

import pytest

from searchkit.model.frozen import Frozen, attribute


class Base(Frozen):
    note: str = attribute(default="", compare=False, repr=False, kw_only=True)


class Pair(Base):
    left: int
    right: int = 2


class Other(Base):
    left: int
    right: int = 2


class Doubled(Base):
    number: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", 2 * self.number)


class Alone(Frozen):
    pass


def test_attributes_are_given_in_order_or_by_name():
    pair = Pair(1, note="x")
    assert (pair.left, pair.right, pair.note) == (1, 2, "x")
    assert Pair(left=1, right=3) == Pair(1, 3)
    assert pair.as_dict() == {"note": "x", "left": 1, "right": 2}
    assert repr(pair) == "Pair(left=1, right=2)"


def test_equality_is_of_what_is_compared_and_of_the_class():
    assert Pair(1, note="x") == Pair(1, note="y")
    assert hash(Pair(1, note="x")) == hash(Pair(1, note="y"))
    assert Pair(1) != Pair(2)
    assert Pair(1) != Other(1)
    assert len({Pair(1), Pair(1), Other(1), Alone(), Alone()}) == 3
    assert Pair(1) != (1, 2)


def test_they_match_patterns():
    match Pair(1, 5):
        case Other():
            raise AssertionError
        case Pair(1, right):
            assert right == 5


def test_they_do_not_change():
    pair = Pair(1)
    with pytest.raises(AttributeError, match="a Pair can't be changed"):
        pair.left = 2
    with pytest.raises(AttributeError):
        pair.colour = "red"
    with pytest.raises(AttributeError):
        del pair.left
    assert pair.replaced(left=7, note="z") == Pair(7)
    assert pair == Pair(1)


def test_a_replaced_value_has_a_hash_of_its_own():
    pair = Pair(1)
    assert hash(pair) != hash(pair.replaced(left=2))


def test_what_is_set_afterwards_counts():
    assert Doubled(4).number == 8
    assert hash(Doubled(4)) == hash(Doubled(4)) != hash(Doubled(5))


def test_copies_are_equal():
    pair = Pair(1, note="x")
    hash(pair)
    for other in (copy.copy(pair), copy.deepcopy(pair), pickle.loads(pickle.dumps(pair))):
        assert other == pair
        assert other.note == "x"


@pytest.mark.parametrize(
    ("arguments", "names", "said"),
    [
        ((), {}, "Pair lacks 'left'"),
        ((1, 2, 3), {}, "Pair takes 2 values, not 3"),
        ((1,), {"left": 1}, "Pair can't be given 'left'"),
        ((1,), {"up": 1}, "Pair can't be given 'up'"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, names, said):
    with pytest.raises(TypeError, match=said):
        Pair(*arguments, **names)
