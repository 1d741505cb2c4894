"""What Handrail takes from a resource, as plain facts: docs/reference/fhir.md says the same in a table."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.rules import Relationship

NAME_AT_MOST, PHONE_AT_MOST, EMAIL_AT_MOST, IDENTIFIER_AT_MOST, SOURCE_AT_MOST = 200, 40, 254, 200, 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LANGUAGE_AT_MOST = 12

# Papers and numbers that nobody needs here; what is not kept cannot leak (HL7 table 0203).
NOT_KEPT_NUMBERS = frozenset({"SS", "SB", "DL", "PPN", "TAX", "BC", "CC"})
CHOSEN, FORMAL = ("usual", "nickname", "official", ""), ("official", "usual", "")

RELATIONSHIP_CODES: dict[Relationship, frozenset[str]] = {
    Relationship.PARENT: frozenset(
        {"PRN", "MTH", "FTH", "NMTH", "NFTH", "ADOPTP", "ADOPTM", "ADOPTF", "FTHFOST", "MTHFOST", "STPPRN"}
    ),
    Relationship.PARTNER: frozenset({"SPS", "HUSB", "WIFE", "DOMPART", "SIGOTHR", "S"}),
    Relationship.SIBLING: frozenset({"SIB", "BRO", "SIS", "HSIB", "HBRO", "HSIS", "STPSIB", "TWIN"}),
    Relationship.CHILD: frozenset({"CHILD", "SON", "DAU", "DAUC", "SONC", "NCHILD", "STPCHLD", "CHLDADOPT"}),
    Relationship.OTHER_FAMILY: frozenset(
        {"FAMMEMB", "EXT", "AUNT", "UNCLE", "COUSN", "NIECE", "NEPHEW", "NIENEPH", "GRPRN", "GRMTH", "GRFTH"}
    ),
    Relationship.FRIEND: frozenset({"FRND"}),
    Relationship.NEIGHBOUR: frozenset({"NBOR"}),
    Relationship.GUARDIAN: frozenset({"GUARD", "GT"}),
}


@frozen
class Facts:
    """What one resource says, by the name of our field; ``identifiers`` of a Patient beside them."""

    fields: dict[str, Any]
    identifiers: tuple[tuple[str, str], ...] = ()


def patient(resource: dict[str, Any]) -> Facts:
    """Return the facts of a Patient; raise DomainError when it has no name or holds what does not fit."""
    formal, chosen = _name(resource, FORMAL), _name(resource, CHOSEN)
    given = " ".join(_texts(formal.get("given", ())))
    family = formal.get("family", "")
    if not given and not family:
        given = formal.get("text", "")
    called = next(iter(_texts(chosen.get("given", ()))), "") or chosen.get("text", "") or family
    if not called.strip():
        raise DomainError(str(_("This Patient has no name. A name is needed to greet a person.")))
    fields = {
        "called": _fitting(called, NAME_AT_MOST, "name"),
        "given_name": _fitting(given, NAME_AT_MOST, "name.given"),
        "family_name": _fitting(family, NAME_AT_MOST, "name.family"),
        "birth_on": _day(resource.get("birthDate")),
        "language": _language(resource),
        "phone": _contact(resource, "phone"),
        "email": _contact(resource, "email") or None,
        "address": _place(resource),
    }
    numbers = identifiers(resource)
    for number in numbers:
        _fitting(max(number, key=len), IDENTIFIER_AT_MOST, "identifier")
    return Facts(fields, numbers)


def related_person(resource: dict[str, Any]) -> Facts:
    """Return the facts of a RelatedPerson; raise DomainError when it has no name."""
    formal, chosen = _name(resource, FORMAL), _name(resource, CHOSEN)
    name = " ".join([*_texts(formal.get("given", ())), formal.get("family", "")]).strip()
    name = name or formal.get("text", "")
    if not name.strip():
        raise DomainError(str(_("This RelatedPerson has no name.")))
    period = resource.get("period", {})
    fields = {
        "name": _fitting(name, NAME_AT_MOST, "name"),
        "called": _fitting(next(iter(_texts(chosen.get("given", ()))), ""), NAME_AT_MOST, "name.given"),
        "relationship": _relationship(resource),
        "phone": _contact(resource, "phone"),
        "email": _contact(resource, "email") or None,
        "from_on": _day(period.get("start")),
        "to_on": _day(period.get("end")),
    }
    return Facts(fields)


def care_plan(resource: dict[str, Any]) -> Facts:
    """Return title, words and activities of a CarePlan, its status and its date. Diagnoses stay out."""
    heading = resource.get("title") or resource.get("description") or ""
    if not heading:
        heading = ", ".join(filter(None, map(said, resource.get("category", ()))))
    lines = [heading]
    if resource.get("title") and resource.get("description"):
        lines.append(resource["description"])
    for activity in resource.get("activity", ()):
        detail = activity.get("detail", {})
        words = detail.get("description") or said(detail.get("code", {}))
        words = words or activity.get("reference", {}).get("display", "")
        lines.append(f"– {words}" if words else "")
    text = "\n".join(filter(None, lines)) or _narrative(resource)
    written = resource.get("created") or resource.get("period", {}).get("start")
    return Facts(_outside(resource, text, resource.get("status", ""), written))


def goal(resource: dict[str, Any]) -> Facts:
    """Return the words of a Goal, its status and its date."""
    text = said(resource.get("description", {})) or _narrative(resource)
    written = resource.get("statusDate") or resource.get("startDate")
    return Facts(_outside(resource, text, resource.get("lifecycleStatus", ""), written))


def _outside(resource: dict[str, Any], text: str, status: str, written: Any) -> dict[str, Any]:
    updated = resource.get("meta", {}).get("lastUpdated")
    return {"text": kept(text), "status": status, "recorded_on": _day(written) or _day(updated)}


def said(concept: dict[str, Any]) -> str:
    """Return the words of a CodeableConcept: its text, else the first display."""
    displays = (coding.get("display", "") for coding in concept.get("coding", ()))
    return concept.get("text") or next(filter(None, displays), "")


def died(resource: dict[str, Any]) -> bool:
    """Return whether the source says that the person has died."""
    return bool(resource.get("deceasedDateTime")) or resource.get("deceasedBoolean") is True


def _texts(values: Any) -> list[str]:
    return [value for value in values if value]


def _fitting(text: str, limit: int, element: str) -> str:
    if len(kept(text)) > limit:
        sentence = _("“%(element)s” is longer than %(limit)s letters. Handrail would have to cut it.")
        raise DomainError(sentence % {"element": element, "limit": limit})
    return text.strip()


def _name(resource: dict[str, Any], uses: tuple[str, ...]) -> dict[str, Any]:
    """Return the name for the first of ``uses`` that is given and not ended; else any name there is."""
    names = resource.get("name", ())
    current = [name for name in names if not name.get("period", {}).get("end")] or list(names)
    for use in uses:
        for name in current:
            if name.get("use", "") == use:
                return dict(name)
    return dict(current[0]) if current else {}


def _day(text: Any) -> date | None:
    """Return a full date, or None for a year or a month alone: a made-up day would be a lie."""
    return date.fromisoformat(text[:10]) if isinstance(text, str) and len(text) >= 10 else None


def _language(resource: dict[str, Any]) -> str:
    spoken = sorted(resource.get("communication", ()), key=lambda way: way.get("preferred") is not True)
    for way in spoken:
        for coding in way.get("language", {}).get("coding", ()):
            code = coding.get("code", "")
            if _LANGUAGE.fullmatch(code) and len(code) <= LANGUAGE_AT_MOST:
                return str(code)
    return ""


def _contact(resource: dict[str, Any], system: str) -> str:
    """Return the first current phone number or e-mail address that fits; what is none of these is left out."""
    points = [p for p in resource.get("telecom", ()) if p.get("system") == system and p.get("use") != "old"]
    for point in sorted(points, key=lambda p: p.get("rank", 99)):
        value = kept(point.get("value", "")).strip()
        if system == "phone" and 0 < len(value) <= PHONE_AT_MOST:
            return value
        if system == "email" and len(value) <= EMAIL_AT_MOST and _EMAIL.fullmatch(value):
            return value
    return ""


def _place(resource: dict[str, Any]) -> str:
    """Return postal code, town and country: coarse on purpose, the street stays where it was."""
    for address in resource.get("address", ()):
        if address.get("use") == "old" or address.get("period", {}).get("end"):
            continue
        town = " ".join(filter(None, (address.get("postalCode", ""), address.get("city", ""))))
        place = ", ".join(filter(None, (town, address.get("country", ""))))
        if place:
            return _fitting(place, NAME_AT_MOST, "address")
    return ""


def identifiers(resource: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return system and value of the numbers that are kept."""
    found: dict[tuple[str, str], None] = {}
    for identifier in resource.get("identifier", ()):
        system, value = identifier.get("system", ""), identifier.get("value", "")
        codes = {coding.get("code") for coding in identifier.get("type", {}).get("coding", ())}
        if system and value and identifier.get("use") != "old" and not codes & NOT_KEPT_NUMBERS:
            pair = (system.strip(), value.strip())
            found[pair] = None
    return tuple(found)


def _relationship(resource: dict[str, Any]) -> Relationship:
    codes = {
        coding.get("code")
        for concept in resource.get("relationship", ())
        for coding in concept.get("coding", ())
    }
    for relationship, known in RELATIONSHIP_CODES.items():
        if codes & known:
            return relationship
    return Relationship.OTHER


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _narrative(resource: dict[str, Any]) -> str:
    """Return the words of the narrative without its markup, for a resource that says nothing else."""
    words = _Words()
    words.feed(resource.get("text", {}).get("div", ""))
    return " ".join(" ".join(words.parts).split())
