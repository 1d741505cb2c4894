"""A FHIR R4 Questionnaire as questions of the conversation. What cannot be carried is refused, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.ids import KEY_LENGTH, KEY_LETTERS
from handrail.base.words import Words, _
from handrail.catalogue.definitions import Said
from handrail.exchange.fhir.rules import Value, form_faults, form_of, value_of
from handrail.exchange.fhir.rules.form import extensions
from handrail.exchange.fhir.validate import Fault, faults
from handrail.intake import definitions
from handrail.intake.definitions import AskedAfter, Choice, Question
from handrail.intake.rules.questions import QuestionKind, QuestionWords, checked_words, free_codes

ENGLISH = "en"
SOURCE_AT_MOST = 300
WORDS = frozenset({"string", "text"})
CHOOSING = frozenset({"choice", "open-choice"})
YES, NO = "yes", "no"
YES_OR_NO = ((YES, _("Yes")), (NO, _("No")))
WHY = _("Your answer helps us plan with you.")

NOT_A_FORM = _("This is no Questionnaire.")
NO_PART = _("Say to which part of the conversation this belongs.")
NOT_CARRIED_TYPE = _("The conversation asks for words and choices. It has no “%(kind)s”.")
SHOWN_ALONE = _(
    "Words that are only shown have no place of their own. Put them below a question, as its hint."
)
GROUP_INSIDE = _("The questions of a part stand side by side. Take this group apart.")
GROUP_RULES = _("A part is asked once, and always. Take this rule out, or put it on a question.")
MUST = _("Here every question may be skipped. Say that this one may, too, or take “required” out.")
NO_TEXT = _("It has no words to ask with.")
ELSEWHERE = _("Its list of answers stands somewhere else. Write the answers into the form.")
NO_ANSWERS = _("It has no answers to choose from.")
NO_WORDS = _("This answer has no words.")
CHOSEN_BEFORE = _("Nothing is chosen or filled in beforehand here.")
A_LIMIT = _("The conversation has no limits and no locked answers. Take “%(name)s” out.")
TWO_HINTS = _("A question has one hint.")
REPEATED_WORDS = _("A question in words is answered once. Take “repeats” out.")
OPERATOR = _("The conversation knows “=”, “!=” and “exists”, no order.")
NOT_CHOSEN = _("Only an answer that is chosen can be looked at, and this is none of them.")
OPERATOR_WORDS = _("What is written in words can be looked at with “exists” alone.")
ALL_NEEDED = _("It stands below an answer, so all its conditions are needed: “enableBehavior” is all.")


@frozen
class Taken:
    """A Questionnaire read: its questions with the item that each came from, or what is in the way."""

    source: str
    questions: tuple[Question, ...]
    sources: tuple[str, ...]
    faults: tuple[Fault, ...]


def read_questions(resource: Any, *, part: str = "", may_skip: bool = False) -> Taken:
    """
    Return the questions of a Questionnaire, for ``part`` or for the parts that its groups name.

    ``may_skip`` takes what is required as a question that may be skipped. With any fault there are no questions.
    """
    wrong = faults(resource)
    if not wrong and resource["resourceType"] != "Questionnaire":
        wrong = [Fault("/resourceType", str(NOT_A_FORM))]
    wrong = wrong or form_faults(resource)
    if wrong:
        return Taken("", (), (), tuple(wrong))
    reader = _Reader(resource, part, may_skip=may_skip)
    reader.read()
    if reader.faults:
        return Taken(reader.source, (), (), tuple(reader.faults))
    return Taken(reader.source, tuple(reader.found.values()), tuple(reader.links), ())


def _said(element: dict[str, Any], name: str, language: str) -> Said | None:
    """Return words with their translations; None when there are none."""
    texts = {language: element[name].strip()} if element.get(name, "").strip() else {}
    for one in extensions(element.get(f"_{name}", {}), "translation"):
        parts = {inner.get("url"): value_of(inner) for inner in one.get("extension", ())}
        code, content = parts.get("lang"), parts.get("content")
        if code and content and str(content.raw).strip():
            texts[str(code.raw).lower()] = str(content.raw).strip()
    return Said(tuple(sorted(texts.items()))) if texts else None


def code_of(source: str, link: str) -> str:
    """Return the code of an item's question: the same each time the form is taken in, and telling nothing."""
    number = int.from_bytes(sha256(f"{source}#{link}".encode()).digest()[:8], "big")
    letters = ""
    for _place in range(KEY_LENGTH):
        number, rest = divmod(number, len(KEY_LETTERS))
        letters += KEY_LETTERS[rest]
    return f"own-{letters}"


