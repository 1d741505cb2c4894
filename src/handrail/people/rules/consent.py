"""What a person may show to whom, for how long, and how that is said before it is saved."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from handrail.access.permissions import Category, scope_bits
from handrail.base.errors import DomainError
from handrail.base.words import Words, _


class ConsentStatus(StrEnum):
    """Where a consent stands. That its last day has passed is a question of the day, not a state."""

    WAITING = "waiting"  # a second yes is needed
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


CONSENT_TRANSITIONS: dict[ConsentStatus, set[ConsentStatus]] = {
    ConsentStatus.WAITING: {ConsentStatus.GIVEN, ConsentStatus.WITHDRAWN},
    ConsentStatus.GIVEN: {ConsentStatus.WITHDRAWN},
    ConsentStatus.WITHDRAWN: set(),
}


class ConsentPurpose(StrEnum):
    """What it is for: one purpose for each consent."""

    SUPPORT = "support"
    ARRANGE = "arrange"
    TREATMENT = "treatment"
    MONEY = "money"
    HOME = "home"


CONSENT_PURPOSES: dict[ConsentPurpose, Words] = {
    ConsentPurpose.SUPPORT: _("To be beside me day by day"),
    ConsentPurpose.ARRANGE: _("To arrange something with me"),
    ConsentPurpose.TREATMENT: _("For my health and treatment"),
    ConsentPurpose.MONEY: _("For money and benefits"),
    ConsentPurpose.HOME: _("For my home"),
}


class Voice(StrEnum):
    """Who says yes."""

    PERSON = "person"
    GUARDIAN = "guardian"


class Way(StrEnum):
    """In what way somebody said yes."""

    HERE = "here"  # with the own account
    SPOKEN = "spoken"
    WRITTEN = "written"


WAYS: dict[Way, Words] = {
    Way.HERE: _("Here, with my own account"),
    Way.SPOKEN: _("Said aloud"),
    Way.WRITTEN: _("Signed on paper"),
}


class LegalBasis(StrEnum):
    """On what a consent rests; the country pack has the text."""

    OWN_CONSENT = "own_consent"
    WITH_GUARDIAN = "with_guardian"
    GUARDIAN = "guardian"


MONTHS_AT_MOST = 12
ASK_AGAIN_BEFORE = timedelta(days=30)
ASK_AGAIN_UNTIL = timedelta(days=90)

# What can be shown to family, friends and others outside the team. Notes and the list for hard days are not here.
SHAREABLE: dict[Category, Words] = {
    Category.PLAN: _("steps"),
    Category.WEEK: _("week"),
    Category.HOME: _("home"),
    Category.HEALTH: _("health events"),
    Category.LINKS: _("places"),
}
PARTS: dict[Category, Words] = {
    Category.CONTACT: _("contact details"),
    Category.INTAKE: _("first conversation"),
    **SHAREABLE,
    Category.NOTES: _("notes"),
    Category.ATTENDANCE: _("attendance"),
    Category.SAFETY: _("list for hard days"),
    Category.OUTSIDE: _("plans from elsewhere"),
    Category.ACCESS: _("choices of who sees what"),
    Category.WORK: _("work and study"),
    Category.LEARNING: _("lessons"),
    Category.PEERS: _("peers"),
    Category.GROUPS: _("groups"),
    Category.ASKED: _("questions to people near"),
}
_ORDER = list(PARTS)
# Named as closed in each sentence to family, however little or much is open.
NEVER_FAMILY = frozenset({Category.NOTES})


def months_on(day: date, months: int) -> date:
    """Return the same day so many months on; the last of the month where that day is not there (29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def latest_end(from_on: date) -> date:
    """Return the last end that a consent from this day may have: twelve months on."""
    return months_on(from_on, MONTHS_AT_MOST)


def checked_end(from_on: date, to_on: date | None) -> date:
    """Return the end of a consent; raise DomainError when it is not after its first day or too far away."""
    end = to_on or latest_end(from_on)
    if end <= from_on:
        raise DomainError(str(_("The last day lies before the first. Choose a later one.")))
    if end > latest_end(from_on):
        raise DomainError(str(_("Twelve months is the longest. Then we ask you again.")))
    return end


def is_asked_again(to_on: date, today: date) -> bool:
    """Return whether a consent with this end is asked about: from 30 days before it until 90 days after."""
    return to_on - ASK_AGAIN_BEFORE <= today <= to_on + ASK_AGAIN_UNTIL


def shared_scopes(opens: Iterable[Category]) -> int:
    """Return what a consent opens beside contact details; raise DomainError beyond what can be shown."""
    chosen = frozenset(opens)
    if not chosen <= {*SHAREABLE, Category.CONTACT}:
        raise DomainError(str(_("That part cannot be shown here. Notes stay between you and your team.")))
    return scope_bits({Category.CONTACT} | chosen)


def categories_in(scopes: int) -> frozenset[Category]:
    """Return the categories that ``Relation.scopes`` stores as a number."""
    return frozenset(category for category in Category if scopes & category.bit)


def listed(parts: Iterable[Words | str]) -> str:
    """Return words as one phrase: "steps, week and home"."""
    *before, last = (str(part) for part in parts)
    return str(_("%(first)s and %(last)s") % {"first": ", ".join(before), "last": last}) if before else last


def parts_in_words(categories: Iterable[Category]) -> str:
    """Return categories in the person's words, in the order of the pages; no words for none."""
    chosen = frozenset(categories)
    return listed(PARTS[one] for one in _ORDER if one in chosen) if chosen else ""


def effect(*, sees: frozenset[Category], hides: frozenset[Category], who: str, name: str = "") -> list[str]:
    """
    Return in sentences what ``who`` will and will not see: shown before it is saved.

    Without ``name`` the sentences speak to the person; with it, of the person.
    """
    said = {"who": who, "name": name, "sees": parts_in_words(sees), "hides": parts_in_words(hides)}
    if not sees:
        nothing = (
            _("%(who)s will see nothing of %(name)s.") if name else _("%(who)s will see nothing of yours.")
        )
        return [str(nothing % said)]
    shown = _("%(who)s will see the %(sees)s of %(name)s.") if name else _("%(who)s will see your %(sees)s.")
    closed = (
        _("%(who)s will not see the %(hides)s of %(name)s.")
        if name
        else _("%(who)s will not see your %(hides)s.")
    )
    return [str(shown % said)] + ([str(closed % said)] if hides else [])


def family_hides(sees: frozenset[Category]) -> frozenset[Category]:
    """Return what family is told that it will not see: the rest of what could be shown, and the notes."""
    return (frozenset(SHAREABLE) - sees) | NEVER_FAMILY


def voices_needed(age: int | None, *, own_word: int, alone: int) -> frozenset[Voice]:
    """
    Return whose yes a consent needs at an age: the guardian's, both, or the person's alone.

    Without a birth date the person speaks for themselves.
    """
    if age is None or age >= alone:
        return frozenset({Voice.PERSON})
    return frozenset(Voice) if age >= own_word else frozenset({Voice.GUARDIAN})


def basis_of(needed: frozenset[Voice]) -> LegalBasis:
    """Return on what a consent rests that needs these voices."""
    if needed == frozenset(Voice):
        return LegalBasis.WITH_GUARDIAN
    return LegalBasis.OWN_CONSENT if Voice.PERSON in needed else LegalBasis.GUARDIAN
