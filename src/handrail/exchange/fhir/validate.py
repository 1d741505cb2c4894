"""Whether a resource is FHIR R4: HL7's schema, then the rules that the schema cannot say."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.words import Words
from handrail.exchange.fhir import reasons

FAULTS_AT_MOST = 20
DATES = frozenset({"date", "dateTime", "instant"})
TEXTS = frozenset({"string", "markdown", "xhtml", "code", "uri", "url", "canonical", "id"})
VERSION = "4.0"

_SCHEMA: dict[str, Any] = json.loads(
    resources.files(__package__).joinpath("data/r4.schema.json").read_bytes()
)
_DEFINITIONS: dict[str, Any] = _SCHEMA["definitions"]
RESOURCE_TYPES = frozenset(_SCHEMA["resourceTypes"])
CHECKED_TYPES = RESOURCE_TYPES & frozenset(_DEFINITIONS)


@frozen
class Fault:
    """One thing that is wrong: where in the resource (a JSON pointer) and why."""

    pointer: str
    reason: str


def faults(resource: Any) -> list[Fault]:
    """Return what is wrong with a resource, at most 20 things; an empty list means that it is FHIR R4."""
    return list(islice(_of_resource(resource, ""), FAULTS_AT_MOST))


def _of_resource(resource: Any, pointer: str) -> Iterator[Fault]:
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(kind, str):
        yield Fault(pointer, str(reasons.NO_TYPE))
        return
    version = resource.get("fhirVersion")
    if isinstance(version, str) and not version.startswith(VERSION):
        yield Fault(
            f"{pointer}/fhirVersion", _say(reasons.STATED_VERSION, version=reasons.printable(version))
        )
    elif kind not in RESOURCE_TYPES:
        yield Fault(f"{pointer}/resourceType", reasons.of_unknown_type(kind))
    elif kind in CHECKED_TYPES:
        yield from _of_checked(resource, kind, pointer)


def _of_checked(resource: dict[str, Any], kind: str, pointer: str) -> Iterator[Fault]:
    wrong = list(islice(_validator(kind).iter_errors(resource), FAULTS_AT_MOST))
    for error in wrong:
        path = [str(step) for step in error.instance_path]
        name = next((step for step in reversed(path) if not step.isdigit()), kind)
        reason = reasons.of_schema_error(kind, error, name, _simple_type(error))
        yield Fault(pointer + "".join(f"/{step}" for step in path), reason)
    if not wrong:
        yield from _of_group(resource, kind, pointer)
        if kind == "Questionnaire":
            yield from _of_link_ids(resource, pointer, set())


def _say(words: Words, **values: str) -> str:
    return words % values


@cache
def _validator(kind: str) -> Any:
    schema = {"$ref": f"#/definitions/{kind}", "definitions": _DEFINITIONS}
    return jsonschema_rs.Draft6Validator(schema, pattern_options=jsonschema_rs.RegexOptions())


@cache
def _elements(name: str) -> dict[str, str]:
    """Return which definition describes each element of a definition."""
    found = {}
    for element, body in _DEFINITIONS[name].get("properties", {}).items():
        item = body.get("items", body)
        item = item["anyOf"][0] if "anyOf" in item else item
        if "$ref" in item:
            found[element] = item["$ref"].rsplit("/", 1)[1]
    return found


@cache
def _by_pattern() -> dict[str, str]:
    found = {body["pattern"]: name for name, body in _DEFINITIONS.items() if "pattern" in body}
    return found | {_DEFINITIONS["uri"]["pattern"]: "uri"}


def _simple_type(error: Any) -> str:
    return _by_pattern().get(getattr(error.kind, "pattern", ""), "")


def _of_group(group: dict[str, Any], definition: str, pointer: str) -> Iterator[Fault]:
    """Yield what is wrong with a group of elements whose shape the schema has found right."""
    if not group:
        yield Fault(pointer, _say(reasons.EMPTY, name=pointer.rsplit("/", 1)[-1]))
    yield from _of_rules(group, _DEFINITIONS[definition].get("rules", {}), pointer)
    elements = _elements(definition)
    for name, value in group.items():
        here = f"{pointer}/{name}"
        if isinstance(value, list):
            if not value:
                yield Fault(here, _say(reasons.EMPTY, name=name))
            for number, item in enumerate(value):
                yield from _of_element(item, elements.get(name, ""), name, f"{here}/{number}")
        else:
            yield from _of_element(value, elements.get(name, ""), name, here)


def _of_element(value: Any, definition: str, name: str, pointer: str) -> Iterator[Fault]:
    if isinstance(value, str):
        yield from _of_text(value, definition, name, pointer)
    elif definition == "ResourceList":
        yield from _of_resource(value, pointer)
    elif isinstance(value, dict):
        yield from _of_group(value, definition, pointer)


def _of_text(text: str, definition: str, name: str, pointer: str) -> Iterator[Fault]:
    if "\x00" in text:
        yield Fault(pointer, _say(reasons.NOT_STORED, name=name))
    elif definition in TEXTS and not text.strip():
        yield Fault(pointer, _say(reasons.BLANK, name=name))
    elif definition in DATES and len(text) >= 10 and not _is_a_day(text[:10]):
        yield Fault(pointer, _say(reasons.NO_SUCH_DAY, name=name))


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _of_rules(group: dict[str, Any], rules: dict[str, Any], pointer: str) -> Iterator[Fault]:
    for name in rules.get("required", ()):
        if name not in group and f"_{name}" not in group:
            yield Fault(pointer, _say(reasons.MISSING, name=name))
    for stem, choice in rules.get("choices", {}).items():
        given = [name for name in choice["of"] if name in group or f"_{name}" in group]
        if len(given) > 1:
            yield Fault(pointer, _say(reasons.MANY_VALUES, names=", ".join(f"“{name}”" for name in given)))
        elif choice["required"] and not given:
            yield Fault(pointer, _say(reasons.MISSING, name=f"{stem}[x]"))
    yield from _of_references(group, rules.get("references", {}), pointer)


def _of_references(group: dict[str, Any], rules: dict[str, list[str]], pointer: str) -> Iterator[Fault]:
    for name, allowed in rules.items():
        references = group.get(name, ())
        for reference in references if isinstance(references, list) else (references,):
            found = referred_type(reference)
            if found and found not in allowed:
                sentence = _say(reasons.WRONG_TARGET, name=name, found=found, allowed=", ".join(allowed))
                yield Fault(f"{pointer}/{name}", sentence)


def referred_type(reference: Any) -> str:
    """Return the resource type that a reference names, or nothing when it does not say."""
    if not isinstance(reference, dict):
        return ""
    stated, address = reference.get("type", ""), reference.get("reference", "")
    if stated in RESOURCE_TYPES:
        return str(stated)
    steps = address.split("?")[0].split("/_history/")[0].split("/")
    where = -1 if "?" in address else -2
    return steps[where] if len(steps) >= -where and steps[where] in RESOURCE_TYPES else ""


def _of_link_ids(group: dict[str, Any], pointer: str, seen: set[str]) -> Iterator[Fault]:
    for number, item in enumerate(group.get("item", ())):
        here = f"{pointer}/item/{number}"
        link = item.get("linkId")
        if link in seen:
            yield Fault(f"{here}/linkId", _say(reasons.LINK_ID_TWICE, link=reasons.printable(link)))
        seen.add(link)
        yield from _of_link_ids(item, here, seen)
