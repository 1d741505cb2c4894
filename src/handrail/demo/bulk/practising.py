"""Sessions, notes, what the person reports, and the week, as rows."""

import hashlib
import json
from datetime import datetime
from typing import Any

from handrail.demo.bulk.planning import begin
from handrail.demo.bulk.rows import Row, dashed, stored
from handrail.demo.bulk.telling import Teller
from handrail.demo.lives import deeds as d
from handrail.people.models import Participant
from handrail.plans.rules import SupportLevel
from handrail.practice.models import (
    Attempt,
    DailyTime,
    Note,
    NoteStatusChange,
    NoteVersion,
    Session,
    SessionStatusChange,
    SkillUse,
    WeekItem,
    WeekItemStatusChange,
)
from handrail.practice.rules import NoteStatus, Reporter, SessionStatus, Together, WeekItemStatus, WorkRung


def planned(t: Teller, deed: d.Planned) -> None:
    step = t.made["step", deed.step] if deed.step else None
    t.made["meeting", deed.meeting] = session = t.about(
        Session,
        practitioner_id=t.by,
        title=deed.title,
        step_id=step["id"] if step else None,
        starts_at=stored(deed.starts_at),
        ends_at=stored(deed.ends_at),
        zone=t.life.zone,
        held_on=deed.starts_at.astimezone(t.zone).date().isoformat(),
        place=deed.place,
        setting=deed.setting,
        support_wanted=step["support_wanted"] if step else "",
        programme=deed.programme,
    )
    t.event("plan_session", Session, session, op="create")


def _settle(t: Teller, session: Row, to: str, reason: str = "") -> None:
    t.change(SessionStatusChange, "session", session, to, reason)
    session["version"] += 1


def recorded(t: Teller, deed: d.Recorded) -> None:
    session = t.made["meeting", deed.meeting]
    _settle(t, session, deed.to, deed.reason)
    t.event("record_meeting", Session, session)


KEPT = (
    "practitioner_id",
    "title",
    "step_id",
    "zone",
    "place",
    "directions",
    "setting",
    "support_wanted",
    "programme",
    "label",
)


def moved(t: Teller, deed: d.Moved) -> None:
    old = t.made["meeting", deed.meeting]
    _settle(t, old, SessionStatus.MOVED.value)
    t.made["meeting", deed.to] = session = t.row(
        Session,
        **{name: old[name] for name in KEPT},
        starts_at=stored(deed.starts_at),
        ends_at=stored(deed.ends_at),
        held_on=deed.starts_at.astimezone(t.zone).date().isoformat(),
        moved_from_id=old["id"],
    )
    t.event("move_session", Session, session, op="create")


def _begin_note(t: Teller, deed: d.Noted, session: Row) -> Row:
    return t.about(
        Note,
        session_id=session["id"],
        author_id=t.by,
        held_at=session["starts_at"],
        held_on=session["held_on"],
        zone=session["zone"],
        ends_at=session["ends_at"],
        setting=session["setting"],
        place=session["place"],
    )


def _sign(t: Teller, deed: d.Noted, note: Row) -> None:
    """File the note: status, author's title, time, and what the person said to it."""
    t.change(NoteStatusChange, "note", note, NoteStatus.FILED.value)
    t.on()
    note.update(
        met=deed.met,
        next=deed.next,
        has_safety_concern=0,
        version=note["version"] + 1,
        job_title=t.place.staff[deed.by].job_title,
        filed_at=t.stamp,
    )
    if deed.together == Together.AGREES:
        note.update(agreed_by_id=t.by, agreed_at=t.stamp, agreed_version=note["version"])
    if deed.together == Together.DISAGREES:
        note.update(disagreed_by_id=t.by, disagreed_at=t.stamp, disagreed_words=deed.differs)


def _write_text(t: Teller, deed: d.Noted, note: Row) -> Row:
    return t.about(
        NoteVersion,
        note_id=note["id"],
        number=note["version"],
        words=deed.words,
        language="en",
        written_by_id=t.by,
    )


