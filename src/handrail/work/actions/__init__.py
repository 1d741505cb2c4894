"""Every write of work and study: one event each."""

from handrail.work.actions.adjustments import (
    ask_for_adjustments,
    change_adjustment,
    make_step_of_adjustment,
    move_adjustment,
    need_adjustment,
)
from handrail.work.actions.employers import change_employer, list_employer, record_contact
from handrail.work.actions.jobs import answer_still_there, change_job, end_job, move_job, start_job
from handrail.work.actions.profile import choose_telling, take_work_step, write_profile

__all__ = [
    "answer_still_there",
    "ask_for_adjustments",
    "change_adjustment",
    "change_employer",
    "change_job",
    "choose_telling",
    "end_job",
    "list_employer",
    "make_step_of_adjustment",
    "move_adjustment",
    "move_job",
    "need_adjustment",
    "record_contact",
    "start_job",
    "take_work_step",
    "write_profile",
]
