"""A FHIR R4 Questionnaire as a plain table: what is asked, which answers fit, and when it is asked."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.exchange.fhir.rules.values import Value, value_of
from handrail.exchange.fhir.validate import Fault

EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
# Which kinds of value answer a question of a type.
KINDS: dict[str, frozenset[str]] = {
    "boolean": frozenset({"Boolean"}),
    "decimal": frozenset({"Decimal"}),
    "integer": frozenset({"Integer"}),
    "date": frozenset({"Date"}),
    "dateTime": frozenset({"DateTime"}),
    "time": frozenset({"Time"}),
    "string": frozenset({"String"}),
    "text": frozenset({"String"}),
    "url": frozenset({"Uri"}),
    "choice": frozenset({"Coding"}),
    "open-choice": frozenset({"Coding", "String"}),
    "attachment": frozenset({"Attachment"}),
    "reference": frozenset({"Reference"}),
    "quantity": frozenset({"Quantity"}),
}
CHOICES = frozenset({"choice", "open-choice"})
ORDERED = frozenset({">", "<", ">=", "<="})
SILENT = frozenset({"group", "display"})

UNKNOWN_QUESTION = _("It depends on a question that this form does not have.")
NEEDS_YES_OR_NO = _("“exists” is answered with true or false.")
ONE_OR_ALL = _("It has several conditions: “enableBehavior” says whether one or all are needed.")
TWO_LISTS = _("It has its own list of answers and names another. One of them is enough.")
NO_LIST_HERE = _("Only a choice has a list of answers.")
EMPTY_GROUP = _("A group holds at least one question.")
DISPLAY_ASKS = _("Words that are only shown ask nothing: no questions below, not required, not repeated.")
CANNOT_ASK = _("“question” stands for any type. Name the type.")


@frozen
class Condition:
    """One enableWhen: which question, how it is compared, with what."""

    question: str
    operator: str
    value: Value


@frozen
class Field:
    """One item of a Questionnaire. ``options`` is None when the list of answers stands somewhere else."""

    link: str
    kind: str
    pointer: str
    required: bool
    repeats: bool
    fields: tuple["Field", ...] = ()
    options: tuple[Value, ...] | None = ()
    when: tuple[Condition, ...] = ()
    needs_all: bool = False
    least: int = 0
    most: int | None = None
    longest: int | None = None
    lowest: Value | None = None
    highest: Value | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of value that fit: those of its options where it has any, of its type otherwise."""
        own = frozenset(option.kind for option in self.options or ())
        if self.kind == "open-choice":
            return own | {"String", "Coding"}
        return own or KINDS.get(self.kind, frozenset())

    def below(self) -> Iterator["Field"]:
        """Yield this field and everything below it."""
        yield self
        for field in self.fields:
            yield from field.below()


@frozen
class Form:
    """A Questionnaire: its address and version, and what it asks."""

    url: str
    version: str
    fields: tuple[Field, ...]

    @cached_property
    def links(self) -> dict[str, Field]:
        """Every field by its linkId."""
        return {field.link: field for top in self.fields for field in top.below()}


