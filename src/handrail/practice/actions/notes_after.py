"""What can happen to a note once it is filed: agreed, seen differently, amended, in error."""

from dataclasses import replace

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.practice.actions.notes import lay_agreement, own
from handrail.practice.actions.states import change_status, locked
from handrail.practice.models import Note, NoteVersion
from handrail.practice.queries.facts import is_same_day_edit
from handrail.practice.queries.texts import NoteText, digest, put_text, text_of
from handrail.practice.rules import COUNTED_NOTES, NoteStatus, Together


def _standing(note: Note) -> None:
    if note.status not in COUNTED_NOTES:
        raise DomainError(str(_("This note is not filed.")))


def _answer(note: Note, together: Together, words: str, by: Viewer, version: int | None) -> Note:
    note = locked(note, version)
    _standing(note)
    if by.participant_id != note.participant_id:
        raise NotAllowed(str(_("Only the person whom the note is about can say this.")))
    lay_agreement(note, together=together, words=words, by=by)
    note.save()
    return note


@transaction.atomic
def agree_note(*, note: Note, by: Viewer, version: int | None = None) -> Note:
    """Keep that the person agrees with this version of the note; raise Stale when there is a newer one."""
    note = _answer(note, Together.AGREES, "", by, version)
    record(by, "agree_note", note)
    return note


@transaction.atomic
def disagree_note(*, note: Note, words: str, by: Viewer, version: int | None = None) -> Note:
    """Keep how the person sees it, beside the note for as long as it stands."""
    note = _answer(note, Together.DISAGREES, words, by, version)
    record(by, "disagree_note", note)
    return note


def _add_version(note: Note, text: NoteText, by: Viewer) -> NoteVersion:
    note.version += 1
    version = NoteVersion(
        organisation_id=note.organisation_id,
        participant_id=note.participant_id,
        label=note.label,
        note=note,
        number=note.version,
        written_by_id=by.own_user,
    )
    put_text(version, text, note.participant)
    version.save()
    return version


@transaction.atomic
def amend_note(
    *, note: Note, words: str, by: Viewer, observation: str = "", reason: str = "", version: int | None = None
) -> Note:
    """
    Write a new version of one's own note; the older text stays beside it.

    On the same day, before anybody agreed or disagreed, it is an edit. Later it is an amendment and needs a reason.
    """
    note = locked(note, version)
    _standing(note)
    own(note, by)
    if not is_same_day_edit(note):
        if not reason.strip():
            raise DomainError(str(_("Say why you change it. Both texts stay to be read.")))
        change_status(note, NoteStatus.AMENDED, by=by)
    text = _add_version(note, NoteText(kept(words), kept(observation), kept(reason)), by)
    note.content_sha256 = digest(note, text)
    note.save()
    record(by, "amend_note", note)
    return note


@transaction.atomic
def note_in_error(*, note: Note, reason: str, by: Viewer, version: int | None = None) -> Note:
    """Mark one's own note as entered in error: it stays to be read, struck through, and counts nowhere."""
    note = locked(note, version)
    own(note, by)
    if not reason.strip():
        raise DomainError(str(_("Say what is wrong with it.")))
    change_status(note, NoteStatus.IN_ERROR, by=by)
    last = note.versions.order_by("-number")[0]
    _add_version(note, replace(text_of(last, note.participant), reason=kept(reason)), by)
    note.save()
    note.attempts.update(is_in_error=True)
    record(by, "note_in_error", note)
    return note
