"""Guardians and proxies: for which areas, until when, and on which birthdays everybody looks again."""

from datetime import date
from enum import StrEnum
from functools import reduce

from handrail.access.permissions import Category, scope_bits
from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.words import Words, _


class GuardianBasis(StrEnum):
    """Why somebody may act beside or for the person."""

    PARENT = "parent"
    COURT = "court"
    CHOSEN = "chosen"


GUARDIAN_BASES: dict[GuardianBasis, Words] = {
    GuardianBasis.PARENT: _("Parent of a child"),
    GuardianBasis.COURT: _("Named by a court"),
    GuardianBasis.CHOSEN: _("Chosen by the person, in writing"),
}

# What a guardian or proxy can be shown, area by area. Never notes, the list for hard days, or who else sees what.
GUARDIAN_AREAS = (
    Category.CONTACT,
    Category.PLAN,
    Category.WEEK,
    Category.ATTENDANCE,
    Category.HOME,
    Category.HEALTH,
    Category.LINKS,
    Category.LEARNING,
)


@frozen
class Ages:
    """The birthdays on which guardianship is looked at again, and what is unsure about 29 February."""

    own_word: int = 14  # the person's own yes counts beside the guardian's
    alone: int = 16  # the person's own yes is enough
    adult: int = 18
    leap_is_march: bool = True

    @property
    def reviews(self) -> tuple[int, ...]:
        """Return the ages at which guardianship is looked at again, in their order."""
        return tuple(sorted({self.own_word, self.alone, self.adult}))


def birthday(birth_on: date, age: int, *, leap_is_march: bool = True) -> date:
    """
    Return the day on which somebody reaches ``age``.

    Born on 29 February, in a year without that day: 1 March, or 28 February where the country says so.
    """
    year = birth_on.year + age
    try:
        return birth_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1) if leap_is_march else date(year, 2, 28)


def age_on(birth_on: date | None, today: date, *, leap_is_march: bool = True) -> int | None:
    """Return how old somebody is on the local date ``today``, or None without a birth date."""
    if birth_on is None:
        return None
    age = today.year - birth_on.year
    return age if birthday(birth_on, age, leap_is_march=leap_is_march) <= today else age - 1


def next_review(birth_on: date | None, today: date, ages: Ages) -> date | None:
    """Return the next birthday after ``today`` on which guardianship is looked at again; None when all are past."""
    if birth_on is None:
        return None
    coming = (birthday(birth_on, age, leap_is_march=ages.leap_is_march) for age in ages.reviews)
    return next((day for day in coming if day > today), None)


def guardian_end(birth_on: date | None, today: date, to_on: date | None, ages: Ages) -> date | None:
    """
    Return on which local date a guardian's view ends by itself: the end that was chosen or the next review, if earlier.

    Raises DomainError when the chosen end is not after today.
    """
    if to_on is not None and to_on <= today:
        raise DomainError(str(_("The last day lies before the first. Choose a later one.")))
    ends = [day for day in (to_on, next_review(birth_on, today, ages)) if day is not None]
    return min(ends, default=None)


def guardian_scopes(areas: frozenset[Category]) -> int:
    """Return what a guardian sees; raise DomainError for none or for more than can be shown."""
    if not areas or not areas <= frozenset(GUARDIAN_AREAS):
        raise DomainError(str(_("Choose at least one area from the list.")))
    return scope_bits(areas)


def agreed_scopes(scopes: list[int]) -> int:
    """Return what guardians see while they disagree: only what each of them may see (the restrictive one wins)."""
    return reduce(lambda one, other: one & other, scopes) if scopes else 0
