"""Indicators are data with a function each: the file says what is counted, the function counts."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.yaml import read_yaml

FOLDER = Path(__file__).parent / "data"
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "version", "title", "counts", "of", "not_counted", "period", "source"],
    "properties": {
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "version": {"type": "integer", "minimum": 1},
        "period": {"enum": ["window", "months"]},
        "source": {"type": "array", "items": {"type": "string"}},
        **{
            name: {"type": "object", "required": ["en"], "additionalProperties": {"type": "string"}}
            for name in ("title", "counts", "of", "not_counted")
        },
    },
}


@frozen
class Indicator:
    """What is counted, of what, who is left out, where the rule comes from, and the function that counts."""

    code: str
    version: int
    period: str
    source: tuple[str, ...]
    texts: dict[str, dict[str, str]]
    compute: Callable[[Iterable[Any]], Any]


@cache
def indicators() -> dict[str, Indicator]:
    """Return every indicator by its code; a file without its function, or a wrong one, is an error at start."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        row = read_yaml(path.read_text(encoding="utf-8"))
        jsonschema_rs.validate(SCHEMA, row)
        module = import_module(f"handrail.outcomes.indicators.{row['code']}")
        found[row["code"]] = Indicator(
            code=row["code"],
            version=row["version"],
            period=row["period"],
            source=tuple(row["source"]),
            texts={name: row[name] for name in ("title", "counts", "of", "not_counted")},
            compute=module.compute,
        )
    return found
