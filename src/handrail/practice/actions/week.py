"""The person's own week: things of their own, what became of them, and the times of every day."""

from datetime import date, time

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans.models import Step
from handrail.plans.rules import SupportLevel
from handrail.practice.actions.home_answers import answer_from_week, follow
from handrail.practice.actions.states import change_status, locked
from handrail.practice.models import DailyTime, WeekItem
from handrail.practice.rules import WeekItemStatus


def new_week_item(
    *,
    participant: Participant,
    title: str,
    planned_on: date,
    planned_at: time | None = None,
    detail: str = "",
    step: Step | None = None,
    support: SupportLevel = SupportLevel.ON_MY_OWN,
    companion: str = "",
) -> WeekItem:
    """Make a line of the week inside another action, which writes the event; raise DomainError without a name."""
    if not title.strip():
        raise DomainError(str(_("Write what you want to do.")))
    return WeekItem.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        title=kept(title).strip()[:200],
        detail=kept(detail),
        planned_on=planned_on,
        planned_at=planned_at,
        step=step,
        support=support,
        companion=kept(companion),
    )


@transaction.atomic
def add_week_item(
    *,
    participant: Participant,
    title: str,
    planned_on: date,
    by: Viewer,
    planned_at: time | None = None,
    detail: str = "",
    step: Step | None = None,
    support: SupportLevel = SupportLevel.ON_MY_OWN,
    companion: str = "",
) -> WeekItem:
    """Put something of the person's own into the week; raise DomainError when it has no name."""
    item = new_week_item(
        participant=participant,
        title=title,
        planned_on=planned_on,
        planned_at=planned_at,
        detail=detail,
        step=step,
        support=support,
        companion=companion,
    )
    record(by, "add_week_item", item, op="create")
    return item


def _moved(item: WeekItem, to_on: date, to_at: time | None) -> WeekItem:
    same = [
        "organisation_id",
        "participant_id",
        "title",
        "detail",
        "step_id",
        "support",
        "companion",
        "label",
    ]
    return WeekItem.objects.create(
        **{field: getattr(item, field) for field in same},
        planned_on=to_on,
        planned_at=to_at,
        moved_from=item,
    )


@transaction.atomic
def answer_week_item(
    *,
    item: WeekItem,
    to: WeekItemStatus,
    by: Viewer,
    to_on: date | None = None,
    to_at: time | None = None,
    version: int | None = None,
) -> WeekItem:
    """
    Keep “did it”, “not this time” or the new day of something in the week. Nobody is told.

    Moving needs ``to_on``; it returns the new row, and the old one stays as moved. Home practice that stands
    in this line is answered with it.
    """
    item = locked(item, version)
    if to == WeekItemStatus.MOVED and to_on is None:
        raise DomainError(str(_("Choose a day to move it to.")))
    change_status(item, to, by=by)
    item.version += 1
    item.save(update_fields=["status", "version"])
    moved = item
    if to == WeekItemStatus.MOVED and to_on:
        moved = _moved(item, to_on, to_at)
        follow(item, moved)
    answer_from_week(item, to, by=by)
    record(by, "answer_week_item", moved)
    return moved


@transaction.atomic
def answer_daily_time(*, daily: DailyTime, day: date, to: WeekItemStatus, by: Viewer) -> WeekItem:
    """Keep “did it” or “not this time” for a time of every day. One answer a day; it can be changed."""
    item = WeekItem.objects.select_for_update().filter(daily=daily, planned_on=day).first()
    if item is None:
        item = WeekItem.objects.create(
            organisation_id=daily.organisation_id,
            participant_id=daily.participant_id,
            title=daily.words,
            planned_on=day,
            planned_at=daily.at,
            daily=daily,
        )
    change_status(item, to, by=by)
    item.version += 1
    item.save(update_fields=["status", "version"])
    record(by, "answer_daily_time", item)
    return item


@transaction.atomic
def set_daily_times(
    *, participant: Participant, times: list[tuple[time, str, str]], by: Viewer
) -> list[DailyTime]:
    """Write the times of every day as ``(time, words, icon)``; what is no longer said ends today and stays known."""
    rows = DailyTime.objects.select_for_update().filter(participant=participant, ended_on__isnull=True)
    wanted = {(at, kept(words).strip()[:200], icon) for at, words, icon in times if words.strip()}
    for row in rows:
        same = (row.at, row.words, row.icon)
        if same in wanted:
            wanted.discard(same)
        else:
            row.ended_on = by.today
            row.save(update_fields=["ended_on"])
    for at, words, icon in sorted(wanted):
        DailyTime.objects.create(
            organisation_id=participant.organisation_id,
            participant=participant,
            at=at,
            words=words,
            icon=icon,
        )
    record(by, "set_daily_times", participant, participant_id=participant.pk)
    return list(DailyTime.objects.filter(participant=participant, ended_on__isnull=True).order_by("at", "pk"))
