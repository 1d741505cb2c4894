"""Every read of work and study. Each one tells the viewer's looks whom it shows."""

from handrail.work.queries.due import asked_of, asked_today
from handrail.work.queries.employers import (
    employer,
    employer_list,
    employer_page,
    recent_employers,
    to_contact,
)
from handrail.work.queries.letter import letter
from handrail.work.queries.one import adjustment, goals, job, open_jobs, profiles, tellings
from handrail.work.queries.page import (
    adjustment_card,
    job_cards,
    ladder,
    profile_parts,
    work_page,
)
from handrail.work.queries.programme import area_facts, board, key_outcome
from handrail.work.queries.single import adjustment_page, job_page, short
from handrail.work.queries.words import job_card

__all__ = [
    "adjustment",
    "adjustment_card",
    "adjustment_page",
    "area_facts",
    "asked_of",
    "asked_today",
    "board",
    "employer",
    "employer_list",
    "employer_page",
    "goals",
    "job",
    "job_card",
    "job_cards",
    "job_page",
    "key_outcome",
    "ladder",
    "letter",
    "open_jobs",
    "profile_parts",
    "profiles",
    "recent_employers",
    "short",
    "tellings",
    "to_contact",
    "work_page",
]
