"""Programmes, work and study as rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

from handrail.choice.models import Settlement
from handrail.demo.bulk.rows import stored
from handrail.demo.bulk.telling import Teller
from handrail.demo.lives import deeds as d
from handrail.intake.models import Enrolment, EnrolmentStatusChange
from handrail.intake.rules import EnrolmentStatus
from handrail.practice.rules import WorkRung
from handrail.work import rules
from handrail.work.models import (
    Adjustment,
    AdjustmentStatusChange,
    ContactFor,
    EmployerContact,
    Job,
    JobStatusChange,
    ProfileVersion,
    StillThere,
)
from handrail.work.rules import AdjustmentStatus, EndReason, JobKind, JobStatus


def enrol(t: Teller, deed: d.Did) -> None:
    row = t.made["enrolment", deed.thing] = t.about(Enrolment, **deed.facts, from_on=t.today)
    t.event("enrol", Enrolment, row, op="create")


def choose_offer(t: Teller, deed: d.Did) -> None:
    facts, offer = deed.facts, t.shared(deed.facts["offer"])
    row = t.made["enrolment", deed.thing] = t.about(
        Enrolment,
        programme_type=facts["offer"].name,
        offer_id=offer["id"],
        rank=facts["rank"],
        mix=" ".join(facts["mix"]),
        from_on=t.today,
    )
    t.event("choose_offer", Enrolment, row, op="create")


def start_enrolment(t: Teller, deed: d.Did) -> None:
    row = t.made["enrolment", deed.thing]
    t.change(EnrolmentStatusChange, "enrolment", row, EnrolmentStatus.STARTED.value)
    row["started_on"] = t.today
    row["version"] += 1
    t.event("start_enrolment", Enrolment, row)


def end_enrolment(t: Teller, deed: d.Did) -> None:
    row = t.made["enrolment", deed.thing]
    t.change(EnrolmentStatusChange, "enrolment", row, deed.facts["to"], deed.facts["reason"])
    row["to_on"] = t.today
    row["version"] += 1
    t.event("end_enrolment", Enrolment, row)


def settle_cost(t: Teller, deed: d.Did) -> None:
    of = t.made["enrolment", deed.thing]
    row = t.row(
        Settlement,
        label=Settlement.default_label.value,
        enrolment_id=of["id"],
        offer_id=of["offer_id"],
        programme_type=of["programme_type"],
        ended_on=of["to_on"],
        settled_on=t.today,
        written_on=t.today,
        written_by_id=t.by,
        **deed.facts,
    )
    t.event("settle_cost", Settlement, row, op="create")


def write_profile(t: Teller, deed: d.Did) -> None:
    row = t.about(
        ProfileVersion,
        number=1,
        language="en",
        written_by_id=t.by,
        written_on=t.today,
        **deed.facts["texts"],
    )
    t.climb(WorkRung.PROFILE, t.today, since=date.min.isoformat())
    t.event("write_profile", ProfileVersion, {**row, "version": 1}, op="create")


def start_job(t: Teller, deed: d.Did) -> None:
    facts = deed.facts["facts"]
    started = facts["started_on"].isoformat()
    row = t.made["job", deed.thing] = t.about(
        Job,
        **{**facts, "started_on": started, "has_coach": int(facts["has_coach"])},
        employer_id=t.name_of("employer", facts["place"]),
    )
    t.started(JobStatusChange, "job", row, "", JobStatus.RUNNING.value)
    t.made["marks", deed.thing] = {"answered": [], "started": facts["started_on"]}
    rung = rules.rung_of_start(JobKind(row["kind"]), JobStatus.RUNNING)
    t.climb(rung, started, since=started)
    t.event("start_job", Job, row, op="create")


def _due(t: Teller, deed: d.Did) -> int | None:
    marks = t.made["marks", deed.thing]
    return rules.due_mark(marks["started"], marks["answered"], date.fromisoformat(t.today))


def _answer(t: Teller, deed: d.Did, mark: int, *, is_there: bool, words: str) -> Any:
    t.made["marks", deed.thing]["answered"].append(mark)
    return t.about(
        StillThere,
        job_id=t.made["job", deed.thing]["id"],
        mark=mark,
        is_there=int(is_there),
        words=words,
        answered_on=t.today,
        answered_by_id=t.by,
    )


def answer_still_there(t: Teller, deed: d.Did) -> None:
    mark, job = _due(t, deed), t.made["job", deed.thing]
    if mark is None:
        raise ValueError("Nobody is asked on this day.")
    answer = _answer(t, deed, mark, is_there=True, words=deed.facts["words"])
    t.climb(rules.rung_of_mark(JobKind(job["kind"]), mark), t.today, since=job["started_on"])
    t.event("answer_still_there", StillThere, answer, op="create")


def end_job(t: Teller, deed: d.Did) -> None:
    job, facts, mark = t.made["job", deed.thing], deed.facts, _due(t, deed)
    lasted = (facts["ended_on"] - t.made["marks", deed.thing]["started"]).days
    job.update(
        ended_on=facts["ended_on"].isoformat(),
        end_reason=facts["reason"],
        end_words=facts["words"],
        lasted_days=lasted,
        version=job["version"] + 1,
    )
    if mark:
        _answer(t, deed, mark, is_there=lasted >= mark, words="")
    t.change(JobStatusChange, "job", job, JobStatus.ENDED.value, facts["words"])
    rung = rules.rung_of_end(JobKind(job["kind"]), EndReason(facts["reason"]))
    t.climb(rung, job["ended_on"], since=job["started_on"])
    t.event("end_job", Job, job)


def need_adjustment(t: Teller, deed: d.Did) -> None:
    facts = {name: value for name, value in deed.facts.items() if name != "job"}
    row = t.made["adjustment", deed.thing] = t.about(
        Adjustment, **facts, job_id=t.made["job", deed.facts["job"].name]["id"], since_on=t.today
    )
    t.started(AdjustmentStatusChange, "adjustment", row, "", AdjustmentStatus.NEEDED.value)
    t.event("need_adjustment", Adjustment, row, op="create")


def move_adjustment(t: Teller, deed: d.Did) -> None:
    row, facts = t.made["adjustment", deed.thing], deed.facts
    t.change(AdjustmentStatusChange, "adjustment", row, facts["to"], facts["words"])
    row["since_on"] = t.today
    row["asked_whom"] = facts["whom"] or row["asked_whom"]
    if facts["to"] == AdjustmentStatus.IN_PLACE:
        row["in_place_on"] = t.today
    row["version"] += 1
    t.event("move_adjustment", Adjustment, row)


def record_contact(t: Teller, deed: d.Did) -> None:
    said, employer = dict(deed.facts["said"]), t.shared(deed.facts["employer"])
    about, next_on = said.pop("about"), said.pop("next_on")
    row = t.plain(
        EmployerContact,
        **said,
        organisation_id=t.organisation_id,
        employer_id=employer["id"],
        held_on=t.today,
        next_on=stored(next_on),
        next_done=1,
        made_by_id=t.by,
    )
    t.newest_contact[employer["id"]] = row["id"]
    t.about(ContactFor, contact_id=row["id"], words=about, held_on=t.today)
    t.event("record_contact", EmployerContact, row, op="create")


TOLD: dict[str, Callable[[Teller, d.Did], None]] = {
    "enrol": enrol,
    "choose_offer": choose_offer,
    "start_enrolment": start_enrolment,
    "end_enrolment": end_enrolment,
    "settle_cost": settle_cost,
    "write_profile": write_profile,
    "start_job": start_job,
    "answer_still_there": answer_still_there,
    "end_job": end_job,
    "need_adjustment": need_adjustment,
    "move_adjustment": move_adjustment,
    "record_contact": record_contact,
}
