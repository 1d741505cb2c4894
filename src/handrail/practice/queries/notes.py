"""Notes to read: one note with all its texts, a person's notes, what waits for safety."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Label, Viewer
from handrail.accounts.rules import JOB_TITLES, JobTitle
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans.models import Step
from handrail.plans.rules import SupportLevel
from handrail.practice.models import Note, NoteVersion, Session
from handrail.practice.queries.texts import NoteText, disagreement_of, text_of
from handrail.practice.rules import (
    COUNTED_NOTES,
    NEXTS,
    SETTINGS,
    WORK_RUNGS,
    Next,
    NoteContent,
    NoteStatus,
    SessionStatus,
    Setting,
    WorkRung,
)
from handrail.prepared import padded, prepared

LIST_LENGTH = 50
FEW = 3
LABEL_WORDS = {
    Label.NORMAL: _("%(name)s and the team read this"),
    Label.PRIVATE: _("Only %(name)s and I read this"),
    Label.THIRD_PARTY: _("Only the team: it speaks about somebody else"),
    Label.SAFEGUARDING: _("Only the coordinator: it is about somebody being safe"),
}
MET_WORDS = {
    SessionStatus.MET: _("Met"),
    SessionStatus.MOVED: _("Moved"),
    SessionStatus.NOT_MET: _("Not this time"),
}


@frozen
class Version:
    """One text of a note, as it stood."""

    number: int
    text: NoteText
    written_by: str
    written_at: datetime


@frozen
class TriedStep:
    title: str
    key: str
    given: SupportLevel
    wanted: SupportLevel
    is_done: bool


@frozen
class NotePage:
    """One note with everything that was signed, and what this viewer may do with it."""

    note: Note
    person: Participant
    author: str
    job_title: str
    met: str
    where: str
    next: str
    work: str
    who_reads: str
    now: Version
    older: list[Version]
    steps: list[TriedStep]
    helped: list[str]
    disagreed_words: str
    is_theirs: bool
    is_mine: bool
    is_in_error: bool
    can_answer: bool
    can_amend: bool
    is_stale_agreement: bool


def _found(viewer: Viewer, participant: Participant, key: str) -> Note:
    note: Note | None = (
        Note.objects.visible_to(viewer)
        .filter(participant=participant, key=key)
        .exclude(status=NoteStatus.DISCARDED)
        .select_related("author", "participant", "session", "agreed_by", "disagreed_by")
        .first()
    )
    if note is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.NOTES, {participant.pk})
    if note.label == Label.SAFEGUARDING:
        viewer.looks.hold_back(participant.pk)
    return note


def note(viewer: Viewer, participant: Participant, key: str) -> Note:
    """Return a note that is open to the viewer; raise NotFound for absent and closed alike."""
    return _found(viewer, participant, key)


def draft(viewer: Viewer, participant: Participant, key: str) -> tuple[Note, NoteText]:
    """Return the viewer's own draft with its words; raise NotFound when it is nobody's or filed."""
    found = _found(viewer, participant, key)
    if found.status != NoteStatus.DRAFT:
        raise NotFound(str(_("There is no such page.")))
    version = found.versions.first()
    return found, text_of(version, participant) if version else NoteText()


@prepared
def _draft(viewer: Viewer, session_id: UUID) -> QuerySet[Note]:
    drafts = Note.objects.visible_to(viewer).filter(session_id=session_id, status=NoteStatus.DRAFT)
    return drafts.filter(author_id=viewer.user_id)[:1]


def draft_of_session(viewer: Viewer, session: Session) -> Note | None:
    """Return the viewer's own draft about this meeting, when there is one."""
    return _draft.first(viewer, session.pk)


@frozen
class DraftPage:
    """A draft in large letters, to be read together; ``missing`` says what keeps it from being filed."""

    note: Note
    content: NoteContent
    steps: list[tuple[str, SupportLevel | None]]
    met: str
    next: str
    missing: str


def draft_page(viewer: Viewer, participant: Participant, note: Note, content: NoteContent) -> DraftPage:
    """Return a draft as it is read together."""
    keys = [one.step_key for one in content.steps]
    titles = dict(
        Step.objects.visible_to(viewer)
        .filter(participant=participant, key__in=keys)
        .values_list("key", "title")
    )
    incomplete = (
        content.met is None or content.safety is None or any(one.given is None for one in content.steps)
    )
    return DraftPage(
        note=note,
        content=content,
        steps=[(titles.get(one.step_key, ""), one.given) for one in content.steps],
        met=str(MET_WORDS[content.met]) if content.met else "",
        next=str(NEXTS[content.next]) if content.next else "",
        missing=str(_("Something is not said yet: whether you met, the support, or safety."))
        if incomplete
        else "",
    )


