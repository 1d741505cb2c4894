"""Lessons as files: a header and three to five cards, read once, checked, frozen. Plain Python, no Django."""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from handrail.base.frozen import frozen
from handrail.base.words import PSEUDO_LOCALES, pseudo
from handrail.base.yaml import read_yaml
from handrail.plans.rules import LifeArea

DATA = Path(__file__).resolve().parent / "data"
FOLDER = DATA / "lessons"
CARDS = range(3, 6)
WORDS_ON_A_CARD = 60
WORDS_IN_A_SENTENCE = 16
# The same in every language of a lesson; the rest of the header is words.
SAME_EVERYWHERE = ("lesson", "order", "minutes", "area", "icon", "serves", "rows")
ALLOWED = frozenset(
    {
        "heading",
        "paragraph",
        "bullet_list",
        "ordered_list",
        "list_item",
        "inline",
        "text",
        "strong",
        "softbreak",
    }
)
_LOG = logging.getLogger(__name__)


class LessonProblem(ValueError):
    """A lesson that cannot be shown: file, line, and what to do, in one sentence."""

    def __init__(self, file: Path, line: int, sentence: str) -> None:
        self.file, self.line, self.sentence = file, line, sentence
        super().__init__(f"{file.parent.name}/{file.name}, line {line}: {sentence}")


@frozen
class Card:
    """One idea: a heading, its words as HTML, and the line of the file where it begins."""

    title: str
    html: str
    line: int


@frozen
class OneThing:
    """The one thing to do that the last card offers: what, when, and what if it is too much."""

    title: str
    when: str
    fallback: str


@frozen
class Lesson:
    """One lesson in one language."""

    slug: str
    language: str
    order: int
    title: str
    short: str
    minutes: int
    area: LifeArea
    icon: str
    serves: tuple[str, ...]
    rows: tuple[str, ...]
    one_thing: OneThing
    cards: tuple[Card, ...]

    @property
    def last(self) -> int:
        """The number of the last card."""
        return len(self.cards)


Locales = Mapping[str, Lesson]


@cache
def _markdown() -> MarkdownIt:
    """Return a reader that knows all of Markdown, so that what a card may not hold is found; raw HTML stays text."""
    return MarkdownIt("commonmark", {"html": False})


@cache
def _schema() -> Any:
    return jsonschema_rs.validator_for(json.loads((DATA / "schemas" / "lesson.json").read_text("utf-8")))


# ---- the header ------------------------------------------------------------------------------------------------


