"""Work and study: what somebody has done, employers, jobs, what is needed there, still there?"""

from typing import Any

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.practice.rules import WorkRung
from handrail.work import actions
from handrail.work.actions.employers import Said
from handrail.work.rules import (
    AdjustmentKind,
    AdjustmentStatus,
    EndReason,
    JobFacts,
    JobKind,
    JobStatus,
    Telling,
    WagePer,
    Way,
)


def work_profile(stage: Stage, entry: Entry) -> None:
    """Write on in what the person has done and likes; what is not said again stays as it stood."""
    before = stage.made.get((entry.story, "work_profile", ""))
    texts = (
        {name: getattr(before, name) for name in ("done", "learned", "good_at", "likes", "wants")}
        if before
        else {}
    )
    written = actions.write_profile(
        participant=stage.people[entry.story],
        texts={**texts, **entry.facts["texts"]},
        number=before.number if before else 0,
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "work_profile", "", written)


def work_telling(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    actions.choose_telling(
        participant=stage.people[entry.story],
        choice=Telling(facts["choice"]),
        what=facts.get("what", ""),
        whom=facts.get("whom", ""),
        words=facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def work_contact(stage: Stage, entry: Entry) -> None:
    """Keep a word with an employer that was for the person; a new name puts the employer on the list."""
    facts = entry.facts
    actions.record_contact(
        said=Said(
            way=Way(facts["way"]),
            who=facts.get("who", ""),
            needs=facts.get("needs", ""),
            next=facts.get("next", ""),
            next_on=stage.day(facts["next_on"]) if "next_on" in facts else None,
            about=facts.get("about", ""),
        ),
        name=facts["place"],
        participant=stage.people[entry.story],
        by=stage.viewer(entry.by, entry.day),
    )


def _job_facts(stage: Stage, entry: Entry) -> JobFacts:
    facts = entry.facts
    hours, wage = facts.get("hours"), facts.get("wage")
    pay: dict[str, Any] = {}
    if wage is not None:
        pay = {
            "wage_minor": wage,
            "wage_currency": stage.organisation.currency,
            "wage_per": WagePer(facts.get("per", WagePer.HOUR)),
        }
    return JobFacts(
        kind=JobKind(facts["kind"]),
        title=facts["title"],
        place=facts["place"],
        started_on=stage.day(facts.get("started", entry.day)),
        minutes_week=hours * 60 if hours is not None else None,
        hours_words=facts.get("hours_words", ""),
        is_for_a_time=facts.get("for_a_time", False),
        has_coach=facts.get("coach", False),
        **pay,
    )


def job(stage: Stage, entry: Entry) -> None:
    goal = entry.facts.get("goal")
    started = actions.start_job(
        participant=stage.people[entry.story],
        facts=_job_facts(stage, entry),
        goal=stage.found(entry, "goal", goal) if goal else None,
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "job", entry.facts["ref"], started)


def job_begin(stage: Stage, entry: Entry) -> None:
    planned = stage.found(entry, "job", entry.facts["job"])
    actions.move_job(job=planned, to=JobStatus.RUNNING, by=stage.viewer(entry.by, entry.day))


def job_end(stage: Stage, entry: Entry) -> None:
    actions.end_job(
        job=stage.found(entry, "job", entry.facts["job"]),
        ended_on=stage.day(entry.day),
        reason=EndReason(entry.facts["reason"]),
        words=entry.facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def still_there(stage: Stage, entry: Entry) -> None:
    actions.answer_still_there(
        job=stage.found(entry, "job", entry.facts["job"]),
        words=entry.facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def need(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    needed = actions.need_adjustment(
        participant=stage.people[entry.story],
        kind=AdjustmentKind(facts["kind"]),
        need=facts["need"],
        because=facts.get("because", ""),
        job=stage.found(entry, "job", facts["job"]) if "job" in facts else None,
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "adjustment", facts["ref"], needed)


def adjust(stage: Stage, entry: Entry) -> None:
    """Lead an adjustment to its next state, with what was said."""
    actions.move_adjustment(
        adjustment=stage.found(entry, "adjustment", entry.facts["adjustment"]),
        to=AdjustmentStatus(entry.facts["to"]),
        words=entry.facts.get("words", ""),
        whom=entry.facts.get("whom", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def work_step(stage: Stage, entry: Entry) -> None:
    actions.take_work_step(
        participant=stage.people[entry.story],
        rung=WorkRung(entry.facts["rung"]),
        companion=entry.facts.get("companion", ""),
        by=stage.viewer(entry.by, entry.day),
    )


HANDLERS = {
    "work_profile": work_profile,
    "work_telling": work_telling,
    "work_contact": work_contact,
    "job": job,
    "job_begin": job_begin,
    "job_end": job_end,
    "still_there": still_there,
    "need": need,
    "adjust": adjust,
    "work_step": work_step,
}
