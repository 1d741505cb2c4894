"""The guide as data: read once from ``data/``, checked against its schema, frozen. Plain Python, no Django."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from handrail.base.frozen import frozen
from handrail.base.words import in_language
from handrail.base.yaml import read_yaml

DATA = Path(__file__).resolve().parent / "data"
SECTIONS = ("components", "milestones", "settings", "risks", "benefits", "metrics", "starting")


class DefinitionError(ValueError):
    """A definition file does not follow its schema; names file, place and reason."""


@frozen
class Said:
    """A text of a definition file in the languages that it was written in."""

    texts: tuple[tuple[str, str], ...]

    def say(self, language: str) -> str:
        """Return the text in ``language``, else in its base language, else in English."""
        return in_language(dict(self.texts), language)


@frozen
class GuideCells:
    """What the guide's table says about one type, in the guide's own words."""

    core: str
    duration: str
    outcome: str
    setting: str
    example_benefit: str
    staff: str
    evidence: str
    cost: str
    note: str


@frozen
class WeekLine:
    """One thing in a week of a programme, as it can look."""

    when: Said
    title: Said
    hint: Said
    level: str


@frozen
class OutcomeWords:
    """What the key outcome of a row counts, of what, and what is left out."""

    title: Said
    counts: Said
    of: Said
    not_counted: Said


@frozen
class ProgrammeType:
    """One of the nine: the guide's cells, the same as figures, and our own plain words."""

    code: str
    slug: str
    order: int
    names: Said
    short: Said
    guide: GuideCells
    months: tuple[int | None, int | None]
    ongoing: bool
    cost_eur: tuple[int, int]
    cost_basis: str
    staff: tuple[str, ...]
    settings: tuple[str, ...]
    modes: tuple[str, ...]
    peer_led: bool
    non_clinical: bool
    emphasis: str
    wishes: tuple[str, ...]
    promise: Said
    how_long: Said
    where: Said
    who: Said
    does: tuple[Said, ...]
    hope: Said
    hard: Said
    training: Said
    week: tuple[WeekLine, ...]
    outcome: OutcomeWords


@frozen
class Room:
    """A place in Handrail that a heading leads to, and what to do while it is not there."""

    name: str
    path: str
    title: Said
    meanwhile: Said


@frozen
class Item:
    """One thing under a heading of the guide."""

    code: str
    title: Said
    label: Said
    text: Said
    room: str
    answer: Said | None = None
    guide: str = ""
    days: tuple[int | None, ...] = ()
    programmes: tuple[str, ...] = ()
    meanwhile: Said | None = None


@frozen
class Section:
    """One heading of the guide with what stands under it."""

    code: str
    title: Said
    lead: Said
    items: tuple[Item, ...]


@frozen
class Question:
    code: str
    question: Said
    answer: tuple[Said, ...]


@frozen
class Topic:
    code: str
    title: Said
    questions: tuple[Question, ...]


@frozen
class Myth:
    """What some people say, what is so, and what that rests on (guide, principle or handrail)."""

    code: str
    myth: Said
    fact: Said
    basis: str


@frozen
class Questions:
    topics: tuple[Topic, ...]
    myths: tuple[Myth, ...]


@cache
def _checker(schema: Path) -> Any:
    return jsonschema_rs.validator_for(json.loads(schema.read_text("utf-8")))


def read_definition(file: Path, schema: Path) -> Any:
    """Return the content of a definition file; raise DefinitionError with place and reason when it does not fit."""
    try:
        raw = read_yaml(file.read_text("utf-8"))
        _checker(schema).validate(raw)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DefinitionError(f"{file.name} is not readable YAML: {error}") from error
    except jsonschema_rs.ValidationError as error:
        place = "/".join(str(part) for part in error.instance_path) or "the top"
        raise DefinitionError(f"{file.name}, at {place}: {error.message}") from error
    return raw


def _read(file: Path, schema: str) -> Any:
    return read_definition(file, DATA / "schemas" / f"{schema}.json")


def _said(texts: dict[str, str]) -> Said:
    return Said(tuple(sorted(texts.items())))


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and "en" in value


def _frozen(value: Any) -> Any:
    if _is_text(value):
        return _said(value)
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    return value


def _fields(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: _frozen(value) for name, value in raw.items()}


def _programme_type(raw: dict[str, Any]) -> ProgrammeType:
    parts = {
        "guide": GuideCells(**raw["guide"]),
        "week": tuple(WeekLine(**_fields(one)) for one in raw["week"]),
        "outcome": OutcomeWords(**_fields(raw["outcome"])),
    }
    return ProgrammeType(**{**_fields(raw), **parts})


def programme_slugs() -> frozenset[str]:
    """Return the slugs of the nine, by the names of their files: none of them is read for that."""
    return frozenset(file.stem for file in (DATA / "programme_types").glob("*.yaml"))


@cache
def programme_types() -> tuple[ProgrammeType, ...]:
    """Return the nine programme types in the order of the guide's table."""
    files = sorted((DATA / "programme_types").glob("*.yaml"))
    found = [_programme_type(_read(file, "programme_type")) for file in files]
    return tuple(sorted(found, key=lambda one: one.order))


@cache
def section(code: str) -> Section:
    """Return one heading of the guide with its items; ``code`` is one of SECTIONS."""
    raw = _read(DATA / f"{code}.yaml", "section")
    items = tuple(Item(**_fields(one)) for one in raw["items"])
    return Section(raw["code"], _said(raw["title"]), _said(raw["lead"]), items)


@cache
def sections() -> tuple[Section, ...]:
    """Return the guide's headings in the order of the guide page."""
    return tuple(section(code) for code in SECTIONS)


@cache
def rooms() -> dict[str, Room]:
    """Return the rooms by name."""
    raw = _read(DATA / "rooms.yaml", "rooms")
    return {one["name"]: Room(**_fields(one)) for one in raw["rooms"]}


def read_questions(file: Path) -> Questions:
    """Return the questions and answers of one file; raise DefinitionError when it does not fit the schema."""
    raw = _read(file, "questions")
    topics = tuple(
        Topic(one["code"], _said(one["title"]), tuple(Question(**_fields(q)) for q in one["questions"]))
        for one in raw["topics"]
    )
    return Questions(topics, tuple(Myth(**_fields(one)) for one in raw["myths"]))


@cache
def questions() -> Questions:
    """Return the questions and answers that come with Handrail."""
    return read_questions(DATA / "questions.yaml")