def _split(file: Path, text: str) -> tuple[str, str, int]:
    """Return header, words, and the number of lines before the words."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise LessonProblem(file, 1, "Begin the file with a line of three dashes: ---")
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number
    raise LessonProblem(file, 1, "Close the header with a second line of three dashes: ---")


def _line_of(root: yaml.Node | None, path: Sequence[Any]) -> int:
    """Return the line of the file on which the part of the header behind ``path`` stands."""
    line, node = 2, root
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((name, value) for name, value in node.value if name.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 2, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 2
    return line


def _header(file: Path, text: str) -> dict[str, Any]:
    try:
        root, header = yaml.compose(text, Loader=yaml.SafeLoader), read_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        raise LessonProblem(
            file, line, "This line cannot be read. Put words with a colon or a quotation mark in quotes."
        ) from error
    wrong = next(iter(_schema().iter_errors(header)), None)
    if wrong is not None:
        where = list(wrong.instance_path)
        named = ".".join(str(part) for part in where) or "header"
        raise LessonProblem(file, _line_of(root, where), f"{named}: {wrong.message}.")
    if header["lesson"] != file.parent.name:
        line = _line_of(root, ["lesson"])
        raise LessonProblem(file, line, f"Write the name of the folder here: {file.parent.name}.")
    return dict(header)


# ---- the cards -------------------------------------------------------------------------------------------------


def _kinds(tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Return what stands in the words, and where."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        yield re.sub(r"_(open|close)$", "", token.type), line
        for child in token.children or ():
            yield re.sub(r"_(open|close)$", "", child.type), line


def _check_kinds(file: Path, tokens: Sequence[Token], before: int) -> None:
    for kind, line in _kinds(tokens):
        if kind not in ALLOWED:
            raise LessonProblem(
                file,
                before + line + 1,
                "A card holds paragraphs, lists and **bold** words, and nothing else.",
            )


def _said(tokens: Sequence[Token]) -> list[str]:
    return [token.content for token in tokens if token.type == "inline"]


def _check_length(file: Path, card: Card, said: Sequence[str]) -> None:
    words = [word for text in said for word in text.split()]
    if not words:
        raise LessonProblem(file, card.line, f"The card “{card.title}” is empty.")
    if len(words) > WORDS_ON_A_CARD:
        raise LessonProblem(
            file,
            card.line,
            f"“{card.title}” has {len(words)} words. Keep to {WORDS_ON_A_CARD}: one idea a card.",
        )
    for text in said:
        for sentence in re.split(r"(?<=[.?!:।؟])[”\"*]*\s", text):
            if len(sentence.split()) > WORDS_IN_A_SENTENCE:
                raise LessonProblem(
                    file, card.line, f"A sentence is long. Make two of it: “{sentence.strip()}”"
                )


def _cards(file: Path, words: str, before: int) -> tuple[Card, ...]:
    tokens = _markdown().parse(words)
    _check_kinds(file, tokens, before)
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    if not starts or starts[0] != 0:
        raise LessonProblem(file, before + 1, "Begin each card with its heading: ## and a few words.")
    found = []
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        line = before + (tokens[start].map or [0])[0] + 1
        if tokens[start].tag != "h2":
            raise LessonProblem(file, line, "A card begins with two signs: ##")
        inside = tokens[start + 3 : end]
        html = _markdown().renderer.render(inside, _markdown().options, {})
        card = Card(title=tokens[start + 1].content, html=html, line=line)
        _check_length(file, card, _said(inside))
        found.append(card)
    if len(found) not in CARDS:
        line = found[-1].line
        raise LessonProblem(
            file, line, f"There are {len(found)} cards. A lesson has {CARDS[0]} to {CARDS[-1]}."
        )
    return tuple(found)


# ---- files and folders -----------------------------------------------------------------------------------------


def read_lesson(file: Path) -> Lesson:
    """Return the lesson in ``file``; raise LessonProblem with the line when something is not right."""
    try:
        text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise LessonProblem(file, 1, "Save the file as UTF-8 text.") from error
    head, words, before = _split(file, text)
    header = _header(file, head)
    return Lesson(
        slug=header["lesson"],
        language=file.stem,
        order=header["order"],
        title=header["title"],
        short=header["short"],
        minutes=header["minutes"],
        area=LifeArea(header["area"]),
        icon=header["icon"],
        serves=tuple(header["serves"]),
        rows=tuple(header["rows"]),
        one_thing=OneThing(**header["one_thing"]),
        cards=_cards(file, words, before),
    )


def _check_same(file: Path, lesson: Lesson, first: Lesson) -> None:
    """Raise LessonProblem when a translation is not the same lesson."""
    if lesson.last != first.last:
        raise LessonProblem(
            file,
            1,
            f"This language has {lesson.last} cards, {first.language} has {first.last}. A place is kept by card.",
        )
    for name in SAME_EVERYWHERE:
        attribute = "slug" if name == "lesson" else name
        if getattr(lesson, attribute) != getattr(first, attribute):
            raise LessonProblem(file, 1, f"{name}: write the same as in {first.language}.md.")


def read_folder(folder: Path) -> tuple[dict[str, dict[str, Lesson]], tuple[LessonProblem, ...]]:
    """
    Return the lessons of ``folder`` by name and language, and what is wrong with the others.

    A lesson needs English; another language that is not right is left out, and the lesson stays.
    """
    found: dict[str, dict[str, Lesson]] = {}
    problems: list[LessonProblem] = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = sorted(place.glob("*.md"), key=lambda file: (file.stem != "en", file.stem))
        if not files or files[0].stem != "en":
            problems.append(LessonProblem(place / "en.md", 1, "A lesson needs this file, in English."))
            continue
        for file in files:
            try:
                lesson = read_lesson(file)
                if file.stem != "en" and place.name in found:
                    _check_same(file, lesson, found[place.name]["en"])
            except LessonProblem as problem:
                problems.append(problem)
                continue
            if file.stem == "en" or place.name in found:
                found.setdefault(place.name, {})[file.stem] = lesson
    return found, (*problems, *_same_order(folder, found))


def _same_order(folder: Path, found: Mapping[str, Locales]) -> Iterator[LessonProblem]:
    seen: dict[int, str] = {}
    for slug, languages in found.items():
        order = languages["en"].order
        if order in seen:
            yield LessonProblem(
                folder / slug / "en.md",
                2,
                f"order: {order} is taken by {seen[order]}. Choose another number.",
            )
        seen.setdefault(order, slug)


@cache
def _library() -> dict[str, dict[str, Lesson]]:
    found, problems = read_folder(FOLDER)
    for problem in problems:
        _LOG.error("A lesson is not shown or not whole: %s", problem)
    return dict(sorted(found.items(), key=lambda item: item[1]["en"].order))


def problems() -> tuple[str, ...]:
    """Return what is wrong with the lesson files, one sentence each with file and line."""
    return tuple(str(problem) for problem in read_folder(FOLDER)[1])


def _pseudo_html(html: str) -> str:
    """Return ``html`` with every text in it worn, and its tags as they are."""
    pieces = re.split(r"(<[^>]+>)", html)
    return "".join(
        piece if number % 2 or not piece.strip() else escape(pseudo(unescape(piece)))
        for number, piece in enumerate(pieces)
    )


def _pseudo(lesson: Lesson, language: str) -> Lesson:
    thing = lesson.one_thing
    return replace(
        lesson,
        language=language,
        title=pseudo(lesson.title),
        short=pseudo(lesson.short),
        one_thing=OneThing(pseudo(thing.title), pseudo(thing.when), pseudo(thing.fallback)),
        cards=tuple(
            replace(card, title=pseudo(card.title), html=_pseudo_html(card.html)) for card in lesson.cards
        ),
    )


def _in_language(languages: Locales, language: str) -> Lesson:
    if language in PSEUDO_LOCALES:
        return _pseudo(languages["en"], language)
    return languages.get(language) or languages.get(language.split("-")[0]) or languages["en"]


def lessons(language: str) -> list[Lesson]:
    """Return all lessons in their order, each in ``language`` or else in English."""
    return [_in_language(languages, language) for languages in _library().values()]


def lesson(slug: str, language: str) -> Lesson | None:
    """Return one lesson in ``language`` or else in English; None when there is no such lesson."""
    languages = _library().get(slug)
    return _in_language(languages, language) if languages else None


def lessons_for(row: str, language: str) -> list[Lesson]:
    """Return the lessons that belong to one row of the guide's table."""
    return [one for one in lessons(language) if row in one.rows]
