"""Carries out the deeds of an invented life through the product's own actions, with the clock at each deed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts import actions as accounts
from handrail.base import clock
from handrail.demo.acting_rooms import ACTED
from handrail.demo.lives import deeds as d
from handrail.demo.scribe import Stage
from handrail.demo.shared import Shared
from handrail.intake.actions import conversation, referrals, start
from handrail.intake.models import Conversation
from handrail.intake.rules import (
    AnswerState,
    AuthorKind,
    ConversationMode,
    EntryReason,
    ReferralSource,
    StartState,
)
from handrail.people import actions as people
from handrail.people.models import Participant, Relation
from handrail.people.rules import Relationship
from handrail.plans.actions import goals, look_backs, moments, plans, states, steps
from handrail.plans.models import LookBack
from handrail.plans.rules import (
    Environment,
    LifeArea,
    Picture,
    PlanStatus,
    StepAnswer,
    StepFacts,
    SupportLevel,
)
from handrail.practice.actions import attempts, notes, sessions, week
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


@dataclass
class Actor:
    """One life on the stage: who acts, and what was made so far."""

    stage: Stage
    life: d.Life
    shared: Shared
    participant: Participant | None = None
    made: dict[tuple[str, int], Any] = field(default_factory=dict)

    def viewer(self, deed: d.Deed) -> Viewer:
        day = deed.at.astimezone(ZoneInfo(self.life.zone)).date()
        offset = (day - self.stage.today).days
        if deed.by == d.SELF:
            return self.stage.viewer(self.life.person.account or "nobody", offset)
        return self.stage.viewer(deed.by, offset) if deed.by else self.stage.operator(offset)

    def found(self, kind: str, number: int = 0) -> Any:
        thing = self.made[kind, number]
        thing.refresh_from_db()
        return thing

    def keep(self, kind: str, thing: Any, number: int = 0) -> None:
        self.made[kind, number] = thing

    def pointed(self, ref: d.Ref) -> Any:
        """Return what a deed points to: somebody, what all lives share, or what this one made."""
        if ref.kind == "user":
            return self.user(str(ref.name))
        return (
            self.found(ref.kind, ref.name) if isinstance(ref.name, int) else self.shared[ref.kind][ref.name]
        )

    def user(self, key: str) -> Any:
        return self.stage.users[key][0]


def act_out(stage: Stage, life: d.Life, shared: Shared) -> Participant | None:
    """Carry out a life, deed by deed, and return the person whose it is; ``shared`` is what all lives point to."""
    actor = Actor(stage, life, shared)
    for deed in life.deeds:
        with clock.clock_at(deed.at, timedelta(milliseconds=7)):
            ACTS[type(deed)](actor, deed, actor.viewer(deed))
    return actor.participant


def _referred(a: Actor, deed: d.Referred, by: Viewer) -> None:
    person = a.life.person
    facts = {
        name: getattr(person, name) for name in ("given_name", "family_name", "birth_on", "phone", "address")
    }
    referral = referrals.receive_referral(
        organisation=a.stage.organisation,
        called=person.called,
        source=ReferralSource(deed.source),
        reason=EntryReason(deed.reason),
        words=deed.words,
        contact=a.user(deed.contact) if deed.contact else None,
        site=a.stage.sites[person.site],
        language=person.language,
        by=by,
        **facts,
    )
    a.participant = referral.participant
    a.keep("referral", referral)


def _got_account(a: Actor, deed: d.GotAccount, by: Viewer) -> None:
    person = a.life.person
    user = accounts.add_member(
        organisation=a.stage.organisation,
        sign_in_name=person.account,
        name=f"{person.given_name} {person.family_name}",
        role=Role.PARTICIPANT,
        phone=person.phone,
        by=by,
    )
    a.stage.users[person.account] = (user, Role.PARTICIPANT)
    a.stage.people[person.account] = a.participant
    people.open_relation(participant=a.participant, user=user, kind=RelationKind.SELF, by=by)


def _let_in(a: Actor, deed: d.LetIn, by: Viewer) -> None:
    people.open_relation(
        participant=a.participant,
        user=a.user(deed.who),
        kind=RelationKind(deed.kind),
        part=deed.part,
        source=deed.source,
        by=by,
    )


def _let_go(a: Actor, deed: d.LetGo, by: Viewer) -> None:
    relation = Relation.objects.get(
        participant=a.participant, user=a.user(deed.who), kind=deed.kind, to_on__isnull=True
    )
    people.close_relation(relation=relation, by=by)


def _named(a: Actor, deed: d.NamedSupporter, by: Viewer) -> None:
    people.add_supporter(
        participant=a.participant,
        name=deed.name,
        called=deed.called,
        relationship=Relationship(deed.relationship),
        by=by,
    )


def _talked(a: Actor, deed: d.Talked, by: Viewer) -> None:
    held = conversation.start_conversation(
        participant=a.participant, mode=ConversationMode(deed.mode), place=deed.place, by=by
    )
    a.keep("conversation", held)


def _said(a: Actor, deed: d.Said, by: Viewer) -> None:
    conversation.answer_question(
        conversation=a.found("conversation"),
        question=deed.question,
        state=AnswerState(deed.state),
        author_kind=AuthorKind.MINE,
        text=deed.text,
        choices=deed.choices,
        by=by,
    )


def _read_back(a: Actor, deed: d.ReadBack, by: Viewer) -> None:
    held: Conversation = a.found("conversation")
    conversation.read_back(conversation=held, version=held.version, by=by)


def _lined(a: Actor, deed: d.Lined, by: Viewer) -> None:
    state = StartState(deed.state)
    start.set_start_line(
        participant=a.participant, line=deed.line, state=state, who=deed.who, words=deed.words, by=by
    )


def _changed_plan(a: Actor, deed: d.ChangedPlan, by: Viewer) -> None:
    change = {PlanStatus.RESTING: plans.rest_plan, PlanStatus.ENDED: plans.end_plan}[PlanStatus(deed.to)]
    change(plan=a.found("plan"), reason=deed.reason, by=by)


def _wished(a: Actor, deed: d.Wished, by: Viewer) -> None:
    goal = goals.add_goal(
        plan=a.found("plan"),
        words=deed.words,
        life_area=LifeArea(deed.life_area),
        environment=Environment(deed.environment),
        picture=Picture(deed.picture),
        by=by,
    )
    a.keep("goal", goal, deed.goal)


def _stepped(a: Actor, deed: d.Stepped, by: Viewer) -> None:
    facts = StepFacts(**{**deed.facts, "support_wanted": SupportLevel(deed.facts["support_wanted"])})
    add = steps.propose_step if deed.proposed else steps.add_step
    a.keep("step", add(goal=a.found("goal", deed.goal), facts=facts, by=by), deed.step)


def _answered(a: Actor, deed: d.Answered, by: Viewer) -> None:
    answer = StepAnswer.AGREE if deed.agrees else StepAnswer.DECLINE
    states.answer_step(step=a.found("step", deed.step), answer=answer, reason=deed.reason, by=by)


def _wanted(a: Actor, deed: d.Wanted, by: Viewer) -> None:
    step = a.found("step", deed.step)
    changes = {"support_wanted": SupportLevel(deed.level)}
    steps.change_step(step=step, version=step.version, changes=changes, by=by)


def _finished(a: Actor, deed: d.Finished, by: Viewer) -> None:
    states.finish_step(step=a.found("step", deed.step), done_with=SupportLevel(deed.level), by=by)


def _looked_back(a: Actor, deed: d.LookedBack, by: Viewer) -> None:
    held = LookBack.objects.get(plan=a.found("plan"), kind=deed.kind, held_on__isnull=True)
    look_backs.hold_look_back(look_back=held, words=deed.words, with_whom=deed.with_whom, by=by)


def _moved_look_back(a: Actor, deed: d.MovedLookBack, by: Viewer) -> None:
    planned = LookBack.objects.get(plan=a.found("plan"), kind=deed.kind, held_on__isnull=True)
    look_backs.move_look_back(look_back=planned, planned_on=deed.planned_on, by=by)


def _planned(a: Actor, deed: d.Planned, by: Viewer) -> None:
    session = sessions.plan_session(
        participant=a.participant,
        practitioner=a.user(deed.by),
        title=deed.title,
        starts_at=deed.starts_at,
        ends_at=deed.ends_at,
        setting=Setting(deed.setting),
        place=deed.place,
        step=a.found("step", deed.step) if deed.step else None,
        programme=deed.programme,
        by=by,
    )
    a.keep("meeting", session, deed.meeting)


def _noted(a: Actor, deed: d.Noted, by: Viewer) -> None:
    picked = [
        Picked(a.found("step", number).key, SupportLevel(given), is_done)
        for number, given, is_done in deed.steps
    ]
    content = NoteContent(
        met=SessionStatus(deed.met),
        steps=tuple(picked),
        helped=deed.helped,
        words=deed.words,
        next=Next(deed.next),
        work=WorkRung(deed.work) if deed.work else None,
        safety=False,
        language=by.language,
    )
    notes.file_note(
        note=notes.NewNote(a.participant, a.found("meeting", deed.meeting)),
        content=content,
        together=Together(deed.together) if deed.together else None,
        together_words=deed.differs,
        by=by,
    )


def _recorded(a: Actor, deed: d.Recorded, by: Viewer) -> None:
    session = a.found("meeting", deed.meeting)
    sessions.record_meeting(session=session, to=SessionStatus(deed.to), reason=deed.reason, by=by)


def _moved(a: Actor, deed: d.Moved, by: Viewer) -> None:
    session = a.found("meeting", deed.meeting)
    moved = sessions.move_session(session=session, starts_at=deed.starts_at, ends_at=deed.ends_at, by=by)
    a.keep("meeting", moved, deed.to)


def _reported(a: Actor, deed: d.Reported, by: Viewer) -> None:
    attempts.report_attempt(
        step=a.found("step", deed.step),
        outcome=Outcome.DID_IT if deed.done else Outcome.TRIED,
        given=SupportLevel(deed.given),
        words=deed.words,
        by=by,
    )


def _week_planned(a: Actor, deed: d.WeekPlanned, by: Viewer) -> None:
    item = week.add_week_item(
        participant=a.participant,
        title=deed.title,
        planned_on=deed.planned_on,
        planned_at=deed.planned_at,
        step=a.found("step", deed.step) if deed.step else None,
        by=by,
    )
    a.keep("item", item, deed.item)


ACTS: dict[type[d.Deed], Callable[[Actor, Any, Viewer], Any]] = {
    d.Referred: _referred,
    d.Contacted: lambda a, deed, by: referrals.make_first_contact(referral=a.found("referral"), by=by),
    d.PutOff: lambda a, deed, by: referrals.put_referral_off(
        referral=a.found("referral"), alternatives=deed.alternatives, by=by
    ),
    d.Began: lambda a, deed, by: referrals.start_referral(referral=a.found("referral"), by=by),
    d.GotAccount: _got_account,
    d.Coordinated: lambda a, deed, by: people.name_coordinator(
        participant=a.participant, user=a.user(deed.who), by=by
    ),
    d.LetIn: _let_in,
    d.LetGo: _let_go,
    d.NamedSupporter: _named,
    d.Talked: _talked,
    d.Said: _said,
    d.ReadBack: _read_back,
    d.Lined: _lined,
    d.Did: lambda a, deed, by: ACTED[deed.verb](a, deed, by),
    d.OpenedPlan: lambda a, deed, by: a.keep("plan", plans.open_plan(participant=a.participant, by=by)),
    d.ChangedPlan: _changed_plan,
    d.Wished: _wished,
    d.Stepped: _stepped,
    d.Answered: _answered,
    d.Wanted: _wanted,
    d.Rested: lambda a, deed, by: states.rest_step(
        step=a.found("step", deed.step), reason=deed.reason, by=by
    ),
    d.Resumed: lambda a, deed, by: states.resume_step(step=a.found("step", deed.step), by=by),
    d.SetAside: lambda a, deed, by: states.set_aside_step(
        step=a.found("step", deed.step), reason=deed.reason, by=by
    ),
    d.Finished: _finished,
    d.LookedBack: _looked_back,
    d.MovedLookBack: _moved_look_back,
    d.KeptMoment: lambda a, deed, by: moments.keep_good_moment(
        participant=a.participant, words=deed.words, by=by
    ),
    d.Planned: _planned,
    d.Noted: _noted,
    d.Recorded: _recorded,
    d.Moved: _moved,
    d.Reported: _reported,
    d.WeekPlanned: _week_planned,
    d.WeekAnswered: lambda a, deed, by: week.answer_week_item(
        item=a.found("item", deed.item), to=WeekItemStatus(deed.to), by=by
    ),
    d.DayTimes: lambda a, deed, by: week.set_daily_times(
        participant=a.participant, times=list(deed.times), by=by
    ),
}
