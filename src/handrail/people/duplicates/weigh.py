"""
Whether two people may be one: weights of agreement, added up, with the reasons in words.

Source: I. P. Fellegi and A. B. Sunter, A Theory for Record Linkage, Journal of the American Statistical Association
64 (1969). A weight is log2(m / u) in bits: m is how often a thing agrees so far in two records of one person, u how
often by chance. Names, birth date and number were counted on the 5,000 known pairs and 400,000 chance pairs of
dataset 4 of Febrl (P. Christen, 2008) and rounded; address and phone stand far below what was counted there,
because a household shares them, and a telephone changes hands. Nothing is merged: a person decides.
"""

from dataclasses import replace
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.people.duplicates.known import Known
from handrail.people.duplicates.levels import (
    Level,
    address_level,
    birth_level,
    identifier_level,
    name_level,
    phone_level,
)

ACROSS = 2.0  # more for a name that sounds alike in another script: its letters cannot agree better
THRESHOLD = 12.0  # bits: what is at least this is shown
SWAPPED = -2.0  # family name and given name in each other's place
SIBLING = (
    -12.0
)  # same birth date and family name, quite another given name: a twin, as long as no number agrees
NAME = {Level.SAME: 7.5, Level.NEAR: 6.5, Level.SOUND: 3.5, Level.LIKE: 2.0, Level.DIFFERENT: -3.0}
WEIGHTS: dict[str, dict[Level, float]] = {
    "given": NAME,
    "family": NAME,
    "birth": {Level.SAME: 14.0, Level.NEAR: 5.5, Level.LIKE: 1.0, Level.DIFFERENT: -4.5},
    "identifier": {Level.SAME: 17.0, Level.NEAR: 11.0, Level.DIFFERENT: -4.5},
    "phone": {Level.SAME: 7.0, Level.NEAR: 3.0, Level.DIFFERENT: -0.5},
    "address": {Level.SAME: 6.0, Level.PART: 2.5, Level.DIFFERENT: -1.5},
}


class Reason(StrEnum):
    """Why two records may be of one person, or what speaks against it."""

    SAME_NUMBER = "same_number"
    NEAR_NUMBER = "near_number"
    SAME_NAME = "same_name"
    SWAPPED_NAME = "swapped_name"
    NEAR_NAME = "near_name"
    SOUNDS_ALIKE = "sounds_alike"
    OTHER_SCRIPT = "other_script"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    SAME_BIRTH = "same_birth"
    NEAR_BIRTH = "near_birth"
    PART_BIRTH = "part_birth"
    SAME_PHONE = "same_phone"
    NEAR_PHONE = "near_phone"
    SAME_ADDRESS = "same_address"
    PART_ADDRESS = "part_address"
    OTHER_GIVEN = "other_given"
    OTHER_FAMILY = "other_family"
    OTHER_BIRTH = "other_birth"
    OTHER_NUMBER = "other_number"


REASONS: dict[Reason, Words] = {
    Reason.SAME_NUMBER: _("the same number of another system"),
    Reason.NEAR_NUMBER: _("nearly the same number of another system"),
    Reason.SAME_NAME: _("the same name"),
    Reason.SWAPPED_NAME: _("given name and family name in each other’s place"),
    Reason.NEAR_NAME: _("nearly the same name"),
    Reason.SOUNDS_ALIKE: _("names that sound alike"),
    Reason.OTHER_SCRIPT: _("the name in another script"),
    Reason.GIVEN_NAME: _("a given name like it"),
    Reason.FAMILY_NAME: _("a family name like it"),
    Reason.SAME_BIRTH: _("the same birth date"),
    Reason.NEAR_BIRTH: _("a birth date with one typo between"),
    Reason.PART_BIRTH: _("part of the birth date"),
    Reason.SAME_PHONE: _("the same phone"),
    Reason.NEAR_PHONE: _("nearly the same phone"),
    Reason.SAME_ADDRESS: _("the same address"),
    Reason.PART_ADDRESS: _("part of the address"),
    Reason.OTHER_GIVEN: _("but another given name"),
    Reason.OTHER_FAMILY: _("but another family name"),
    Reason.OTHER_BIRTH: _("but another birth date"),
    Reason.OTHER_NUMBER: _("but another number of the same system"),
}
SAID: dict[str, dict[Level, Reason]] = {
    "given": {Level.DIFFERENT: Reason.OTHER_GIVEN},
    "family": {Level.DIFFERENT: Reason.OTHER_FAMILY},
    "birth": {
        Level.SAME: Reason.SAME_BIRTH,
        Level.NEAR: Reason.NEAR_BIRTH,
        Level.LIKE: Reason.PART_BIRTH,
        Level.DIFFERENT: Reason.OTHER_BIRTH,
    },
    "identifier": {
        Level.SAME: Reason.SAME_NUMBER,
        Level.NEAR: Reason.NEAR_NUMBER,
        Level.DIFFERENT: Reason.OTHER_NUMBER,
    },
    "phone": {Level.SAME: Reason.SAME_PHONE, Level.NEAR: Reason.NEAR_PHONE},
    "address": {Level.SAME: Reason.SAME_ADDRESS, Level.PART: Reason.PART_ADDRESS},
}
CLOSE = {Level.SAME, Level.NEAR}
ALIKE = {Level.SAME, Level.NEAR, Level.SOUND}


