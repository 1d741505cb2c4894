"""When a questionnaire is asked, by which way it is answered, and what may become of the answers."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from handrail.base.words import Words, _

REASON_LENGTH = 300


class AdministrationStatus(StrEnum):
    """What became of one time of answering. Skipping is as good as answering, and nothing follows from it."""

    DRAFT = "draft"
    KEPT = "kept"  # as it was typed, beside what counts, until a person decides
    SUBMITTED = "submitted"
    IN_ERROR = "in_error"
    SKIPPED = "skipped"


S = AdministrationStatus
ADMINISTRATION_TRANSITIONS: dict[AdministrationStatus, set[AdministrationStatus]] = {
    S.DRAFT: {S.SUBMITTED, S.SKIPPED},
    S.KEPT: {S.DRAFT, S.SKIPPED},
    S.SUBMITTED: {S.IN_ERROR},
    S.IN_ERROR: set(),
    S.SKIPPED: set(),
}
STATE_TABLES = {"Administration": ADMINISTRATION_TRANSITIONS}
# What is sent stays: its time stands beside it.
SENT = (S.SUBMITTED, S.IN_ERROR)
# What can wait for its reader: what counts, and what came by a link and stands beside it.
TO_READ = (S.SUBMITTED, S.KEPT)
ADMINISTRATION_STATUSES: dict[AdministrationStatus, Words] = {
    S.DRAFT: _("Begun"),
    S.KEPT: _("Kept as typed"),
    S.SUBMITTED: _("Answered"),
    S.IN_ERROR: _("Entered in error"),
    S.SKIPPED: _("Skipped"),
}


class Mode(StrEnum):
    """How the answers came in."""

    OWN = "own"  # alone, on one's own page
    TABLET = "tablet"  # alone, with a colleague in the room
    STAFF = "staff"  # a colleague asks and writes
    PAPER = "paper"  # typed in from a sheet
    IMPORTED = "imported"
    LINK = "link"  # alone, by a link, without an account


MODES: dict[Mode, Words] = {
    Mode.OWN: _("On my own page"),
    Mode.TABLET: _("On our tablet, in the room"),
    Mode.STAFF: _("We ask, and write it down"),
    Mode.PAPER: _("From a paper form"),
    Mode.IMPORTED: _("From another system"),
    Mode.LINK: _("By a link of their own"),
}
# Alone and from afar: somebody has to read it, and somebody is on call where an answer cannot wait.
AFAR = (Mode.OWN, Mode.LINK)
STAFF_MODES = (Mode.STAFF, Mode.TABLET, Mode.PAPER)


class KeptReason(StrEnum):
    """Why answers stand beside what counts."""

    OTHER_VERSION = "other_version"
    OTHER_DEVICE = "other_device"
    DOES_NOT_FIT = "does_not_fit"
    NOT_FINISHED = "not_finished"
    LINK_STOPPED = "link_stopped"


KEPT_REASONS: dict[KeptReason, Words] = {
    KeptReason.OTHER_VERSION: _("The questions had changed meanwhile. These answers are to the older words."),
    KeptReason.OTHER_DEVICE: _("The form was open twice, and the other one came first."),
    KeptReason.DOES_NOT_FIT: _("An answer does not fit its question."),
    KeptReason.NOT_FINISHED: _("The other system says that somebody is still answering."),
    KeptReason.LINK_STOPPED: _("The link had been stopped meanwhile."),
}


class Occasion(StrEnum):
    """When in a person's time with us (S-199): from the baseline to two years after the end."""

    BASELINE = "baseline"
    MONTH_3 = "month_3"
    MONTH_6 = "month_6"
    MONTH_12 = "month_12"
    END = "end"
    AFTER_3 = "after_3"
    AFTER_6 = "after_6"
    AFTER_12 = "after_12"
    AFTER_24 = "after_24"
    BETWEEN = "between"  # whenever somebody likes


OCCASIONS: dict[Occasion, Words] = {
    Occasion.BASELINE: _("At the start"),
    Occasion.MONTH_3: _("After 3 months"),
    Occasion.MONTH_6: _("After 6 months"),
    Occasion.MONTH_12: _("After 12 months"),
    Occasion.END: _("At the end"),
    Occasion.AFTER_3: _("3 months after the end"),
    Occasion.AFTER_6: _("6 months after the end"),
    Occasion.AFTER_12: _("12 months after the end"),
    Occasion.AFTER_24: _("24 months after the end"),
    Occasion.BETWEEN: _("In between"),
}
_DURING = ((Occasion.BASELINE, 0), (Occasion.MONTH_3, 3), (Occasion.MONTH_6, 6), (Occasion.MONTH_12, 12))
_AFTER = (
    (Occasion.END, 0),
    (Occasion.AFTER_3, 3),
    (Occasion.AFTER_6, 6),
    (Occasion.AFTER_12, 12),
    (Occasion.AFTER_24, 24),
)
# The last occasion does not wait for a next one.
STAYS_OPEN = timedelta(days=92)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def occasion_days(begins_on: date, ended_on: date | None) -> list[tuple[Occasion, date]]:
    """Return each occasion with its day: what would lie after the end of support is asked after the end instead."""
    during = [(one, months_later(begins_on, months)) for one, months in _DURING]
    if ended_on is None:
        return during
    before = [(one, day) for one, day in during if day < ended_on or one == Occasion.BASELINE]
    return before + [(one, months_later(ended_on, months)) for one, months in _AFTER]


def due(begins_on: date, ended_on: date | None, done: Collection[str], today: date) -> Occasion | None:
    """
    Return the occasion that is due on ``today``, or None.

    It is the last one whose day has come, unless it was answered or skipped; one that passed is a gap and is never
    asked for again. ``done`` holds the occasions that are answered or skipped.
    """
    come = [(one, day) for one, day in occasion_days(begins_on, ended_on) if day <= today]
    if not come:
        return None
    last, day = come[-1]
    is_over = last in (Occasion.MONTH_12, Occasion.AFTER_24) and today > day + STAYS_OPEN
    return None if last in done or is_over else last
