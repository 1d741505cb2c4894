"""The conversation and the eight lines as data: read once, checked against a schema, frozen. Plain Python."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
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
class AskedAfter:
    """A question is asked only after another was answered, with one of ``choices`` where there are any, or without."""

    question: str
    choices: frozenset[str] = frozenset()
    without: bool = False

    def holds(self, said: Mapping[str, frozenset[str]]) -> bool:
        """Return whether ``said``, the choices of each answer by question, fulfils it."""
        given = said.get(self.question)
        met = given is not None and (not self.choices or bool(given & self.choices))
        return met != self.without


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
    hidden: bool = False
    after: tuple[AskedAfter, ...] = ()
    after_all: bool = False

    def is_asked(self, said: Mapping[str, frozenset[str]]) -> bool:
        """Return whether it is asked of somebody who gave the answers ``said``, choices by question."""
        met = [one.holds(said) for one in self.after]
        return not self.hidden and (not met or (all(met) if self.after_all else any(met)))

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
    about: Said | None = None  # as a sentence to the person names it: "asks about …"

    @property
    def asked_of_others(self) -> tuple[Question, ...]:
        """The questions that go to somebody near: not those held more closely, or asked only after another answer."""
        return tuple(one for one in self.questions if not one.sensitive and one.is_asked({}))


@frozen
class QuestionSet:
    """
    What a place asks: the parts with its own questions in place of ours, and every wording that there has been.

    ``parts`` holds hidden questions too, so that an answer to one still has its place; pages leave them out.
    """

    parts: tuple[Part, ...]
    wordings: Mapping[tuple[str, int], Question]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its code, in the order of asking."""
        return {question.code: question for part in self.parts for question in part.questions}

    @cached_property
    def has_conditions(self) -> bool:
        return any(question.after for question in self.questions.values())

    def next_question(self, code: str, said: Mapping[str, frozenset[str]] | None = None) -> Question | None:
        """Return the question that is asked after ``code`` of somebody who said ``said``, None after the last."""
        order = list(self.questions.values())
        place = next((at for at, one in enumerate(order, start=1) if one.code == code), len(order))
        return next((one for one in order[place:] if one.is_asked(said or {})), None)

    def part(self, code: str) -> Part:
        """Return one of the seven parts; raise NotFound for a code that none has."""
        for one in self.parts:
            if one.code == code:
                return one
        raise NotFound(str(_("There is no such page.")))

    @property
    def first(self) -> Question:
        """The question with which a conversation begins."""
        return next(one for one in self.questions.values() if one.is_asked({}))

    def wording(self, code: str, version: int) -> Question | None:
        """Return a question as it was asked in ``version``; None when that version is not known here."""
        return self.wordings.get((code, version))


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
    facts = {name: value for name, value in raw.items() if name != "earlier"}
    return Question(**{**_frozen(facts), "part": part, "choices": choices})


def _earlier(raw: dict[str, Any], part: str) -> list[Question]:
    """Return the wordings that a question had before: what an older one does not say is as it is now."""
    now = {name: value for name, value in raw.items() if name != "earlier"}
    return [_question(now | one, part) for one in raw.get("earlier", [])]


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


def read_earlier(file: Path) -> tuple[Question, ...]:
    """Return the wordings that the questions of a file had before; raise DefinitionError for a version that is none."""
    found = []
    for part in read(file, "questions")["parts"]:
        for raw in part["questions"]:
            versions = [one["version"] for one in raw.get("earlier", [])]
            if any(version >= raw["version"] for version in versions) or len(set(versions)) != len(versions):
                raise DefinitionError(
                    f"{file.name}: {raw['code']} has an earlier version that is not earlier."
                )
            found += _earlier(raw, part["code"])
    return tuple(found)


@cache
def earlier() -> tuple[Question, ...]:
    """Return our questions as they were asked in versions before the newest."""
    return read_earlier(DATA / "questions.yaml")


@cache
def questions() -> dict[str, Question]:
    """Return every question that we ship by its code, in the order of asking."""
    return shipped().questions


def next_question(code: str) -> Question | None:
    """Return the question after ``code`` of those that we ship, or None after the last."""
    return shipped().next_question(code)


@cache
def shipped() -> QuestionSet:
    """Return what is asked where a place has no questions of its own."""
    return question_set(())


def _helped(question: Question) -> Question:
    """Return a place's wording of one of our questions with what we know beside it: the answers to an obstacle."""
    ours = {one.code: one for part in parts() for one in part.questions}.get(question.code)
    known = {one.code: one.answers for one in ours.choices} if ours else {}
    choices = tuple(replace(one, answers=known.get(one.code, ())) for one in question.choices)
    return replace(question, choices=choices)


def question_set(own: Iterable[Question]) -> QuestionSet:
    """
    Return what a place asks, with ``own``: its wordings of questions, of each the newest last.

    A wording of one of our questions takes its place. A question of its own follows the others of its part, in the
    order in which they first came.
    """
    ours = {
        (one.code, one.version): one for one in [*earlier(), *(q for part in parts() for q in part.questions)]
    }
    theirs = {(one.code, one.version): _helped(one) for one in own}
    newest = {code: question for (code, _version), question in theirs.items()}
    found = []
    for part in parts():
        shown = [newest.pop(one.code, one) for one in part.questions]
        shown += [one for one in newest.values() if one.part == part.code]
        found.append(replace(part, questions=tuple(shown)))
    return QuestionSet(tuple(found), {**ours, **theirs})


@cache
def lines() -> tuple[Line, ...]:
    """Return the eight lines of getting started in the guide's order."""
    return tuple(Line(**_frozen(one)) for one in read(DATA / "start_lines.yaml", "start_lines")["lines"])