HOUSEHOLD = {"phone", "address"}


class Names(NamedTuple):
    """How far the names agree, the way round that agrees better."""

    given: Level
    family: Level
    swapped: bool = False
    across: bool = False

    @property
    def weight(self) -> float:
        """Return the bits for and against, of both names."""
        heard = (self.given, self.family).count(Level.SOUND) * self.across * ACROSS
        return _bits("given", self.given) + _bits("family", self.family) + heard + self.swapped * SWAPPED


@frozen
class Match:
    """Two people who may be one: the score in bits, and why, what weighs most first."""

    one: str
    other: str
    score: float
    reasons: tuple[Reason, ...]
    name_and_birth: bool  # both agree: all that may be said of a record that is not open to the asking person

    @property
    def is_likely(self) -> bool:
        """Return whether the score reaches what is shown."""
        return self.score >= THRESHOLD


def _bits(thing: str, level: Level) -> float:
    return WEIGHTS[thing].get(level, 0.0)


def _readings(person: Known) -> list[Known]:
    """Return a person as written; one whose names all stand in one field also with the last word as family name."""
    if person.family or len(person.given) < 2:
        return [person]
    return [person, replace(person, given=person.given[:-1], family=person.given[-1:])]


def _straight(one: Known, other: Known, across: bool) -> Names:
    return Names(name_level(one.given, other.given), name_level(one.family, other.family), False, across)


def _crossed(one: Known, other: Known, across: bool) -> Names:
    return Names(name_level(one.given, other.family), name_level(one.family, other.given), True, across)


def _names(one: Known, other: Known) -> Names:
    """Return how far the names agree, in the reading in which they agree best."""
    across = one.other_script != other.other_script
    straight = _straight(one, other, across)
    if straight.given in CLOSE and straight.family in CLOSE:
        return straight
    pairs = list(product(_readings(one), _readings(other)))
    found = [way(a, b, across) for way in (_straight, _crossed) for a, b in pairs]
    return max(found, key=lambda names: names.weight)


def _name_reasons(names: Names) -> list[Reason]:
    levels = {names.given, names.family} - {Level.MISSING}
    found = [Reason.SWAPPED_NAME] if names.swapped else []
    if levels <= {Level.SAME} and levels:
        found.append(Reason.SAME_NAME)
    elif levels and levels <= CLOSE:
        found.append(Reason.NEAR_NAME)
    elif levels and levels <= ALIKE:
        found.append(Reason.SOUNDS_ALIKE)
    else:
        alike = ALIKE | {Level.LIKE}
        found += [Reason.GIVEN_NAME] if names.given in alike else []
        found += [Reason.FAMILY_NAME] if names.family in alike else []
    if names.across and levels & ALIKE:
        found.append(Reason.OTHER_SCRIPT)
    return found


def _score(names: Names, levels: dict[str, Level]) -> float:
    """
    Return the bits of everything, in two readings.

    Quite another given name may be a new one. It may also be somebody of the same household, and then a phone, an
    address and a twin's birth date agree anyhow; only a number tells the two apart.
    """
    relative = names.given is Level.DIFFERENT and levels["identifier"] not in CLOSE
    counted = [thing for thing in levels if not (relative and thing in HOUSEHOLD)]
    twin = relative and names.family in CLOSE and levels["birth"] in CLOSE
    return names.weight + sum(_bits(thing, levels[thing]) for thing in counted) + twin * SIBLING


def _said(levels: dict[str, Level]) -> list[Reason]:
    """Return what is said of each thing: what speaks for it by its weight, then what speaks against."""
    said = {thing: SAID[thing][level] for thing, level in levels.items() if level in SAID[thing]}
    order = sorted(said, key=lambda thing: (levels[thing] is Level.DIFFERENT, -_bits(thing, levels[thing])))
    return [said[thing] for thing in order]


def compare(one: Known, other: Known) -> Match:
    """Return how likely two people are one, in bits for it, with the reasons for and then against."""
    names = _names(one, other)
    levels = {
        "identifier": identifier_level(one, other),
        "birth": birth_level(one.birth, other.birth),
        "phone": phone_level(one, other),
        "address": address_level(one, other),
    }
    said = _said({"given": names.given, "family": names.family, **levels})
    agree = {names.given, names.family} <= ALIKE and levels["birth"] is Level.SAME
    reasons = (*_name_reasons(names), *said)
    return Match(one.key, other.key, round(_score(names, levels), 1), reasons, agree)
