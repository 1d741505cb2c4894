"""Carries out lives as rows and writes them in batches, whatever their number."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from handrail.accounts.models import Membership, Organisation, Site, User
from handrail.audit.models import Event
from handrail.demo.bulk import arriving, planning, practising
from handrail.demo.bulk.rows import Sink
from handrail.demo.bulk.telling import Staff, Teller
from handrail.demo.lives import Life
from handrail.intake import models as intake
from handrail.people import models as people
from handrail.plans import models as plans
from handrail.practice import models as practice

# Parents first.
ORDER = (
    User, Membership, people.Participant, people.NameToken, people.DataKey, people.Relation, people.Supporter,
    intake.Referral, intake.ReferralStatusChange, intake.Conversation, intake.Answer, intake.Enrolment,
    intake.StartLine, intake.StartLineChange,
    plans.Plan, plans.PlanStatusChange, plans.LookBack, plans.Goal, plans.GoalStatusChange,
    plans.Step, plans.StepStatusChange, plans.GoodMoment,
    practice.Session, practice.SessionStatusChange, practice.Note, practice.NoteStatusChange,
    practice.NoteVersion, practice.Attempt, practice.SkillUse, practice.WorkStep,
    practice.DailyTime, practice.WeekItem, practice.WeekItemStatusChange,
    Event,
)  # fmt: skip
TELLS = {**arriving.TELLS, **planning.TELLS, **practising.TELLS}
LIVES_AT_ONCE = 250


@dataclass
class Place:
    """Where lives are written to: the organisation, its sites and its staff, by their keys."""

    organisation: Organisation
    sites: dict[str, Site]
    staff: dict[str, Staff]
    actor: str = "operator:demo"


def write_lives(place: Place, lives: Iterable[Life], *, rng: random.Random) -> int:
    """Write ``lives`` in batches as they come and return the number of rows; ``rng`` gives ids and keys."""
    sink = Sink(ORDER)
    teller = Teller(place, sink, rng)
    for number, life in enumerate(lives, start=1):
        teller.begin(life)
        for deed in life.deeds:
            teller.reach(deed)
            TELLS[type(deed)](teller, deed)
        if number % LIVES_AT_ONCE == 0:
            sink.empty()
    sink.empty()
    return sink.written
