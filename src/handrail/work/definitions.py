"""Definition data of work and study."""

from functools import cache
from pathlib import Path

import jsonschema_rs

from handrail.base.yaml import read_yaml

FILE = Path(__file__).parent / "data" / "clinical.yaml"
SCHEMA = {
    "type": "object",
    "required": ["en"],
    "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 3}},
}


@cache
def clinical_words() -> tuple[str, ...]:
    """Return the words that a letter to an employer does not carry, of every language."""
    listed = read_yaml(FILE.read_text(encoding="utf-8"))
    jsonschema_rs.validate(SCHEMA, listed)
    return tuple(word for words in listed.values() for word in words)