def note_page(viewer: Viewer, participant: Participant, key: str) -> NotePage:
    """Return everything that the page of a filed note shows."""
    found = _found(viewer, participant, key)
    if found.status == NoteStatus.DRAFT:
        raise NotFound(str(_("There is no such page.")))
    texts = NoteVersion.objects.visible_to(viewer).filter(note=found).select_related("written_by")
    versions = [
        Version(row.number, text_of(row, participant), row.written_by.name, row.written_at)
        for row in texts.order_by("-number")
    ]
    attempts = found.attempts.select_related("step").order_by("step__position", "pk")
    is_theirs, is_mine = viewer.participant_id == participant.pk, found.author_id == viewer.user_id
    stands = found.status in COUNTED_NOTES
    return NotePage(
        note=found,
        person=participant,
        author=found.author.name,
        job_title=str(JOB_TITLES[JobTitle(found.job_title)]) if found.job_title else "",
        met=str(MET_WORDS[SessionStatus(found.met)]) if found.met else "",
        where=_where(found),
        next=str(NEXTS[Next(found.next)]) if found.next else "",
        work=", ".join(str(WORK_RUNGS[WorkRung(row.rung)]) for row in found.work_steps.all()),
        who_reads=who_reads(found.label, participant),
        now=versions[0],
        older=versions[1:],
        steps=[_tried(row) for row in attempts],
        helped=sorted(found.skills.values_list("skill", flat=True)),
        disagreed_words=disagreement_of(found),
        is_theirs=is_theirs,
        is_mine=is_mine,
        is_in_error=found.status == NoteStatus.IN_ERROR,
        can_answer=is_theirs and stands and found.agreed_version != found.version,
        can_amend=is_mine and stands,
        is_stale_agreement=bool(found.agreed_at) and found.agreed_version != found.version,
    )


def _tried(row: Any) -> TriedStep:
    return TriedStep(
        row.step.title, row.step.key, SupportLevel(row.given), SupportLevel(row.wanted), row.is_done
    )


def _where(found: Note) -> str:
    setting = str(SETTINGS[Setting(found.setting)]) if found.setting else ""
    return ". ".join(part for part in (found.place, setting) if part)


def who_reads(label: int, participant: Participant) -> str:
    """Return in plain words who reads a note with this label."""
    return LABEL_WORDS.get(Label(label), LABEL_WORDS[Label.NORMAL]) % {"name": participant.called}


@frozen
class NoteRow:
    key: str
    held_on: date
    author: str
    words: str
    tag: str
    tag_kind: str
    is_draft: bool


def _newest(viewer: Viewer, participant_id: UUID) -> QuerySet[Note]:
    rows = Note.objects.visible_to(viewer).filter(participant_id=participant_id)
    kept = rows.exclude(status=NoteStatus.DISCARDED).select_related("author")
    return kept.order_by("-held_on", "-held_at", "-pk")


@prepared
def _notes(viewer: Viewer, participant_id: UUID) -> QuerySet[Note]:
    return _newest(viewer, participant_id)[:LIST_LENGTH]


@prepared
def _few_notes(viewer: Viewer, participant_id: UUID) -> QuerySet[Note]:
    return _newest(viewer, participant_id)[:FEW]


@prepared
def _texts(note_ids: tuple[UUID, ...]) -> QuerySet[NoteVersion]:
    return NoteVersion.objects.filter(note_id__in=note_ids).order_by("number")


def notes_of(viewer: Viewer, participant: Participant) -> list[NoteRow]:
    """Return the newest 50 notes about a person that are open to the viewer, with their first words."""
    return _rows(viewer, participant, _notes(viewer, participant.pk))


def few_notes_of(viewer: Viewer, participant: Participant) -> list[NoteRow]:
    """Return the newest three notes, for a gathered page."""
    return _rows(viewer, participant, _few_notes(viewer, participant.pk))


def _rows(viewer: Viewer, participant: Participant, notes: list[Note]) -> list[NoteRow]:
    viewer.looks.add(Category.NOTES, {participant.pk})
    texts = _texts(padded(note.pk for note in notes)) if notes else []
    last = {text.note_id: text for text in texts}  # by number, so that the newest stays
    return [_row(note, last.get(note.pk)) for note in notes]


def _row(found: Note, last: NoteVersion | None) -> NoteRow:
    is_sealed = last is not None and last.sealed is not None
    words = str(_("Open it to read the words.")) if is_sealed else (last.words if last else "")
    tag, kind = standing(found)
    return NoteRow(
        found.key, found.held_on, found.author.name, words, tag, kind, found.status == NoteStatus.DRAFT
    )


def standing(found: Note) -> tuple[str, str]:
    """Return in a word how a note stands, and the kind of its tag."""
    if found.status == NoteStatus.DRAFT:
        return str(_("Draft")), "due"
    if found.status == NoteStatus.IN_ERROR:
        return str(_("Entered in error")), ""
    if found.disagreed_at:
        return str(_("Seen differently")), "mine"
    if found.agreed_at:
        return str(_("Agreed")), "done"
    return str(_("Filed")), ""
