"""An instrument as a FHIR R4 Questionnaire, one time of answering as a QuestionnaireResponse, and back."""

from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue.definitions import Said
from handrail.exchange.fhir.rules import check_response, form_of, value_of
from handrail.exchange.fhir.rules.form import EXTENSION, extensions
from handrail.exchange.fhir.unit import Refused
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration
from handrail.measures.rules import NOT_APPLICABLE, PREFER_NOT, Instrument, Item, Option
from handrail.measures.rules.asking import AdministrationStatus

ADDRESS = "urn:handrail:questionnaire:"
ANSWERS = "urn:handrail:answers:"
LOINC = "http://loinc.org"
ENGLISH = "en"
DAY_LENGTH = 10
VALUE_AT_MOST = 200
FOREIGN = "another form"
ABSENT = {"asked-declined": PREFER_NOT, "not-applicable": NOT_APPLICABLE}
IN_ERROR = "entered-in-error"
UNFINISHED = frozenset({"in-progress", "stopped"})


# ---- an instrument as a Questionnaire ----------------------------------------------------------------------------


def _words(said: Said | None, name: str = "text") -> dict[str, Any]:
    """Return words as FHIR writes them: English or whatever there is, the others as translations."""
    if said is None:
        return {}
    texts = dict(said.texts)
    language = ENGLISH if ENGLISH in texts else next(iter(texts))
    found: dict[str, Any] = {name: texts.pop(language)}
    translations = [
        {
            "url": f"{EXTENSION}translation",
            "extension": [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}],
        }
        for code, text in texts.items()
    ]
    return found | ({f"_{name}": {"extension": translations}} if translations else {})


def _coding(instrument: Instrument, option: Option) -> dict[str, Any]:
    system = LOINC if option.code else f"{ANSWERS}{instrument.key}"
    return {"system": system, "code": option.code or str(option.value), **_words(option.text, "display")}


def _option(instrument: Instrument, option: Option) -> dict[str, Any]:
    ordinal = {"url": f"{EXTENSION}ordinalValue", "valueDecimal": option.value}
    return {"valueCoding": {"extension": [ordinal], **_coding(instrument, option)}}


def _conditions(instrument: Instrument, item: Item) -> dict[str, Any]:
    if item.asked_when is None:
        return {}
    found = [
        {"question": key, "operator": "=", "answerCoding": _coding(instrument, option)}
        for key in item.asked_when.items
        for option in instrument.item(key).options
        if option.value in item.asked_when.values
    ]
    return {"enableWhen": found, **({"enableBehavior": "any"} if len(found) > 1 else {})}


def _item(instrument: Instrument, item: Item) -> dict[str, Any]:
    most = [{"url": f"{EXTENSION}questionnaire-maxOccurs", "valueInteger": item.repeats}]
    return {
        **({"extension": most} if item.repeats else {}),
        "linkId": item.key,
        **({"code": [{"system": LOINC, "code": item.code}]} if item.code else {}),
        **_words(item.text),
        "type": "choice",
        **_conditions(instrument, item),
        **({"required": True} if item.required else {}),
        **({"repeats": True} if item.repeats else {}),
        "answerOption": [_option(instrument, option) for option in item.options],
    }


