"""A person's own groups: where they are in, what comes next, what they agreed to try, how far each skill went."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue import queries as catalogue
from handrail.catalogue.hooks import KeyOutcome
from handrail.people.models import Participant
from handrail.plans.models import Goal
from handrail.plans.rules import GoalStatus
from handrail.practice.models import Group, GroupMeeting, GroupPlace, HomePractice, Session
from handrail.practice.queries.groups import GroupLine, counted, line_of, running, when_of
from handrail.practice.queries.week import local_time
from handrail.practice.rules import SessionStatus
from handrail.practice.rules.groups import (
    CONTEXTS,
    HOME_PRACTICE_ANSWERS,
    SKILL_STAGES,
    Context,
    GroupKind,
    GroupMeetingStatus,
    HomePracticeStatus,
    SkillStage,
    skill_stage,
)
from handrail.practice.skills import skill, skills
from handrail.prepared import prepared

WINDOW = timedelta(days=365)
SHOWN = 20
ASK_FOR = timedelta(days=21)


@frozen
class MyGroup:
    """A group that a person is in, and its next meeting in their own week."""

    key: str
    name: str
    when: str
    place: str
    next: str
    session_key: str
    place_key: str


@frozen
class Practice:
    """Something to try at home, ready to show."""

    key: str
    words: str
    skill: str
    context: str
    context_code: str
    on: date
    status: HomePracticeStatus
    answer: str
    is_open: bool
    in_week: bool
    step_key: str
    version: int


@frozen
class SkillLine:
    name: str
    stage: SkillStage
    words: Words


@frozen
class MyGroupsPage:
    """Everything about one person's groups, in a constant number of statements."""

    is_own: bool
    groups: list[MyGroup]
    open: list[GroupLine]
    to_try: list[Practice]
    before: list[Practice]
    skills: list[SkillLine]
    goals: list[Goal]
    days: list[tuple[str, str]]


def my_groups_page(viewer: Viewer, participant: Participant) -> MyGroupsPage:
    """Return a person's groups, home practice, how far each skill went, and the groups they could join."""
    viewer.looks.add(Category.GROUPS, {participant.pk})
    places = _places(viewer, participant)
    practice = home_practice(viewer, participant)
    joined = {one.group_id for one in places}
    others = Group.objects.filter(running(viewer.today), organisation_id=viewer.own_organisation)
    days = [viewer.today + timedelta(days=number) for number in range(7)]
    return MyGroupsPage(
        is_own=viewer.participant_id == participant.pk,
        groups=_my_groups(viewer, participant, places),
        open=[line_of(one, viewer.today) for one in counted(others.exclude(pk__in=joined), viewer.today)],
        to_try=[one for one in practice if one.is_open],
        before=[one for one in practice if not one.is_open][:SHOWN],
        skills=skill_lines(viewer, participant),
        goals=_goals(viewer, participant) if practice else [],
        days=[(day.isoformat(), date_format(day, "D j")) for day in days],
    )


def _places(viewer: Viewer, participant: Participant) -> list[GroupPlace]:
    rows = GroupPlace.objects.visible_to(viewer).filter(participant=participant, left_on__isnull=True)
    return list(rows.select_related("group").order_by("group__name", "pk"))


def _my_groups(viewer: Viewer, participant: Participant, places: list[GroupPlace]) -> list[MyGroup]:
    """Return the groups of ``places``, each with the person's next meeting there."""
    if not places:
        return []
    ahead: dict[Any, Session] = {}
    rows = Session.objects.filter(
        participant=participant,
        group_meeting__group__in=[one.group_id for one in places],
        status=SessionStatus.PLANNED,
        held_on__gte=viewer.today,
    )
    for row in rows.select_related("group_meeting").order_by("-starts_at"):
        ahead[row.group_meeting.group_id] = row
    return [_my_group(one, ahead.get(one.group_id)) for one in places]


def _my_group(place: GroupPlace, session: Session | None) -> MyGroup:
    group, then = place.group, ""
    if session:
        at = {
            "day": date_format(session.held_on, "l j F"),
            "time": local_time(session.starts_at, session.zone),
        }
        then = _("Next: %(day)s at %(time)s") % at
    return MyGroup(
        key=group.key,
        name=group.name,
        when=when_of(group),
        place=group.place,
        next=then,
        session_key=session.key if session else "",
        place_key=place.key,
    )


def _practice(row: HomePractice, viewer: Viewer) -> Practice:
    found, status = skill(row.skill, viewer.language), HomePracticeStatus(row.status)
    return Practice(
        key=row.key,
        words=row.words,
        skill=found.name if found else "",
        context=str(CONTEXTS[Context(row.context)]) if row.context else "",
        context_code=row.context,
        on=row.agreed_on,
        status=status,
        answer=str(HOME_PRACTICE_ANSWERS.get(status, "")),
        is_open=status == HomePracticeStatus.AGREED,
        in_week=row.week_item_id is not None,
        step_key=row.step.key if row.step else "",
        version=row.version,
    )


def home_practice(viewer: Viewer, participant: Participant) -> list[Practice]:
    """Return what a person agreed to try, newest first."""
    rows = (
        HomePractice.objects.visible_to(viewer)
        .filter(participant=participant)
        .select_related("step")
        .order_by("-agreed_on", "-pk")[: SHOWN * 2]
    )
    return [_practice(row, viewer) for row in rows]


def open_group(viewer: Viewer, key: str) -> Group:
    """Return a group of the viewer's place that is not over, about no person; or raise NotFound."""
    rows = Group.objects.filter(running(viewer.today), organisation_id=viewer.own_organisation, key=key)
    found = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def practice(viewer: Viewer, participant: Participant, key: str) -> HomePractice:
    """Return one home practice of the person that is open to the viewer, or raise NotFound."""
    rows = HomePractice.objects.visible_to(viewer)
    found: HomePractice | None = rows.filter(participant=participant, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.GROUPS, {participant.pk})
    return found


