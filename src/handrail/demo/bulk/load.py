"""Carries out lives as rows and writes them in batches, whatever their number."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from handrail.accounts.models import Membership, Organisation, Site, User
from handrail.audit.models import Event
from handrail.choice import models as choice
from handrail.community import models as community
from handrail.demo.bulk import arriving, caring, joining, living, planning, practising, working
from handrail.demo.bulk.rows import Row, Sink
from handrail.demo.bulk.telling import Staff, Teller
from handrail.demo.lives import Life
from handrail.demo.lives import deeds as d
from handrail.housing import models as housing
from handrail.intake import models as intake
from handrail.learning import models as learning
from handrail.peers import models as peers
from handrail.people import models as people
from handrail.plans import models as plans
from handrail.practice import models as practice
from handrail.safety import models as safety
from handrail.work import models as work

# Parents first.
ORDER = (
    User, Membership, people.Participant, people.NameToken, people.DataKey, people.Relation, people.Supporter,
    intake.Referral, intake.ReferralStatusChange, intake.Conversation, intake.Answer, intake.Enrolment,
    intake.EnrolmentStatusChange, choice.Settlement, intake.StartLine, intake.StartLineChange,
    plans.Plan, plans.PlanStatusChange, plans.LookBack, plans.Goal, plans.GoalStatusChange,
    plans.Step, plans.StepStatusChange, plans.GoodMoment, plans.AreaEntry, plans.OutsideCare,
    plans.HealthEvent, plans.CareTask, plans.CareTaskStatusChange, plans.LifeRole, plans.LifeRoleStatusChange,
    practice.Session, practice.SessionStatusChange, practice.Note, practice.NoteStatusChange,
    practice.NoteVersion, practice.Attempt, practice.SkillUse, practice.WorkStep,
    practice.DailyTime, practice.WeekItem, practice.WeekItemStatusChange,
    safety.HardDayList, safety.ListLine, safety.DailyCheck,
    work.ProfileVersion, work.Job, work.JobStatusChange, work.StillThere, work.Adjustment,
    work.AdjustmentStatusChange, work.EmployerContact, work.ContactFor,
    housing.Home, housing.HomeAnswer, housing.HomeWish, housing.HomeApplication,
    housing.HomeApplicationStatusChange, housing.HomeTrouble, housing.HomeTroubleStatusChange,
    housing.HomeRoutine,
    community.Link, community.LinkStatusChange, community.Activity, community.ActivityStatusChange,
    community.ActivityDay,
    peers.PeerOffer, peers.PeerOfferStatusChange, peers.Pairing, peers.PairingStatusChange, peers.CheckIn,
    peers.PeerWords,
    learning.LessonSharing, learning.LessonProgress, learning.LessonProgressChange,
    Event,
)  # fmt: skip
TOLD = {**working.TOLD, **living.TOLD, **joining.TOLD, **caring.TOLD}


def _did(teller: Teller, deed: d.Did) -> None:
    TOLD[deed.verb](teller, deed)


TELLS = {**arriving.TELLS, **planning.TELLS, **practising.TELLS, d.Did: _did}
LIVES_AT_ONCE = 250


@dataclass
class Place:
    """Where lives are written to: the organisation, its sites and its staff, by their keys."""

    organisation: Organisation
    sites: dict[str, Site]
    staff: dict[str, Staff]
    # What all lives share, by kind and name: at least its "id".
    shared: dict[str, dict[str, Row]] = field(default_factory=dict)
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
    newest = work.EmployerContact.objects.filter(pk__in=list(teller.newest_contact.values()))
    newest.update(next_done=False)
    return sink.written