def questionnaire_of(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as a Questionnaire: its version, its notice, and each question under its own key."""
    return {
        "resourceType": "Questionnaire",
        "id": instrument.key.replace("_", "-"),
        "url": f"{ADDRESS}{instrument.key}",
        "version": instrument.version,
        "name": "".join(part.capitalize() for part in instrument.key.split("_")),
        **_words(instrument.title, "title"),
        "status": "active",
        "subjectType": ["Patient"],
        **_words(instrument.about, "description"),
        "copyright": instrument.licence.notice,
        "item": [_item(instrument, item) for item in instrument.items],
    }


# ---- answers as a QuestionnaireResponse --------------------------------------------------------------------------

STATUSES = {
    AdministrationStatus.SUBMITTED: "completed",
    AdministrationStatus.IN_ERROR: IN_ERROR,
}
_REASONS = {reason: code for code, reason in ABSENT.items()}


def _answer(instrument: Instrument, item: Item, value: Any) -> dict[str, Any]:
    options = {option.value: option for option in item.options} | {
        option.code: option for option in item.options if option.code
    }
    return {"valueCoding": _coding(instrument, options[value])}


def _answered(instrument: Instrument, item: Item, value: Any) -> dict[str, Any]:
    if isinstance(value, str) and value in _REASONS:
        reason = {"url": f"{EXTENSION}data-absent-reason", "valueCode": _REASONS[value]}
        return {"linkId": item.key, "extension": [reason]}
    values = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
    answers = [_answer(instrument, item, one) for one in values]
    return {"linkId": item.key, **_words(item.text), **({"answer": answers} if answers else {})}


def response_of(row: Administration, instrument: Instrument) -> dict[str, Any]:
    """
    Return what was sent as a QuestionnaireResponse to the version that was shown; drafts are never handed out.

    What was not answered is not there; a reason for no answer stands as one. Raises KeyError for a draft, and for
    answers that ``instrument`` does not have.
    """
    status = STATUSES[AdministrationStatus(row.status)]
    given = {key: value for key, value in row.answers.items() if value is not None}
    items = [_answered(instrument, instrument.item(key), given[key]) for key in _order(instrument, given)]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(row.pk),
        "questionnaire": f"{ADDRESS}{instrument.key}|{row.instrument_version}",
        "status": "amended" if row.corrects_id and status == "completed" else status,
        "subject": {"reference": f"Patient/{row.participant_id}"},
        "authored": row.answered_on.isoformat(),
        **({"item": items} if items else {}),
    }


def _order(instrument: Instrument, given: dict[str, Any]) -> list[str]:
    """Return the keys of the answers in the order of the questions; those that there are no more come last."""
    order = [item.key for item in instrument.items]
    return sorted(given, key=lambda key: order.index(key) if key in order else len(order))


# ---- a QuestionnaireResponse as answers --------------------------------------------------------------------------


@frozen
class Reading:
    """What a response says: to which instrument, in which version, on which day, and what of it does not fit."""

    instrument: str
    version: str
    answers: dict[str, Any]
    answered_on: date
    places: str
    finished: bool
    in_error: bool


@cache
def _known_codes() -> dict[str, dict[str, str]]:
    """Return for each instrument the keys of its questions by their code in LOINC."""
    coded = {
        one.key: {item.code: item.key for item in one.items if item.code} for one in instruments().values()
    }
    return {key: codes for key, codes in coded.items() if codes}


def _links(resource: dict[str, Any]) -> set[str]:
    return {item["linkId"].lstrip("/") for item in _flat(resource)}


def _flat(holder: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every item below ``holder``; forms of others keep their questions in groups."""
    found = []
    for item in holder.get("item", ()):
        found.append(item)
        found += _flat(item)
        for answer in item.get("answer", ()):
            found += _flat(answer)
    return found


def _by_codes(resource: dict[str, Any]) -> str:
    """Return the instrument whose questions a form of somebody else asks, by their codes; none, when it is unclear."""
    links = _links(resource)
    shares = {key: len(links & set(codes)) for key, codes in _known_codes().items()}
    whole = [key for key, count in shares.items() if count > 1 and count * 2 > len(_known_codes()[key])]
    return max(whole, key=lambda key: shares[key], default="")


def read_response(resource: dict[str, Any], place: str, zone: str) -> Reading | None:
    """
    Return what a response to one of our instruments says, None when it answers something else.

    A form of somebody else with the same codes is another version: its answers are read, never counted. Raises
    Refused, with the place, for an instrument that is not here, and for a day that is not said.
    """
    address, _bar, version = resource.get("questionnaire", "").partition("|")
    is_ours = address.startswith(ADDRESS)
    key = address.removeprefix(ADDRESS) if is_ours else _by_codes(resource)
    if is_ours and key not in instruments():
        raise Refused(f"{place}#/questionnaire", str(_("There is no such questionnaire here.")))
    if not key:
        return None
    found = instruments()[key]
    shown = version if is_ours and version else FOREIGN
    wrong = check_response(form_of(questionnaire_of(found)), resource) if shown == found.version else []
    return Reading(
        instrument=key,
        version=shown,
        answers=_answers(resource, found, is_ours=is_ours),
        answered_on=_day(resource, place, zone),
        places="; ".join(f"{one.pointer}: {one.reason}" for one in wrong),
        finished=resource["status"] not in UNFINISHED,
        in_error=resource["status"] == IN_ERROR,
    )


def _day(resource: dict[str, Any], place: str, zone: str) -> date:
    written = resource.get("authored", "")
    if len(written) < DAY_LENGTH:
        raise Refused(f"{place}#/authored", str(_("It does not say on which day it was answered.")))
    if "T" not in written:
        return date.fromisoformat(written)
    return datetime.fromisoformat(written.replace(":60", ":59")).astimezone(ZoneInfo(zone)).date()


def _answers(resource: dict[str, Any], instrument: Instrument, *, is_ours: bool) -> dict[str, Any]:
    """Return the answers by the key of the question; what nobody asked stays under the name that it came with."""
    codes = _known_codes().get(instrument.key, {})
    keys = {item.key for item in instrument.items}
    found: dict[str, Any] = {}
    for item in _flat(resource):
        link = item["linkId"]
        key = link if link in keys else codes.get(link.lstrip("/"), "")
        values = _values(item, instrument.item(key) if key else None)
        if values and (key or is_ours):
            found[key or link[:40]] = _one_or_many(values, instrument.item(key) if key else None)
    return found


def _one_or_many(values: list[Any], asks: Item | None) -> Any:
    is_list = (asks is not None and asks.repeats > 0 and values[0] not in _REASONS) or len(values) > 1
    return values if is_list else values[0]


def _values(item: dict[str, Any], asks: Item | None) -> list[Any]:
    for holder in (item, *item.get("answer", ())):
        for one in extensions(holder, "data-absent-reason"):
            if one.get("valueCode") in ABSENT:
                return [ABSENT[one["valueCode"]]]
    given = [value_of(answer) for answer in item.get("answer", ())]
    return [_value(value.kind, value.raw, asks) for value in given if value is not None]


def _value(kind: str, raw: Any, asks: Item | None) -> Any:
    """Return an answer as the scoring takes it: the value of its option, else what was written."""
    if kind == "Coding":
        code = raw.get("code") or raw.get("display", "")
        known = {name: option.value for option in (asks.options if asks else ()) for name in _names(option)}
        return known.get(code, code[:VALUE_AT_MOST])
    if kind == "Quantity":
        return raw.get("value")
    return (
        raw[:VALUE_AT_MOST]
        if isinstance(raw, str)
        else raw
        if not isinstance(raw, dict)
        else str(raw)[:VALUE_AT_MOST]
    )


def _names(option: Option) -> tuple[str, ...]:
    return (option.code,) if option.code else (str(option.value),)