def _write_attempts(t: Teller, deed: d.Noted, note: Row) -> list[Row]:
    found = []
    for number, given, is_done in deed.steps:
        step = t.made["step", number]
        attempt = t.about(
            Attempt,
            step_id=step["id"],
            note_id=note["id"],
            given=given,
            wanted=step["support_wanted"],
            is_done=int(is_done),
            tried_on=note["held_on"],
            reported_by=Reporter.STAFF.value,
        )
        found.append(attempt)
        begin(t, step)
    return found


def _instant(text: str) -> str:
    return f"{datetime.fromisoformat(text).isoformat()}+00:00"


def _digest(note: Row, text: Row, deed: d.Noted, attempts: list[Row]) -> str:
    """Return what ``practice.queries.texts.digest`` returns for this note; a test holds the two together."""
    tried = sorted(attempts, key=lambda one: one["step_id"])
    content: dict[str, Any] = {
        "note": dashed(note["id"]),
        "person": dashed(note["participant_id"]),
        "author": [dashed(note["author_id"]), note["job_title"]],
        "held": [_instant(note["held_at"]), note["zone"], note["setting"], note["place"]],
        "filed": _instant(note["filed_at"]),
        "ticked": [note["met"], note["next"], False, note["label"]],
        "steps": [
            [dashed(one["step_id"]), one["given"], one["wanted"], bool(one["is_done"])] for one in tried
        ],
        "helped": sorted(deed.helped),
        "work": [deed.work] if deed.work else [],
        "text": [str(text["number"]), text["words"], "", "", ""],
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def noted(t: Teller, deed: d.Noted) -> None:
    session = t.made["meeting", deed.meeting]
    note = _begin_note(t, deed, session)
    _sign(t, deed, note)
    text = _write_text(t, deed, note)
    attempts = _write_attempts(t, deed, note)
    for skill in deed.helped:
        t.about(SkillUse, skill=skill, used_on=note["held_on"], note_id=note["id"])
    if deed.work:
        t.climb(WorkRung(deed.work), note["held_on"], note_id=note["id"])
    _settle(t, session, deed.met)
    note["content_sha256"] = _digest(note, text, deed, attempts)
    t.event("file_note", Note, note)


def reported(t: Teller, deed: d.Reported) -> None:
    """Add an attempt as the person tells it; nothing of the week stands for this step on these days."""
    step = t.made["step", deed.step]
    attempt = t.about(
        Attempt,
        step_id=step["id"],
        given=deed.given,
        wanted=step["support_wanted"],
        is_done=int(deed.done),
        words=deed.words,
        tried_on=t.today,
        reported_by=Reporter.SELF.value,
    )
    begin(t, step)
    t.event("report_attempt", Attempt, attempt, op="create")


def week_planned(t: Teller, deed: d.WeekPlanned) -> None:
    t.made["item", deed.item] = item = t.about(
        WeekItem,
        title=deed.title,
        planned_on=deed.planned_on.isoformat(),
        planned_at=stored(deed.planned_at),
        step_id=t.made["step", deed.step]["id"] if deed.step else None,
        support=SupportLevel.ON_MY_OWN.value,
    )
    t.event("add_week_item", WeekItem, item, op="create")


def week_answered(t: Teller, deed: d.WeekAnswered) -> None:
    item = t.made["item", deed.item]
    t.change(WeekItemStatusChange, "week_item", item, WeekItemStatus(deed.to).value)
    item["version"] += 1
    t.event("answer_week_item", WeekItem, item)


def day_times(t: Teller, deed: d.DayTimes) -> None:
    for at, words, icon in sorted(deed.times):
        t.about(DailyTime, at=stored(at), words=words, icon=icon)
    t.event("set_daily_times", Participant, {"id": t.person_id, "version": 1})


TELLS: dict[type[d.Deed], Any] = {
    d.Planned: planned,
    d.Recorded: recorded,
    d.Moved: moved,
    d.Noted: noted,
    d.Reported: reported,
    d.WeekPlanned: week_planned,
    d.WeekAnswered: week_answered,
    d.DayTimes: day_times,
}
