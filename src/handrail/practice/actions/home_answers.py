"""What became of home practice, and of the line of the week that it stands in: one answer answers both."""

from handrail.access import Viewer
from handrail.base.transitions import check_transition
from handrail.plans.rules import SupportLevel
from handrail.practice.actions.states import change_status, locked
from handrail.practice.models import HomePractice, HomePracticeStatusChange, WeekItem
from handrail.practice.rules import WEEK_ITEM_TRANSITIONS, WeekItemStatus
from handrail.practice.rules.groups import HOME_PRACTICE_TRANSITIONS, Context, HomePracticeStatus

IN_WEEK = {
    HomePracticeStatus.DONE: WeekItemStatus.DID_IT,
    HomePracticeStatus.TRIED: WeekItemStatus.DID_IT,
    HomePracticeStatus.NOT_THIS_TIME: WeekItemStatus.NOT_THIS_TIME,
}
FROM_WEEK = {
    WeekItemStatus.DID_IT: HomePracticeStatus.DONE,
    WeekItemStatus.NOT_THIS_TIME: HomePracticeStatus.NOT_THIS_TIME,
}


def _keep_change(row: HomePractice, before: str, by: Viewer) -> None:
    HomePracticeStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        home_practice=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
    )


def _answer(
    row: HomePractice,
    to: HomePracticeStatus,
    *,
    by: Viewer,
    is_prompted: bool = False,
    context: Context | None = None,
) -> None:
    before = HomePracticeStatus(row.status)
    if before != to:
        check_transition(HOME_PRACTICE_TRANSITIONS, before, to)
        row.status, row.answered_on = to, by.today
    row.is_prompted = None if to == HomePracticeStatus.NOT_THIS_TIME else is_prompted
    row.context = context or row.context
    row.version += 1
    row.save()
    if before != to:
        _keep_change(row, before, by)


def _answer_in_week(row: HomePractice, by: Viewer) -> None:
    """Say the same of the line of the week; one that says so already, or may not change any more, stays."""
    to = IN_WEEK[HomePracticeStatus(row.status)]
    if row.week_item is None or to not in WEEK_ITEM_TRANSITIONS[WeekItemStatus(row.week_item.status)]:
        return
    item = locked(row.week_item)
    change_status(item, to, by=by)
    item.version += 1
    item.save(update_fields=["status", "version"])


def answer(
    row: HomePractice,
    to: HomePracticeStatus,
    *,
    by: Viewer,
    is_prompted: bool = False,
    context: Context | None = None,
) -> None:
    """
    Keep what became of home practice, inside another action; an answer can be changed, none is worse.

    The line of the week that it stands in says the same.
    """
    _answer(row, to, is_prompted=is_prompted, context=context, by=by)
    _answer_in_week(row, by)


def answer_from_week(item: WeekItem, to: WeekItemStatus, *, by: Viewer) -> None:
    """Keep for home practice what its line of the week says, inside another action; “tried it” stays as said."""
    row = HomePractice.objects.select_for_update().filter(week_item=item).first()
    if row is not None and to in FROM_WEEK and IN_WEEK.get(HomePracticeStatus(row.status)) != to:
        _answer(row, FROM_WEEK[to], is_prompted=item.support != SupportLevel.ON_MY_OWN, by=by)


def follow(item: WeekItem, moved: WeekItem) -> None:
    """Let home practice stand in the line of the week that took the place of another, inside another action."""
    HomePractice.objects.filter(week_item=item).update(week_item=moved)
