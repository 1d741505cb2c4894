"""Home practice: agreed in the group, answered by the person, and taken into the week or the plan."""

from datetime import date, timedelta

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.plans import moves
from handrail.plans.models import Goal
from handrail.plans.rules import StepFacts, SupportLevel
from handrail.practice.actions.home_answers import answer
from handrail.practice.actions.week import new_week_item
from handrail.practice.models import GroupMeeting, HomePractice, Session
from handrail.practice.queries.groups import runs, writes_for
from handrail.practice.rules.groups import Context, HomePracticeStatus

UNTIL_NEXT = timedelta(days=7)


def agree(session: Session, meeting: GroupMeeting, *, words: str, context: Context | None) -> HomePractice:
    """Keep what somebody agreed to try until the next meeting, inside another action; said anew it is reworded."""
    row = HomePractice.objects.select_for_update().filter(session=session).first()
    if row is None:
        row = HomePractice(
            organisation_id=session.organisation_id,
            participant_id=session.participant_id,
            session=session,
            skill=meeting.skill,
            agreed_on=meeting.held_on,
            due_on=meeting.held_on + UNTIL_NEXT,
        )
    row.words, row.context = kept(words).strip()[:200], context or ""
    row.save()
    return row


def _checked(practice: HomePractice, by: Viewer, version: int | None = None) -> HomePractice:
    """Return the row, locked, when it is the viewer's own or of a group that they run."""
    row: HomePractice = (
        HomePractice.objects.select_for_update(of=("self",))
        .select_related("participant", "session__group_meeting__group")
        .get(pk=practice.pk)
    )
    meeting = row.session.group_meeting
    if not writes_for(by, row.participant_id) and (meeting is None or not runs(by, meeting.group)):
        raise NotAllowed(str(_("The person says how it went, alone or in the group.")))
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


@transaction.atomic
def answer_home_practice(
    *,
    practice: HomePractice,
    to: HomePracticeStatus,
    by: Viewer,
    is_prompted: bool = False,
    context: Context | None = None,
    version: int | None = None,
) -> HomePractice:
    """Say how home practice went: did it, tried it or not this time, with whom, with or without a reminder (S-097)."""
    row = _checked(practice, by, version)
    answer(row, to, is_prompted=is_prompted, context=context, by=by)
    record(by, "answer_home_practice", row)
    return row


@transaction.atomic
def put_home_practice_in_week(*, practice: HomePractice, on: date, by: Viewer) -> HomePractice:
    """Let home practice stand on a day of the week, as a thing of the person's own; once."""
    row = _checked(practice, by)
    if row.week_item_id is not None:
        raise DomainError(str(_("This stands in the week already.")))
    if on < by.today:
        raise DomainError(str(_("Choose today or a day that is still to come.")))
    row.week_item = new_week_item(participant=row.participant, title=row.words, planned_on=on, step=row.step)
    row.version += 1
    row.save(update_fields=["week_item", "version"])
    record(by, "put_home_practice_in_week", row)
    return row


@transaction.atomic
def make_home_practice_a_step(*, practice: HomePractice, goal: Goal, by: Viewer) -> HomePractice:
    """Make home practice a step of the plan: the person's own, or a suggestion when who runs the group asks."""
    row = _checked(practice, by)
    if goal.participant_id != row.participant_id:
        raise DomainError(str(_("This goal is not in this plan. Open the page again.")))
    if row.step_id is not None:
        raise DomainError(str(_("This is in the plan already.")))
    facts = StepFacts(title=row.words, support_wanted=SupportLevel.ON_MY_OWN)
    row.step = moves.add_or_suggest(goal, facts, by=by)
    row.version += 1
    row.save(update_fields=["step", "version"])
    record(by, "make_home_practice_a_step", row)
    return row
