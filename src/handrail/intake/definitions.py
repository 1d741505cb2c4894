"""The conversation and the eight lines as data: read once, checked against a schema, frozen. Plain Python."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from handrail.base.frozen import frozen
from handrail.base.yaml import read_yaml
from handrail.catalogue.definitions import DefinitionError, Said

DATA = Path(__file__).resolve().parent / "data"


@frozen
class Choice:
    """One thing to choose; an obstacle brings the answers that helped others (S-131 to S-142)."""

    code: str
    text: Said
    answers: tuple[Said, ...] = ()


@frozen
class Question:
    """One question of the conversation. A sensitive one is held more closely, and no question is a must."""

    code: str
    part: str
    version: int
    kind: str
    sensitive: bool
    text: Said
    why: Said
    hint: Said | None = None
    choices: tuple[Choice, ...] = ()

    def chosen(self, codes: str) -> list[Choice]:
        """Return the choices that ``codes`` (separated by spaces, as stored) name, in the question's order."""
        wanted = codes.split()
        return [choice for choice in self.choices if choice.code in wanted]


@frozen
class Part:
    """One of the seven parts; ``strengths`` says that its answers stand first wherever they are shown."""

    code: str
    title: Said
    lead: Said
    strengths: bool
    questions: tuple[Question, ...]


@frozen
class Line:
    """One of the eight lines of getting started."""

    number: int
    title: Said
    hint: Said
    ask: Said
    room: str
    open: Said
    meanwhile: Said


def read(file: Path, schema: str) -> Any:
    """Return the content of a definition file; raise DefinitionError when it does not fit ``schema``."""
    checker = jsonschema_rs.validator_for(
        json.loads((DATA / "schemas" / f"{schema}.json").read_text("utf-8"))
    )
    try:
        raw = read_yaml(file.read_text("utf-8"))
        checker.validate(raw)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DefinitionError(f"{file.name} is not readable YAML: {error}") from error
    except jsonschema_rs.ValidationError as error:
        place = "/".join(str(part) for part in error.instance_path) or "the top"
        raise DefinitionError(f"{file.name}, at {place}: {error.message}") from error
    return raw


def _said(texts: dict[str, str]) -> Said:
    return Said(tuple(sorted(texts.items())))


def _frozen(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: _said(value) if isinstance(value, dict) else value for name, value in raw.items()}


def _choice(raw: dict[str, Any]) -> Choice:
    return Choice(raw["code"], _said(raw["text"]), tuple(_said(one) for one in raw.get("answers", [])))


def _question(raw: dict[str, Any], part: str) -> Question:
    choices = tuple(_choice(one) for one in raw.get("choices", []))
    return Question(**{**_frozen(raw), "part": part, "choices": choices})


def _part(raw: dict[str, Any]) -> Part:
    questions = tuple(_question(one, raw["code"]) for one in raw["questions"])
    return Part(**{**_frozen(raw), "questions": questions})


def read_parts(file: Path) -> tuple[Part, ...]:
    """Return the parts of one file; raise DefinitionError for a wrong file, a code that comes twice, a wrong order."""
    found = tuple(_part(one) for one in read(file, "questions")["parts"])
    codes = [question.code for part in found for question in part.questions]
    if len(set(codes)) != len(codes):
        raise DefinitionError(f"{file.name}: a question's code comes twice.")
    order = [part.strengths for part in found]
    if not order[0] or order != sorted(order, reverse=True):
        raise DefinitionError(f"{file.name}: what is strong comes before everything else.")
    return found


@cache
def parts() -> tuple[Part, ...]:
    """Return the seven parts in the order in which they are asked: what is strong first (S-012)."""
    return read_parts(DATA / "questions.yaml")


@cache
def questions() -> dict[str, Question]:
    """Return every question by its code, in the order of asking."""
    return {question.code: question for part in parts() for question in part.questions}


def next_question(code: str) -> Question | None:
    """Return the question after ``code``, or None after the last."""
    order = list(questions().values())
    following = [two for one, two in zip(order, order[1:], strict=False) if one.code == code]
    return following[0] if following else None


@cache
def lines() -> tuple[Line, ...]:
    """Return the eight lines of getting started in the guide's order."""
    return tuple(Line(**_frozen(one)) for one in read(DATA / "start_lines.yaml", "start_lines")["lines"])
