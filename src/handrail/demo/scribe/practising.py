"""Sessions, notes, what the person reports, and the week."""

from datetime import timedelta
from typing import Any

from handrail.demo.journal import Entry, clock_time
from handrail.demo.scribe.stage import Stage
from handrail.plans.actions import states
from handrail.plans.rules import SupportLevel
from handrail.practice.actions import attempts, notes, sessions, week
from handrail.practice.models import DailyTime
from handrail.practice.rules import (
    Next,
    NoteContent,
    Outcome,
    Picked,
    SessionStatus,
    Setting,
    Together,
    WeekItemStatus,
    WorkRung,
)

MINUTES = 45


def _step(stage: Stage, entry: Entry, name: str = "step") -> Any:
    wanted = entry.facts.get(name)
    return stage.found(entry, "step", wanted) if wanted else None


def session(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    starts_at = stage.instant(facts["held"], facts["held_at"])
    first = facts.get("steps") or [{}]
    name = facts.get("step") or first[0].get("step")
    support = facts.get("support")
    planned = sessions.plan_session(
        participant=stage.people[entry.story],
        practitioner=stage.users[facts.get("with", entry.by)][0],
        title=facts["title"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=facts.get("minutes", MINUTES)),
        setting=Setting(facts["setting"]),
        place=facts["place"],
        directions=facts.get("directions", ""),
        step=stage.found(entry, "step", name) if name else None,
        support_wanted=SupportLevel(support) if support else None,
        group_name=facts.get("group", ""),
        programme=facts.get("programme", stage.programmes.get(entry.story, "")),
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "session", f"{facts['held']}", planned)


def called_off(stage: Stage, entry: Entry) -> None:
    planned = stage.found(entry, "session", f"{entry.day}")
    by = stage.viewer(entry.by, entry.day)
    sessions.record_meeting(session=planned, to=SessionStatus.CALLED_OFF, by=by)


def _content(stage: Stage, entry: Entry) -> NoteContent:
    facts = entry.facts
    met = facts.get("met", True)
    picked = [
        Picked(
            step_key=stage.found(entry, "step", one["step"]).key,
            given=SupportLevel(one["given"]),
            is_done=one["done"],
        )
        for one in facts.get("steps", [])
    ]
    return NoteContent(
        met=SessionStatus.MET if met else SessionStatus.NOT_MET,
        steps=tuple(picked),
        helped=tuple(facts.get("helped", [])),
        words=facts.get("words", ""),
        next=Next(facts["next"]) if "next" in facts else None,
        work=WorkRung(facts["work"]) if "work" in facts else None,
        safety=False,
    )


def meet(stage: Stage, entry: Entry) -> None:
    """Write the note of a meeting with the person, and file it unless the story leaves it a draft."""
    by = stage.viewer(entry.by, entry.day)
    planned = stage.found(entry, "session", f"{entry.day}")
    note = notes.start_note(participant=stage.people[entry.story], session=planned, by=by)
    content = _content(stage, entry)
    if entry.facts.get("draft"):
        notes.save_draft(note=note, content=content, by=by)
        return
    agreed = Together.AGREES if entry.facts.get("agreed") else None
    notes.file_note(note=note, content=content, together=agreed, by=by)
    finished = entry.facts.get("finishes")
    if finished:
        done = stage.found(entry, "step", finished)
        last = next(one["given"] for one in entry.facts["steps"] if one["step"] == finished)
        states.finish_step(step=done, done_with=SupportLevel(last), by=stage.viewer(entry.story, entry.day))


def report(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    wants = facts.get("wants")
    attempts.report_attempt(
        step=_step(stage, entry),
        outcome=Outcome.DID_IT if facts["done"] else Outcome.TRIED,
        given=SupportLevel(facts["given"]),
        words=facts["words"],
        companion=facts.get("companion", ""),
        wants_next=SupportLevel(wants) if wants else None,
        finish=facts.get("finish", False),
        by=stage.viewer(entry.by, entry.day),
    )


def week_item(stage: Stage, entry: Entry) -> None:
    facts, by = entry.facts, stage.viewer(entry.by, entry.day)
    item = week.add_week_item(
        participant=stage.people[entry.story],
        title=facts["title"],
        detail=facts.get("detail", ""),
        planned_on=stage.day(facts.get("planned", entry.day)),
        planned_at=clock_time(facts["planned_at"]) if "planned_at" in facts else entry.at,
        step=_step(stage, entry),
        support=SupportLevel(facts.get("support", SupportLevel.ON_MY_OWN)),
        companion=facts.get("companion", ""),
        by=by,
    )
    said = facts.get("say")
    if said and said != WeekItemStatus.PLANNED:
        week.answer_week_item(item=item, to=WeekItemStatus(said), by=by)


def daily(stage: Stage, entry: Entry) -> None:
    times = [(clock_time(row["at"]), row["words"], row["icon"]) for row in entry.facts["times"]]
    week.set_daily_times(
        participant=stage.people[entry.story], times=times, by=stage.viewer(entry.by, entry.day)
    )


def did_daily(stage: Stage, entry: Entry) -> None:
    """Say that one of the times of every day was kept today."""
    by = stage.viewer(entry.by, entry.day)
    row = DailyTime.objects.get(participant=stage.people[entry.story], words=entry.facts["words"])
    week.answer_daily_time(daily=row, day=stage.day(entry.day), to=WeekItemStatus.DID_IT, by=by)


HANDLERS = {
    "session": session,
    "called_off": called_off,
    "meet": meet,
    "report": report,
    "week": week_item,
    "daily": daily,
    "did_daily": did_daily,
}