def extensions(element: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the extensions of an element that HL7 calls ``name``."""
    return [one for one in element.get("extension", ()) if one.get("url") == EXTENSION + name]


def _extension(element: dict[str, Any], name: str) -> Value | None:
    found = extensions(element, name)
    return value_of(found[0]) if found else None


def _number(element: dict[str, Any], name: str) -> int | None:
    found = _extension(element, name)
    return int(found.raw) if found else None


def _listed(value_set: dict[str, Any]) -> tuple[Value, ...] | None:
    """Return the codes that a ValueSet lists one by one, None when it names whole systems."""
    expanded = value_set.get("expansion", {}).get("contains")
    if expanded is not None:
        return tuple(Value("Coding", one) for one in expanded)
    found = []
    for include in value_set.get("compose", {}).get("include", ()):
        if "concept" not in include:
            return None
        system = {"system": include["system"]} if "system" in include else {}
        found += [Value("Coding", system | concept) for concept in include["concept"]]
    return tuple(found) or None


def _options(item: dict[str, Any], contained: dict[str, Any]) -> tuple[Value, ...] | None:
    if "answerValueSet" in item:
        value_set = contained.get(item["answerValueSet"].removeprefix("#"))
        return _listed(value_set) if value_set else None
    return tuple(value for value in map(value_of, item.get("answerOption", ())) if value)


def _condition(raw: dict[str, Any]) -> Condition:
    return Condition(raw["question"], raw["operator"], value_of(raw, "answer") or Value("", None))


def _fields(holder: dict[str, Any], contained: dict[str, Any], pointer: str = "") -> tuple[Field, ...]:
    items = enumerate(holder.get("item", ()))
    return tuple(_field(item, contained, f"{pointer}/item/{number}") for number, item in items)


def _field(item: dict[str, Any], contained: dict[str, Any], pointer: str) -> Field:
    return Field(
        link=item["linkId"],
        kind=item["type"],
        pointer=pointer,
        required=item.get("required", False),
        repeats=item.get("repeats", False),
        fields=_fields(item, contained, pointer),
        options=_options(item, contained),
        when=tuple(_condition(one) for one in item.get("enableWhen", ())),
        needs_all=item.get("enableBehavior") == "all",
        least=_number(item, "questionnaire-minOccurs") or 0,
        most=_number(item, "questionnaire-maxOccurs"),
        longest=item.get("maxLength"),
        lowest=_extension(item, "minValue"),
        highest=_extension(item, "maxValue"),
    )


def form_of(questionnaire: dict[str, Any]) -> Form:
    """Return the form that a Questionnaire is, once ``validate.faults`` has found it to be FHIR R4."""
    contained = {one.get("id"): one for one in questionnaire.get("contained", ())}
    fields = _fields(questionnaire, contained)
    return Form(questionnaire.get("url", ""), questionnaire.get("version", ""), fields)


# ---- what a schema cannot say ------------------------------------------------------------------------------------


def form_faults(questionnaire: dict[str, Any]) -> list[Fault]:
    """
    Return what makes a Questionnaire impossible to answer, each with its place; the elements themselves fit R4.

    Rules que-1, que-4 to que-7 and que-12 of HL7, and a condition on a question that is not there.
    """
    links = set(form_of(questionnaire).links)
    return list(_of_items(questionnaire, links, ""))


def _of_items(holder: dict[str, Any], links: set[str], pointer: str) -> Iterator[Fault]:
    for number, item in enumerate(holder.get("item", ())):
        here = f"{pointer}/item/{number}"
        for place, words in _of_item(item, links):
            yield Fault(here + place, str(words))
        yield from _of_items(item, links, here)


def _of_item(item: dict[str, Any], links: set[str]) -> Iterator[tuple[str, Words]]:
    kind = item["type"]
    if kind == "question":
        yield "/type", CANNOT_ASK
    if kind == "group" and not item.get("item"):
        yield "", EMPTY_GROUP
    if kind == "display" and (item.get("item") or "required" in item or "repeats" in item):
        yield "", DISPLAY_ASKS
    if "answerOption" in item and "answerValueSet" in item:
        yield "/answerValueSet", TWO_LISTS
    if ("answerOption" in item or "answerValueSet" in item) and kind not in CHOICES:
        yield "/type", NO_LIST_HERE
    yield from _of_conditions(item, links)


def _of_conditions(item: dict[str, Any], links: set[str]) -> Iterator[tuple[str, Words]]:
    conditions = item.get("enableWhen", ())
    if len(conditions) > 1 and "enableBehavior" not in item:
        yield "/enableBehavior", ONE_OR_ALL
    for number, one in enumerate(conditions):
        if one["question"] not in links:
            yield f"/enableWhen/{number}/question", UNKNOWN_QUESTION
        if one["operator"] == "exists" and "answerBoolean" not in one:
            yield f"/enableWhen/{number}", NEEDS_YES_OR_NO