class _Reader:
    """Reads one Questionnaire whose shape is right."""

    def __init__(self, resource: dict[str, Any], part: str, *, may_skip: bool) -> None:
        self.resource, self.part, self.may_skip = resource, part, may_skip
        self.source = resource.get("url") or resource.get("name") or resource.get("id") or "form"
        self.language = resource.get("language", ENGLISH).lower()
        self.parts = {one.code for one in definitions.parts()}
        self.fields = form_of(resource).links
        self.why = _said(resource, "purpose", self.language) or Said(((ENGLISH, str(WHY)),))
        self.found: dict[str, Question] = {}  # by linkId
        self.links: list[str] = []
        self.named: dict[str, list[tuple[Value, str]]] = {}  # by linkId: each answer with our code for it
        self.faults: list[Fault] = []

    def read(self) -> None:
        for number, item in enumerate(self.resource.get("item", ())):
            here = f"/item/{number}"
            if item["type"] != "group":
                self._question(item, here, self.part)
                continue
            self._rules_of_group(item, here)
            part = item["linkId"] if item["linkId"] in self.parts else self.part
            for place, inner in enumerate(item["item"]):
                self._question(inner, f"{here}/item/{place}", part)
        self._conditions(self.resource, "", None)

    def _wrong(self, pointer: str, words: Words, **more: str) -> None:
        self.faults.append(Fault(pointer, words % more if more else str(words)))

    def _rules_of_group(self, item: dict[str, Any], here: str) -> None:
        for name in ("enableWhen", "repeats"):
            if item.get(name):
                self._wrong(f"{here}/{name}", GROUP_RULES)

    def _question(self, item: dict[str, Any], here: str, part: str) -> None:
        kind = self._kind(item, here)
        if kind is None:
            return
        if part not in self.parts:
            self._wrong(here, NO_PART)
        for place, words, name in _not_carried(item):
            self._wrong(f"{here}/{place}", words, **({"name": name} if name else {}))
        if item.get("required") and not self.may_skip:
            self._wrong(f"{here}/required", MUST)
        text = _said(item, "text", self.language)
        if text is None:
            self._wrong(f"{here}/text", NO_TEXT)
            return
        question = Question(
            code=code_of(self.source, item["linkId"]),
            part=part,
            version=0,
            kind=kind,
            sensitive=False,
            text=text,
            why=self.why,
            hint=self._hint(item, here),
            choices=self._choices(item, here) if kind != QuestionKind.TEXT else (),
        )
        self._check_words(question, here)
        self.found[item["linkId"]] = question
        self.links.append(f"{self.source}#{item['linkId']}"[:SOURCE_AT_MOST])
        for number, inner in enumerate(item.get("item", ())):
            if inner["type"] != "display":
                self._question(inner, f"{here}/item/{number}", part)

    def _kind(self, item: dict[str, Any], here: str) -> QuestionKind | None:
        kind = item["type"]
        if kind in WORDS:
            if item.get("repeats"):
                self._wrong(f"{here}/repeats", REPEATED_WORDS)
            return QuestionKind.TEXT
        if kind == "boolean":
            return QuestionKind.RULER
        if kind in CHOOSING:
            return QuestionKind.CHOICES if item.get("repeats") else QuestionKind.RULER
        if kind == "group":
            self._wrong(here, GROUP_INSIDE)
        elif kind == "display":
            self._wrong(here, SHOWN_ALONE)
        else:
            self._wrong(f"{here}/type", NOT_CARRIED_TYPE, kind=kind)
        return None

    def _hint(self, item: dict[str, Any], here: str) -> Said | None:
        shown = [(n, one) for n, one in enumerate(item.get("item", ())) if one["type"] == "display"]
        if len(shown) > 1:
            self._wrong(f"{here}/item/{shown[1][0]}", TWO_HINTS)
        return _said(shown[0][1], "text", self.language) if shown else None

    def _choices(self, item: dict[str, Any], here: str) -> tuple[Choice, ...]:
        link = item["linkId"]
        if item["type"] == "boolean":
            self.named[link] = [(Value("Boolean", True), YES), (Value("Boolean", False), NO)]
            return tuple(Choice(code, Said(((ENGLISH, str(words)),))) for code, words in YES_OR_NO)
        options = self.fields[link].options
        if not options:
            self._wrong(here, ELSEWHERE if "answerValueSet" in item else NO_ANSWERS)
            return ()
        codes = _codes(options)
        self.named[link] = list(zip(options, codes, strict=True))
        found = []
        for number, (option, code) in enumerate(self.named[link]):
            said = self._option(option)
            if said is None:
                self._wrong(f"{here}/answerOption/{number}", NO_WORDS)
            else:
                found.append(Choice(code, said))
        return tuple(found)

    def _option(self, option: Value) -> Said | None:
        if option.kind == "Coding":
            return _said(option.raw, "display", self.language)
        return Said(((self.language, str(option.raw)),)) if option.kind in ("String", "Integer") else None

    def _check_words(self, question: Question, here: str) -> None:
        """Refuse what the page would refuse: words that are too long, answers that are alike or too many."""
        if question.kind != QuestionKind.TEXT and not question.choices:
            return  # said already
        languages = {name for said in (question.text, question.hint) if said for name, _text in said.texts}
        for language in sorted(languages):
            choices = tuple((one.code, one.text.say(language)) for one in question.choices)
            hint = question.hint.say(language) if question.hint else ""
            words = QuestionWords(question.text.say(language), question.why.say(language), hint, choices)
            try:
                checked_words(words, question.kind)
            except DomainError as error:
                self.faults.append(Fault(here, str(error)))
                return

    # ---- conditions

    def _conditions(self, holder: dict[str, Any], pointer: str, below: str | None) -> None:
        for number, item in enumerate(holder.get("item", ())):
            here, link = f"{pointer}/item/{number}", item["linkId"]
            question = self.found.get(link)
            if question is not None:
                after = list(self._asked_after(item, here))
                needs_all = item.get("enableBehavior") == "all"
                if below is not None:
                    if len(after) > 1 and not needs_all:
                        self._wrong(f"{here}/enableBehavior", ALL_NEEDED)
                    after, needs_all = [*after, AskedAfter(below)], True
                self.found[link] = replace(question, after=tuple(after), after_all=needs_all and bool(after))
            self._conditions(item, here, question.code if question else None)

    def _asked_after(self, item: dict[str, Any], here: str) -> Iterator[AskedAfter]:
        for number, one in enumerate(item.get("enableWhen", ())):
            place = f"{here}/enableWhen/{number}"
            asked, value = self.found.get(one["question"]), value_of(one, "answer")
            if asked is None or value is None:
                continue  # said already at the question itself
            if one["operator"] == "exists":
                yield AskedAfter(asked.code, without=value.raw is False)
            elif one["operator"] not in ("=", "!="):
                self._wrong(f"{place}/operator", OPERATOR)
            elif one["question"] not in self.named:
                self._wrong(f"{place}/operator", OPERATOR_WORDS)
            else:
                code = next((c for option, c in self.named[one["question"]] if _alike(option, value)), "")
                if not code:
                    self._wrong(place, NOT_CHOSEN)
                yield AskedAfter(asked.code, frozenset({code}), without=one["operator"] == "!=")


