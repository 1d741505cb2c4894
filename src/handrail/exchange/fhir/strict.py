"""JSON read strictly: what two programs could read differently is refused with a sentence."""

import hashlib
import json
from typing import Any

import orjson

from handrail.base.errors import DomainError
from handrail.base.words import _

DEPTH_AT_MOST = 128
NUMBER_AT_MOST = 64
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class NotReadable(DomainError):
    """A file or line that is not JSON as everybody reads it."""


class Number(str):
    """A number as it was written: 1.0 and 1.00 are different measurements in FHIR."""

    __slots__ = ()


def parse(text: bytes) -> tuple[Any, Any]:
    """
    Return ``text`` twice: as ordinary Python values, and exactly, with numbers as they were written.

    Raises NotReadable when it is empty, cut off, not UTF-8, nested too deep or names one key twice.
    """
    if not text.strip():
        raise NotReadable(str(_("There is nothing in it.")))
    if text.startswith(BOMS):
        raise NotReadable(str(_("It begins with a byte order mark. Save it as UTF-8 without one.")))
    try:
        plain = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        where = {"what": error.msg.split(":")[0], "line": error.lineno, "column": error.colno}
        raise NotReadable(
            _("This is not valid JSON: %(what)s (line %(line)s, column %(column)s).") % where
        ) from error
    _check_depth(plain)
    exact = json.loads(text, object_pairs_hook=_each_key_once, parse_float=_number, parse_int=_number)
    return plain, exact


def digest(exact: Any) -> str:
    """Return the SHA-256 of a resource read exactly: the same in any order of keys, another for any other value."""
    return hashlib.sha256(_canonical(exact).encode()).hexdigest()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)}:{_canonical(value[key])}" for key in sorted(value))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_canonical(item) for item in value) + "]"
    return str(value) if isinstance(value, Number) else json.dumps(value)


def _check_depth(tree: Any) -> None:
    level = [tree]
    for _depth in range(DEPTH_AT_MOST):
        level = (
            [
                child
                for node in level
                for child in (node.values() if isinstance(node, dict) else node)
                if isinstance(child, (dict, list))
            ]
            if isinstance(level[0], (dict, list))
            else []
        )
        if not level:
            return
    raise NotReadable(_("It is nested deeper than %(depth)s levels.") % {"depth": DEPTH_AT_MOST})


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotReadable(_("It names “%(key)s” twice in one place.") % {"key": ascii(twice[:40])[1:-1]})
    return found


def _number(text: str) -> Number:
    if len(text) > NUMBER_AT_MOST:
        raise NotReadable(_("It holds a number of more than %(length)s digits.") % {"length": NUMBER_AT_MOST})
    return Number(text)
