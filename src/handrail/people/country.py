"""What a country's law says about consent and age: data, and whether anybody has confirmed it."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.words import in_language
from handrail.base.yaml import read_yaml
from handrail.people.models import Participant
from handrail.people.rules.consent import LegalBasis
from handrail.people.rules.guardians import Ages, age_on

DATA = Path(__file__).parent / "data" / "country.yaml"
_TEXTS = {"type": "object", "required": ["en"], "additionalProperties": {"type": "string", "minLength": 1}}
_AGE = {"type": "integer", "minimum": 0, "maximum": 30}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "countries"],
    "additionalProperties": False,
    "properties": {
        "version": {"type": "integer"},
        "countries": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "confirmed", "ages", "leap_birthday", "legal_bases"],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "maxLength": 2},
                    "confirmed": {"type": "boolean"},
                    "ages": {
                        "type": "object",
                        "required": ["own_word", "alone", "adult"],
                        "additionalProperties": False,
                        "properties": {"own_word": _AGE, "alone": _AGE, "adult": _AGE},
                    },
                    "leap_birthday": {"enum": ["02-28", "03-01"]},
                    "legal_bases": {
                        "type": "object",
                        "required": [basis.value for basis in LegalBasis],
                        "additionalProperties": _TEXTS,
                    },
                },
            },
        },
    },
}


@frozen
class CountryPack:
    """The rows of one country, as far as consent and guardians need them."""

    ages: Ages
    is_confirmed: bool
    legal_bases: Mapping[str, dict[str, str]]

    def legal_basis(self, basis: str, language: str) -> str:
        """Return the text of a legal basis in a language."""
        return in_language(self.legal_bases[basis], language)


@cache
def _packs() -> dict[str, CountryPack]:
    found = read_yaml(DATA.read_text("utf-8"))
    jsonschema_rs.validate(_SCHEMA, found)
    return {
        row["code"]: CountryPack(
            Ages(**row["ages"], leap_is_march=row["leap_birthday"] == "03-01"),
            row["confirmed"],
            row["legal_bases"],
        )
        for row in found["countries"]
    }


def country_pack(code: str) -> CountryPack:
    """Return what is known of a country, or the row for every other country."""
    return _packs().get(code) or _packs()[""]


def is_minor(participant: Participant, today: date) -> bool:
    """Return whether the person is not of age on ``today``, as their place's country has it; no birth date, no answer."""
    ages = country_pack(participant.organisation.country).ages
    age = age_on(participant.birth_on, today, leap_is_march=ages.leap_is_march)
    return age is not None and age < ages.adult
