"""What is known of one person, made ready to be compared."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handrail.people.duplicates.script import romanised

PHONE_DIGITS = 8  # the end of a number is the same with and without a country's or a town's beginning
PHONE_AT_LEAST = 6
YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Known:
    """One person as the check sees them: words in Latin letters, a birth date as digits, numbers without signs."""

    key: str
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    birth: str = ""  # YYYYMMDD as written, possible or not, or YYYY alone
    identifiers: frozenset[tuple[str, str]] = frozenset()  # (system, number)
    phones: frozenset[str] = frozenset()
    address: frozenset[str] = frozenset()
    other_script: bool = False


def birth_digits(written: str) -> str:
    """
    Return a birth date as YYYYMMDD, or YYYY when that is all; empty when it cannot be read so.

    Day comes first where both are possible. An impossible date stays: its digits are what a typo left.
    """
    parts = [part for part in re.split(r"\D+", written.split("T")[0].strip()) if part]
    if len(parts) == 1 and len(parts[0]) in (4, 8):
        return parts[0]
    if len(parts) < 3:
        return ""
    first, middle, last = parts[:3]
    if YEAR.fullmatch(first):
        return f"{first}{middle:0>2}{last:0>2}"[:8]
    if YEAR.fullmatch(last):
        day, month = (middle, first) if int(middle) > 12 else (first, middle)
        return f"{last}{month:0>2}{day:0>2}"[:8]
    return ""


def number(written: str) -> str:
    """Return a number of another system without spaces and signs."""
    return "".join(sign for sign in written.casefold() if sign.isalnum())


def phone_digits(written: str) -> str:
    """Return the last eight digits of a phone number; empty when there are too few to tell people apart."""
    digits = "".join(str(int(sign)) for sign in written if sign.isdecimal())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_AT_LEAST else ""


def known(
    key: str,
    *,
    given: str = "",
    family: str = "",
    called: str = "",
    birth: str = "",
    identifiers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    phones: Iterable[str] = (),
    address: str = "",
) -> Known:
    """Return a person made ready. ``called`` counts as a given name, without the words of the family name."""
    surnames = romanised(family)
    firsts = romanised(given)
    firsts += tuple(word for word in romanised(called) if word not in surnames and word not in firsts)
    pairs = identifiers.items() if isinstance(identifiers, Mapping) else identifiers
    return Known(
        key,
        given=firsts,
        family=surnames,
        birth=birth_digits(birth),
        identifiers=frozenset((system, number(value)) for system, value in pairs if number(value)),
        phones=frozenset(filter(None, map(phone_digits, phones))),
        address=frozenset(romanised(address)),
        other_script=any(ord(sign) > 0x24F and sign.isalpha() for sign in given + family + called),
    )
