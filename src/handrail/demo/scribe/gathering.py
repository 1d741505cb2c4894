"""Groups and what people try at home after them; roles in a life."""

from typing import Any

from handrail.demo.journal import Entry, clock_time
from handrail.demo.scribe.stage import Stage
from handrail.plans import actions as plans
from handrail.plans.models import LifeRole, Plan
from handrail.plans.rules.roles import LifeRoleStatus, RoleKind
from handrail.practice import actions
from handrail.practice.models import GroupMeeting, GroupPlace, HomePractice
from handrail.practice.rules.groups import (
    Came,
    Context,
    GroupFacts,
    GroupKind,
    HomePracticeStatus,
    MeetingRecord,
    PersonRecord,
    PracticeAnswer,
)


def _group(stage: Stage, name: str) -> Any:
    thing = stage.made["", "group", name]
    thing.refresh_from_db()
    return thing


def open_group(stage: Stage, entry: Entry) -> None:
    """Open a group and put people in; it belongs to no story."""
    facts, by = entry.facts, stage.viewer(entry.by, entry.day)
    names = ("weekday", "capacity", "programme", "place", "directions")
    made = actions.open_group(
        organisation=stage.organisation,
        facts=GroupFacts(
            name=facts["title"],
            kind=GroupKind(facts["kind"]),
            begins=clock_time(facts["begins"]),
            ends=clock_time(facts["ends"]),
            **{name: facts[name] for name in names if name in facts},
        ),
        facilitators=[stage.users[who][0] for who in (entry.by, *facts.get("with", ()))],
        by=by,
    )
    stage.made["", "group", facts["ref"]] = made
    for who in facts["people"]:
        actions.join_group(group=made, participant=stage.people[who], by=by)


def group_join(stage: Stage, entry: Entry) -> None:
    actions.join_group(
        group=_group(stage, entry.facts["group"]),
        participant=stage.people[entry.story],
        by=stage.viewer(entry.by, entry.day),
    )


def group_left(stage: Stage, entry: Entry) -> None:
    place = GroupPlace.objects.get(
        group=_group(stage, entry.facts["group"]), participant=stage.people[entry.story], left_on=None
    )
    actions.leave_group(place=place, by=stage.viewer(entry.by, entry.day))


def _plan(stage: Stage, entry: Entry, offset: int) -> GroupMeeting:
    return actions.plan_group_meeting(
        group=_group(stage, entry.facts["group"]),
        on=stage.day(offset),
        skill=entry.facts.get("skill", ""),
        line=entry.facts.get("invitation", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def group_plan(stage: Stage, entry: Entry) -> None:
    """Plan a meeting that is still to come."""
    _plan(stage, entry, entry.facts["for_day"])


def _person(stage: Stage, meeting: GroupMeeting, who: str, said: Any) -> PersonRecord:
    """Read one person's line: the word alone says whether they came."""
    key = meeting.sessions.get(participant=stage.people[who]).key
    if isinstance(said, str):
        return PersonRecord(key, Came(said))
    context = said.get("context")
    return PersonRecord(
        key,
        Came.CAME,
        shown=tuple(step - 1 for step in said.get("shown", ())),
        good=said.get("good", ""),
        words=said.get("words", ""),
        home=said.get("home", ""),
        context=Context(context) if context else None,
    )


def _answers(stage: Stage, meeting: GroupMeeting, said: dict[str, str]) -> tuple[PracticeAnswer, ...]:
    found = []
    for who, words in said.items():
        row = HomePractice.objects.filter(
            participant=stage.people[who],
            session__group_meeting__group=meeting.group,
            status=HomePracticeStatus.AGREED,
            agreed_on__lt=meeting.held_on,
        ).latest("agreed_on")
        status, _space, how = words.partition(" ")
        found.append(PracticeAnswer(row.key, HomePracticeStatus(status), is_prompted=bool(how)))
    return tuple(found)


def group_meets(stage: Stage, entry: Entry) -> None:
    """Hold a meeting and write it down, as its facilitator does on the phone."""
    facts = entry.facts
    meeting = _plan(stage, entry, entry.day)
    actions.record_group_meeting(
        meeting=meeting,
        facts=MeetingRecord(
            line=facts.get("line", ""),
            people=tuple(_person(stage, meeting, who, said) for who, said in facts["people"].items()),
            answers=_answers(stage, meeting, facts.get("answers", {})),
        ),
        by=stage.viewer(entry.by, entry.day),
    )


def role(stage: Stage, entry: Entry) -> None:
    """Write down a role; one that is wanted may become a goal at once."""
    facts, by = entry.facts, stage.viewer(entry.by, entry.day)
    made: LifeRole = plans.add_life_role(
        participant=stage.people[entry.story],
        kind=RoleKind(facts["kind"]),
        status=LifeRoleStatus(facts["status"]),
        words=facts.get("words", ""),
        since_on=facts.get("since"),
        until_on=facts.get("until"),
        by=by,
    )
    if facts.get("goal"):
        plan = Plan.objects.get(participant=stage.people[entry.story])
        plans.make_life_role_a_goal(role=made, plan=plan, by=by)


HANDLERS = {
    "open_group": open_group,
    "group_join": group_join,
    "group_left": group_left,
    "group_plan": group_plan,
    "group_meets": group_meets,
    "role": role,
}
