"""Pages of work and study."""

from handrail.work.views.adjustments import (
    adjustment,
    adjustment_change,
    adjustment_new,
    adjustment_step,
    letter,
)
from handrail.work.views.employers import (
    contact_new,
    employer,
    employer_change,
    employer_new,
    employers,
    person_contact,
)
from handrail.work.views.jobs import job, job_change, job_end, job_move, job_new, still_there
from handrail.work.views.page import ladder, page, profile, telling

__all__ = [
    "adjustment",
    "adjustment_change",
    "adjustment_new",
    "adjustment_step",
    "contact_new",
    "employer",
    "employer_change",
    "employer_new",
    "employers",
    "job",
    "job_change",
    "job_end",
    "job_move",
    "job_new",
    "ladder",
    "letter",
    "page",
    "person_contact",
    "profile",
    "still_there",
    "telling",
]
