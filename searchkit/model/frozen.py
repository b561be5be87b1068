"""Immutable values of many kinds, whose classes take no time to make.

Lives here: `Frozen`, which the nodes of a query and the fields of a schema are, and
`attribute`, which says more of one of their attributes; `FrozenDict`. Does not live here: any
kind of value.

They are what frozen dataclasses are. But a dataclass writes and compiles code of its own for
each class, and a search, which starts anew with every command, would spend 7 ms on the two
dozen kinds of nodes. Here all classes share their methods, and a hash is kept.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, NoReturn, Self, TypeVar, dataclass_transform

_REQUIRED: Any = object()


class _Attribute(NamedTuple):
    default: Any
    compare: bool
    repr: bool
    kw_only: bool


def attribute(
    *, default: Any = _REQUIRED, compare: bool = True, repr: bool = True, kw_only: bool = False
) -> Any:
    """An attribute with a default, or one that takes no part in equality, is not shown by
    `repr`, or is given by its name only; as `dataclasses.field`.
    """
    return _Attribute(default, compare, repr, kw_only)


@dataclass_transform(frozen_default=True, field_specifiers=(attribute,))
class Frozen:
    """A value of a class whose annotations are its attributes, in order.

    A subclass adds attributes to those of its base. `__post_init__`, if there is one, is
    called once they are set; it may still change them by `object.__setattr__`.

    Raises:
        TypeError: on making one, if an attribute is missing, unknown or given twice.
        AttributeError: on changing one.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _attributes: ClassVar[dict[str, _Attribute]] = {}
    _compared: ClassVar[attrgetter[object]] = attrgetter("__class__")
    _hashed: ClassVar[int | None] = None

    def __init_subclass__(cls) -> None:
        own = {}
        for name in cls.__annotations__:
            given = cls.__dict__.get(name, _REQUIRED)
            own[name] = given if isinstance(given, _Attribute) else attribute(default=given)
            if name in cls.__dict__:
                delattr(cls, name)
        cls._attributes = known = cls._attributes | own
        cls.__match_args__ = tuple(  # type: ignore[misc]
            name for name, one in known.items() if not one.kw_only
        )
        compared = [name for name, one in known.items() if one.compare]
        cls._compared = attrgetter("__class__", *compared)

    def __init__(self, *values: object, **named: object) -> None:
        names = self.__match_args__
        if len(values) > len(names):
            raise TypeError(f"{type(self).__name__} takes {len(names)} values, not {len(values)}")
        state = self.__dict__
        state.update(zip(names, values, strict=False))
        for name in named:
            if name in state or name not in self._attributes:
                raise TypeError(f"{type(self).__name__} can't be given {name!r}")
        state.update(named)
        if len(state) < len(self._attributes):
            for name, one in self._attributes.items():
                if name not in state:
                    if one.default is _REQUIRED:
                        raise TypeError(f"{type(self).__name__} lacks {name!r}")
                    state[name] = one.default
        self.__post_init__()

    def __post_init__(self) -> None:
        pass

    def as_dict(self) -> dict[str, Any]:
        """The attributes by name."""
        return {name: getattr(self, name) for name in self._attributes}

    def replaced(self, **changes: object) -> Self:
        """The same value, but for some attributes."""
        return type(self)(**self.as_dict() | changes)

    def __getstate__(self) -> dict[str, object]:
        # Texts have other hashes in another process.
        return {name: value for name, value in self.__dict__.items() if name != "_hashed"}

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} can't be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} can't be changed")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not type(self):
            return NotImplemented
        return self._compared(self) == self._compared(other)

    def __hash__(self) -> int:
        found = self._hashed
        if found is None:
            found = self.__dict__["_hashed"] = hash(self._compared(self))
        return found

    def __repr__(self) -> str:
        shown = [
            f"{name}={getattr(self, name)!r}" for name, one in self._attributes.items() if one.repr
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


_Held = TypeVar("_Held")


class FrozenDict(dict[str, _Held]):
    """A dict that can't be changed, but copied, pickled and written as JSON."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a part of an Answer can't be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[FrozenDict[_Held]], tuple[dict[str, _Held]]]:
        return type(self), (dict(self),)