def _alike(option: Value, value: Value) -> bool:
    if option.kind == value.kind == "Coding":
        return all(option.raw.get(name) == value.raw.get(name) for name in ("system", "code"))
    return option == value


def _codes(options: tuple[Value, ...]) -> list[str]:
    """Return a code for each answer, of letters as answers are stored: its own where that will do."""
    found: list[str] = []
    for option in options:
        raw = option.raw.get("code", "") if option.kind == "Coding" else str(option.raw)
        code = re.sub("[^a-z]+", "_", raw.lower()).strip("_")[:20].strip("_")
        taken = len(code) < 2 or code in found
        found.append(free_codes(found, 1)[0] if taken else code)
    return found


def _not_carried(item: dict[str, Any]) -> Iterator[tuple[str, Words, str]]:
    """Yield what the conversation would lose of an item: where, why, and its name."""
    if item.get("initial"):
        yield "initial", CHOSEN_BEFORE, ""
    for number, option in enumerate(item.get("answerOption", ())):
        if option.get("initialSelected"):
            yield f"answerOption/{number}/initialSelected", CHOSEN_BEFORE, ""
    for name in ("maxLength", "readOnly"):
        if item.get(name):
            yield name, A_LIMIT, name
    for name in (
        "questionnaire-minOccurs",
        "questionnaire-maxOccurs",
        "minValue",
        "maxValue",
        "questionnaire-hidden",
    ):
        if extensions(item, name):
            yield "extension", A_LIMIT, name
