"""No page uses a word that blames, ranks or belittles; words.yaml says what to write instead."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src" / "handrail"
LIST = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
MARKED = {"_", "gettext", "ngettext", "pgettext", "Words"}


@dataclass(frozen=True)
class Text:
    """One visible text and the line it begins on."""

    line: int
    words: str


@dataclass(frozen=True)
class Found:
    file: str
    line: int
    word: str
    say: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: “{self.word}”. Better: {self.say}."


# ---- visible texts -------------------------------------------------------------------------------------------

JINJA_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.S)
JINJA_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
MARKED_TEXT = re.compile(r"""\b(?:_|gettext|ngettext)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.S)
HIDDEN = re.compile(r"<(script|style|svg)\b.*?</\1>", re.S | re.I)
HTML_TAG = re.compile(r"<[^>]*>", re.S)
SAID_ASIDE = re.compile(r"""\b(?:aria-label|title|alt|placeholder)\s*=\s*"([^"]*)\"""", re.S)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def texts_of_template(source: str) -> Iterator[Text]:
    """Return marked strings, text between tags and the attributes that are read out."""
    source = JINJA_COMMENT.sub(_blank, source)
    for match in MARKED_TEXT.finditer(source):
        yield Text(_line(source, match.start()), ast.literal_eval(match.group(1).replace("\n", "\\n")))
    plain = HIDDEN.sub(_blank, JINJA_TAG.sub(_blank, source))
    for match in SAID_ASIDE.finditer(plain):
        yield Text(_line(plain, match.start(1)), match.group(1))
    for number, line in enumerate(HTML_TAG.sub(_blank, plain).splitlines(), 1):
        if line.strip():
            yield Text(number, line.strip())


def texts_of_python(source: str) -> Iterator[Text]:
    """Return every string that is marked for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKED:
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield Text(given.lineno, given.value)


def texts_of_definitions(source: str) -> Iterator[Text]:
    """Return the texts of a definition file: what stands under a language, and whatever holds a space."""
    root = yaml.compose(source)
    if root is not None:
        yield from _texts_of_node(root, spoken=False)


LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{1,8})?")


def _texts_of_node(node: yaml.Node, *, spoken: bool) -> Iterator[Text]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _texts_of_node(value, spoken=spoken or bool(LANGUAGE.fullmatch(str(name.value))))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _texts_of_node(value, spoken=spoken)
    elif spoken or " " in node.value:
        yield Text(node.start_mark.line + 1, node.value)


def texts_of_lesson(source: str) -> Iterator[Text]:
    """Return every line of a lesson: its header and its cards."""
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip():
            yield Text(number, line)


READERS = {
    ".html": texts_of_template,
    ".py": texts_of_python,
    ".yaml": texts_of_definitions,
    ".md": texts_of_lesson,
}
DEFINITIONS = (".yaml", ".md")


def visible_files() -> Iterator[Path]:
    for path in sorted(PRODUCT.rglob("*")):
        parts = path.relative_to(PRODUCT).parts
        if path.suffix not in READERS or "tests" in parts or "migrations" in parts:
            continue
        if path.suffix not in DEFINITIONS or "data" in parts:
            yield path


# ---- the search ----------------------------------------------------------------------------------------------


def _pattern(word: str) -> re.Pattern[str]:
    if word.startswith("re:"):
        return re.compile(word.removeprefix("re:"), re.I)
    return re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.I)


ENTRIES = [(entry, [(word, _pattern(word)) for word in entry["not"]]) for entry in LIST["avoid"]]


def _allowed(words: str, match: re.Match[str], phrases: list[str]) -> bool:
    spans = [
        span.span()
        for phrase in phrases
        for span in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", words, re.I)
    ]
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _quoted(file: str, word: str) -> bool:
    return any(fnmatch(file, part["file"]) and word in part["words"] for part in LIST["quoted"])


def search(file: str, texts: Iterator[Text]) -> list[Found]:
    """Return every word of the list in ``texts``, once for each place."""
    found = []
    for text in texts:
        for entry, patterns in ENTRIES:
            if "only" in entry and not any(fnmatch(file, only) for only in entry["only"]):
                continue
            for word, pattern in patterns:
                hits = [
                    m
                    for m in pattern.finditer(text.words)
                    if not _allowed(text.words, m, entry.get("unless", []))
                ]
                if hits and not _quoted(file, word):
                    found.append(Found(file, text.line, hits[0].group(), entry["say"]))
    return found


# ---- tests ---------------------------------------------------------------------------------------------------


def test_no_page_uses_a_word_of_the_list():
    found = []
    for path in visible_files():
        file = path.relative_to(ROOT).as_posix()
        found += search(file, READERS[path.suffix](path.read_text("utf-8")))
    assert not found, "\n" + "\n".join(str(one) for one in found)


@pytest.mark.parametrize("entry", LIST["avoid"], ids=lambda entry: entry["say"])
def test_each_entry_catches_its_own_bad_sentence(entry):
    file = entry.get("only", ["x.html"])[0]
    assert [one.say for one in search(file, iter([Text(1, entry["bad"])])) if one.say == entry["say"]]


@pytest.mark.parametrize("sentence", LIST["good"])
def test_the_sentences_of_the_design_pass(sentence):
    assert search("x.html", iter([Text(1, sentence)])) == []


def test_a_template_is_read_where_people_read_it():
    source = (
        '{# the patient #}\n<p class="case user">{{ _("Three\nclients wait.") }}</p>\n'
        "{% if user.is_patient %}<a href='/failed' aria-label=\"An easy step\">Go</a>{% endif %}\n"
        "{% trans %}Just go{% endtrans %}<script>failed()</script>"
    )

    found = {(one.line, one.word) for one in search("x.html", texts_of_template(source))}

    assert found == {(2, "clients"), (4, "easy"), (5, "Just")}


def test_python_is_read_only_where_it_is_marked_for_people():
    source = 'raise Failed("failed")\nsay = _("The step failed.")\nstatus = "refused"\n'

    assert [str(one) for one in search("x.py", texts_of_python(source))] == [
        "x.py:2: “failed”. Better: did not happen, did not work, not yet."
    ]


def test_definitions_are_read_under_a_language_and_where_they_hold_a_sentence():
    source = "code: failed\ntitle: {en: Intervention, de: Anfang}\nnote: The patient came.\nlist: [case]\n"

    assert [(one.line, one.word) for one in search("x.yaml", texts_of_definitions(source))] == [
        (2, "Intervention"),
        (3, "patient"),
    ]


def test_the_guides_own_cells_keep_their_words():
    texts = [Text(1, "Residential staff, case workers")]

    assert search("src/handrail/catalogue/data/programmes.yaml", iter(texts)) == []
    assert search("src/handrail/plans/data/steps.yaml", iter(texts)) != []
