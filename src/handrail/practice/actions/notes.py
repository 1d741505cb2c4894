"""A note: begun, kept as a draft, filed. Filing is its signature."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from handrail.access import Viewer
from handrail.accounts.queries import current_job_title
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans.rules import check_rung
from handrail.practice.actions import steps as plan_steps
from handrail.practice.actions.states import change_status, lead, locked
from handrail.practice.models import Attempt, Note, NoteVersion, Session, SkillUse, WorkStep
from handrail.practice.queries.facts import held_of, zone_of
from handrail.practice.queries.texts import NoteText, Signed, digest, is_sealed, put_text, seal_words
from handrail.practice.rules import (
    Held,
    NoteContent,
    NoteStatus,
    Reporter,
    Together,
)
from handrail.prepared import prepared
from handrail.prepared.rows import insert, keep, keep_some
from handrail.safety.actions.alerts import raise_alert
from handrail.safety.rules.alerts import NOTE


def _author(by: Viewer) -> UUID:
    if by.user_id is None:
        raise NotAllowed(str(_("A note has an author. Sign in to write one.")))
    return by.user_id


def own(note: Note, by: Viewer) -> None:
    """Raise NotAllowed unless ``by`` wrote the note."""
    if note.author_id != by.user_id:
        raise NotAllowed(str(_("Only who began this note can change it.")))


def _about(note: Note) -> dict[str, Any]:
    return {"organisation_id": note.organisation_id, "participant_id": note.participant_id}


@frozen
class NewNote:
    """What a note that does not exist yet is about; ``held`` is now unless the meeting or the author says."""

    participant: Participant
    session: Session | None = None
    held: Held | None = None


def _lay_held(note: Note, held: Held) -> None:
    note.held_at, note.ends_at = held.at, held.until
    note.held_on = held.at.astimezone(ZoneInfo(note.zone)).date()
    note.setting, note.place = held.setting or "", kept(held.place)
    if held.until and held.until <= held.at:
        raise DomainError(str(_("The end must be later than the start.")))


@prepared
def _draft(session_id: UUID, author_id: UUID) -> QuerySet[Note]:
    return Note.objects.filter(session_id=session_id, author_id=author_id, status=NoteStatus.DRAFT)[:1]


def _begin(new: NewNote, by: Viewer) -> tuple[Note, bool]:
    """Return the draft that the author began about this meeting, held, or a new one that the caller saves."""
    author_id = _author(by)
    begun = _draft.first(new.session.pk, author_id) if new.session else None
    if begun:
        return locked(begun), False
    note = Note(
        organisation_id=new.participant.organisation_id,
        participant=new.participant,
        session=new.session,
        author_id=author_id,
        zone=new.session.zone if new.session else zone_of(new.participant),
    )
    held = new.held or (held_of(new.session) if new.session else Held(clock.now()))
    _lay_held(note, held)
    return note, True


def _of(note: Note | NewNote, by: Viewer, version: int | None, held: Held | None) -> Note:
    """Return the draft, held until the transaction ends: the one given, or a new one that the caller saves."""
    if isinstance(note, NewNote):
        return _begin(note, by)[0]
    found = locked(note, version)
    own(found, by)
    if held:
        _lay_held(found, held)
    return found


@transaction.atomic
def start_note(
    *, participant: Participant, by: Viewer, session: Session | None = None, held: Held | None = None
) -> Note:
    """
    Begin a draft that only its author sees; time, place and setting come from ``session`` when there is one.

    Begun twice for one session it is the same draft. Without a session it is a contact that nobody planned (S-166).
    """
    note, is_new = _begin(NewNote(participant, session, held), by)
    if is_new:
        note.save()
        record(by, "start_note", note, op="create")
    return note


def _text(note: Note, content: NoteContent) -> NoteVersion:
    """Return the one version of a draft with these words, unsaved; a filed note never comes here again."""
    before = None if note._state.adding else note.versions.first()
    version = before or NoteVersion(
        **_about(note), note=note, written_by_id=note.author_id, number=note.version
    )
    version.number, version.label, version.language = note.version, note.label, content.language
    version.written_at = clock.now()
    put_text(version, NoteText(kept(content.words), kept(content.observation)), note.participant)
    return version


def _ticks(content: NoteContent) -> dict[str, Any]:
    """Return what was ticked, for a draft; no words are in it."""
    return {
        "steps": [[one.step_key, one.given, one.is_done, one.rung] for one in content.steps],
        "helped": list(content.helped),
        "work": content.work or "",
    }


def _lay(note: Note, content: NoteContent) -> None:
    note.met = content.met or ""
    note.next = content.next or ""
    note.has_safety_concern = content.safety
    note.label = content.label


@transaction.atomic
def save_draft(
    *,
    note: Note | NewNote,
    content: NoteContent,
    by: Viewer,
    version: int | None = None,
    held: Held | None = None,
) -> Note:
    """Keep an unfinished note as it is, begun with ``NewNote``; nothing is asked for, nobody else sees it."""
    note = _of(note, by, version, held)
    if note.status != NoteStatus.DRAFT:
        raise DomainError(str(_("This note was filed. Open it to change its words.")))
    _lay(note, content)
    note.draft = _ticks(content)
    note.version += 1
    text = _text(note, content)
    note.save()
    text.save()
    record(by, "save_draft", note)
    return note


def _check_complete(content: NoteContent) -> None:
    if content.met is None:
        raise DomainError(str(_("Say whether you met.")))
    if any(one.given is None for one in content.steps):
        raise DomainError(str(_("Say how much support there was for each step.")))
    if content.safety is None:
        raise DomainError(str(_("Say whether there is anything to act on for safety.")))


def _attempts(note: Note, content: NoteContent) -> list[Attempt]:
    """Return an attempt for each picked step, unsaved, with the support wanted as it is now; its step is held."""
    keys = [one.step_key for one in content.steps]
    steps = {step.key: step for step in plan_steps.reportable(note.participant_id, keys)}
    attempts = []
    for one in content.steps:
        step = steps.get(one.step_key)
        if step is None or one.given is None:
            raise DomainError(str(_("One of these steps is no longer open. Pick the steps again.")))
        check_rung(one.given, one.rung)
        said = {"given": one.given, "wanted": step.support_wanted, "rung": one.rung, "is_done": one.is_done}
        attempts.append(
            Attempt(
                **_about(note),
                **said,
                step=step,
                note=note,
                tried_on=note.held_on,
                reported_by=Reporter.STAFF,
            )
        )
    return attempts


def _signed(note: Note, content: NoteContent) -> Signed:
    """Return what is signed with the note, unsaved: how steps went, what helped, a step towards work."""
    about = {**_about(note), "note": note}
    skills = dict.fromkeys(kept(skill).strip()[:80] for skill in content.helped)
    return Signed(
        _attempts(note, content),
        [SkillUse(**about, skill=skill, used_on=note.held_on) for skill in skills if skill],
        [WorkStep(**about, rung=content.work, taken_on=note.held_on)] if content.work else [],
    )


def _settle_session(note: Note, content: NoteContent, by: Viewer) -> None:
    if content.met and note.session:
        session = locked(note.session)
        change_status(session, content.met, by=by)
        session.version += 1
        keep_some(session, "status", "version")


def lay_agreement(note: Note, *, together: Together, words: str, by: Viewer) -> None:
    """Write who said that the person agrees, or sees it differently; the caller saves the note."""
    if together == Together.AGREES:
        note.agreed_by_id, note.agreed_at, note.agreed_version = by.user_id, clock.now(), note.version
        return
    if not words.strip():
        raise DomainError(str(_("Write in a few words how the person sees it.")))
    note.disagreed_by_id, note.disagreed_at = by.user_id, clock.now()
    if is_sealed(note.label):
        note.disagreed_sealed = seal_words(kept(words), note)
    else:
        note.disagreed_words = kept(words)


@transaction.atomic
def file_note(
    *,
    note: Note | NewNote,
    content: NoteContent,
    by: Viewer,
    version: int | None = None,
    held: Held | None = None,
    together: Together | None = None,
    together_words: str = "",
) -> Note:
    """
    File a note: the author's signature, with job title, time and a digest of the content. ``NewNote`` begins it.

    Writes attempts, what helped, a step towards work and the session's state; a yes for safety raises an alert.
    ``together`` says that it was read with the person, and what they said.
    Raises DomainError when something that nobody fills in is missing.
    """
    _check_complete(content)
    note = _of(note, by, version, held)
    change = lead(note, NoteStatus.FILED, by=by)
    _lay(note, content)
    note.draft = {}
    note.version += 1
    note.job_title = current_job_title(by)
    note.filed_at = clock.now()
    if together:
        lay_agreement(note, together=together, words=together_words, by=by)
    text, signed = _text(note, content), _signed(note, content)
    note.content_sha256 = digest(note, text, signed)
    for row in (note, text, change):
        keep(row)
    for rows in (signed.attempts, signed.skills, signed.work):
        insert(rows)
    for attempt in signed.attempts:
        plan_steps.begin(attempt.step, by=by)
    _settle_session(note, content, by)
    if content.safety:
        raise_alert(by=by, participant=note.participant, source=NOTE, source_key=note.key, at=note.filed_at)
    record(by, "file_note", note)
    return note


@transaction.atomic
def discard_note(*, note: Note, by: Viewer, version: int | None = None) -> Note:
    """Put away one's own draft; its words go, the row stays."""
    note = locked(note, version)
    own(note, by)
    change_status(note, NoteStatus.DISCARDED, by=by)
    note.draft = {}
    note.version += 1
    note.save()
    note.versions.all().delete()
    record(by, "discard_note", note)
    return note
