"""Frozen dataclasses, of which hundreds are made at each start: no method is compiled before somebody uses it."""

from collections.abc import Callable
from copy import copy
from dataclasses import FrozenInstanceError, dataclass, fields, make_dataclass
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one.__match_args__])


def _equal(one: Any, other: object) -> Any:
    return _values(one) == _values(other) if type(one) is type(other) else NotImplemented


def _shown(one: Any) -> str:
    return f"{type(one).__qualname__}({', '.join(f'{n}={getattr(one, n)!r}' for n in one.__match_args__)})"


def _refused(one: Any, name: str, *_value: Any) -> None:
    raise FrozenInstanceError(f"cannot change {name!r} of a {type(one).__qualname__}")


SHARED = {"__eq__": _equal, "__repr__": _shown, "__setattr__": _refused, "__delattr__": _refused}


def _first(cls: Any) -> Callable[..., None]:
    """Return what makes the first of a kind: it compiles the real ``__init__`` and puts it in its own place."""

    def begin(one: Any, *values: Any, **named: Any) -> None:
        known = [(each.name, each.type, copy(each)) for each in fields(cls)]
        then = {"__post_init__": cls.__post_init__} if hasattr(cls, "__post_init__") else {}
        made: Any = make_dataclass(cls.__name__, known, namespace=then, frozen=True, eq=False)
        cls.__init__ = made.__init__
        cls.__init__(one, *values, **named)

    return begin


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """Return ``cls`` as ``dataclass(frozen=True)`` does; its methods are shared, or compiled when first used."""
    cls.__doc__ = cls.__doc__ or ""  # dataclass would write a signature into one that is missing
    own = {name for name, value in vars(cls).items() if value is not None}
    shared = SHARED | {"__hash__": lambda one: hash(_values(one)), "__init__": _first(cls)}
    for name in shared.keys() - own:
        setattr(cls, name, shared[name])
    return dataclass(init=False, repr=False, eq=False)(cls)
