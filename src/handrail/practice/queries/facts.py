"""Small facts that reads and actions share: zones, times, what a draft holds."""

from zoneinfo import ZoneInfo

from handrail.access import Label
from handrail.base import clock
from handrail.people.models import Participant
from handrail.plans.rules import SupportLevel
from handrail.practice.models import Note, Session
from handrail.practice.queries.texts import NoteText
from handrail.practice.rules import (
    Held,
    Next,
    NoteContent,
    NoteStatus,
    Picked,
    SessionStatus,
    Setting,
    WorkRung,
)


def zone_of(participant: Participant) -> str:
    """Return the zone in which the person's days are counted: the site's, else the organisation's."""
    return participant.site.zone if participant.site else participant.organisation.zone


def held_of(session: Session) -> Held:
    """Return when and where a planned meeting is."""
    return Held(session.starts_at, session.ends_at, Setting(session.setting), session.place)


def held_of_note(note: Note) -> Held:
    """Return when and where the contact of a note was."""
    return Held(note.held_at, note.ends_at, Setting(note.setting) if note.setting else None, note.place)


def content_of_draft(note: Note, text: NoteText) -> NoteContent:
    """Return the content that a draft holds, to show it again or to file it."""
    return NoteContent(
        met=SessionStatus(note.met) if note.met else None,
        steps=tuple(
            Picked(key, SupportLevel(given) if given else None, done, rung)
            for key, given, done, rung in note.draft.get("steps", [])
        ),
        helped=tuple(note.draft.get("helped", [])),
        words=text.words,
        observation=text.observation,
        next=Next(note.next) if note.next else None,
        work=WorkRung(note.draft["work"]) if note.draft.get("work") else None,
        safety=note.has_safety_concern,
        label=Label(note.label),
    )


def is_same_day_edit(note: Note) -> bool:
    """Return whether the author may still edit: until the site's day ends, and before anybody agreed or disagreed."""
    day = clock.now().astimezone(ZoneInfo(note.zone)).date()
    filed_on = note.filed_at.astimezone(ZoneInfo(note.zone)).date() if note.filed_at else None
    return note.status == NoteStatus.FILED and filed_on == day and not (note.agreed_at or note.disagreed_at)