def to_try_now(viewer: Viewer, participant: Participant) -> list[Practice]:
    """Return the home practice that a week shows: agreed in the last three weeks and not answered."""
    rows = (
        HomePractice.objects.visible_to(viewer)
        .filter(
            participant=participant,
            status=HomePracticeStatus.AGREED,
            agreed_on__gt=viewer.today - ASK_FOR,
        )
        .select_related("step")
        .order_by("due_on", "pk")
    )
    found = [_practice(row, viewer) for row in rows]
    if found:
        viewer.looks.add(Category.GROUPS, {participant.pk})
    return found


def person_groups(viewer: Viewer, participant: Participant) -> list[MyGroup]:
    """Return the groups that a person is in, for a page that gathers."""
    found = _my_groups(viewer, participant, _places(viewer, participant))
    if found:
        viewer.looks.add(Category.GROUPS, {participant.pk})
    return found


def skill_lines(viewer: Viewer, participant: Participant) -> list[SkillLine]:
    """Return how far each skill went that the person met in a group: worked out, never set."""
    met = (
        Session.objects.filter(
            participant=participant,
            status=SessionStatus.MET,
            group_meeting__isnull=False,
        )
        .exclude(group_meeting__skill="")
        .values_list("group_meeting__skill")
        .annotate(turns=Count("turn", filter=Q(turn__shown__isnull=False)))
        .order_by()
    )
    practised = {code: bool(turns) for code, turns in met}
    used = HomePracticeStatus.DONE, HomePracticeStatus.TRIED
    prompted: dict[str, set[bool]] = {}
    rows = HomePractice.objects.visible_to(viewer).filter(participant=participant, status__in=used)
    for code, is_prompted, status in rows.values_list("skill", "is_prompted", "status"):
        prompted.setdefault(code, set()).add(bool(is_prompted) or status == HomePracticeStatus.TRIED)
    stages = {
        code: skill_stage(
            practised=turns,
            with_prompt=True in prompted.get(code, set()),
            independent=False in prompted.get(code, set()),
        )
        for code, turns in practised.items()
    }
    return [
        SkillLine(one.name, stages[one.code], SKILL_STAGES[stages[one.code]])
        for one in skills(viewer.language)
        if one.code in stages
    ]


def _goals(viewer: Viewer, participant: Participant) -> list[Goal]:
    rows = Goal.objects.visible_to(viewer).filter(participant=participant, status=GoalStatus.ACTIVE)
    return list(rows.order_by("position"))


def programme_groups(viewer: Viewer | None, slug: str) -> list[GroupLine]:
    """Return the running groups of a programme in the viewer's place; about no person."""
    if viewer is None:
        return []
    code = catalogue.programme_type(viewer, slug).code
    return [line_of(one, viewer.today) for one in _groups_in(viewer, code)]


@prepared
def _groups_in(viewer: Viewer, code: str) -> QuerySet[Any]:
    rows = Group.objects.filter(
        running(viewer.today), organisation_id=viewer.own_organisation, programme=code
    )
    return counted(rows, viewer.today)


def meetings_this_week(viewer: Viewer, slug: str) -> list[GroupMeeting]:
    """Return this week's meetings of a programme's groups, without anybody's name."""
    code = catalogue.programme_type(viewer, slug).code
    monday = viewer.today - timedelta(days=viewer.today.weekday())
    return _group_meetings_in(viewer, code, monday, monday + timedelta(days=6))


@prepared
def _group_meetings_in(viewer: Viewer, code: str, first: date, last: date) -> QuerySet[GroupMeeting]:
    rows = GroupMeeting.objects.filter(
        organisation_id=viewer.own_organisation, group__programme=code, held_on__range=(first, last)
    ).exclude(status=GroupMeetingStatus.CALLED_OFF)
    return rows.select_related("group").order_by("starts_at", "pk")


def key_outcome(viewer: Viewer) -> KeyOutcome:
    """
    Count home practice of the last twelve months that people say they did or tried, of what they were asked about.

    Not counted: home practice whose day has come and that nobody has talked about yet.
    """
    answered = Q(answered_on__gt=viewer.today - WINDOW, answered_on__lte=viewer.today)
    waiting = Q(status=HomePracticeStatus.AGREED, due_on__gt=viewer.today - WINDOW, due_on__lte=viewer.today)
    used = Q(status__in=[HomePracticeStatus.DONE, HomePracticeStatus.TRIED])
    sums = HomePractice.objects.filter(organisation_id=viewer.own_organisation).aggregate(
        n=Count("pk", filter=answered & used),
        out_of=Count("pk", filter=answered),
        not_counted=Count("pk", filter=waiting),
        people=Count("participant", filter=answered, distinct=True),
    )
    return KeyOutcome(**sums)


@frozen
class StoryMeeting:
    """A storytelling group's next meeting in one person's week."""

    on: date
    at: str
    title: str
    where: str


def story_meetings(viewer: Viewer, participant: Participant) -> list[StoryMeeting]:
    """Return the storytelling meetings ahead of a person, for the page of their peers (S-125)."""
    opened = GroupPlace.objects.visible_to(viewer).filter(participant=participant, left_on__isnull=True)
    rows = Session.objects.filter(
        participant=participant,
        status=SessionStatus.PLANNED,
        held_on__gte=viewer.today,
        group_meeting__group__kind=GroupKind.STORYTELLING,
        group_meeting__group__in=opened.values("group"),
    ).order_by("starts_at")[:3]
    return [
        StoryMeeting(row.held_on, local_time(row.starts_at, row.zone), row.title, row.place) for row in rows
    ]
