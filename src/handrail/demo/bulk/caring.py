"""Lessons, the person's own list, health, tasks, roles and areas of life, as rows."""

from collections.abc import Callable
from typing import Any

from handrail.access import Label
from handrail.demo.bulk.rows import Row, stored
from handrail.demo.bulk.telling import Teller
from handrail.demo.lives import deeds as d
from handrail.intake.rules import AuthorKind
from handrail.learning.lessons import Lesson, lesson
from handrail.learning.models import LessonProgress, LessonProgressChange, LessonSharing
from handrail.learning.rules import LessonStatus
from handrail.plans.models import (
    AreaEntry,
    CareTask,
    CareTaskStatusChange,
    HealthEvent,
    LifeRole,
    LifeRoleStatusChange,
    OutsideCare,
)
from handrail.plans.rules import CareTaskStatus, SupportLevel
from handrail.practice.models import WeekItem
from handrail.safety.models import DailyCheck, HardDayList, ListLine
from handrail.safety.rules import ListSection


def _lesson(slug: str) -> Lesson:
    found = lesson(slug, "en")
    if found is None:
        raise ValueError(f"There is no lesson {slug!r}.")
    return found


def share_lessons(t: Teller, deed: d.Did) -> None:
    """Share before the first lesson: what was kept to oneself until then would change its label, too."""
    t.made["sharing", 0] = row = t.row(
        LessonSharing, label=Label.NORMAL.value, is_shared=1, changed_by_id=t.by
    )
    t.event("share_lessons", LessonSharing, row)


def _opened(t: Teller, slug: str, number: int) -> Row:
    if ("lesson", number) not in t.made:
        label = Label.NORMAL if ("sharing", 0) in t.made else Label.PRIVATE
        days = {"opened_on": t.today, "last_on": t.today}
        row = t.made["lesson", number] = t.row(LessonProgress, label=label.value, lesson=slug, **days)
        t.started(LessonProgressChange, "progress", row, "", LessonStatus.OPEN.value)
    return t.made["lesson", number]


def _read(t: Teller, row: Row, card: int, last: int) -> None:
    row["card"] = card
    if card == last:
        t.change(LessonProgressChange, "progress", row, LessonStatus.FINISHED.value)
        row["finished_on"] = t.today
    row["last_on"] = t.today
    row["version"] += 1


def keep_place(t: Teller, deed: d.Did) -> None:
    found = _lesson(deed.facts["lesson"])
    row = _opened(t, found.slug, deed.thing)
    _read(t, row, deed.facts["card"], found.last)
    t.event("keep_place", LessonProgress, row)


def plan_thing_of_lesson(t: Teller, deed: d.Did) -> None:
    """Put the one thing of a lesson into the week; it has the number of the lesson, below nought."""
    found = _lesson(deed.facts["lesson"])
    item = t.made["item", -deed.thing] = t.about(
        WeekItem,
        title=found.one_thing.title,
        planned_on=stored(deed.facts["on"]),
        support=SupportLevel.ON_MY_OWN.value,
    )
    row = _opened(t, found.slug, deed.thing)
    _read(t, row, found.last, found.last)
    row["week_item_id"] = item["id"]
    t.event("plan_thing_of_lesson", LessonProgress, row)


def add_list_line(t: Teller, deed: d.Did) -> None:
    if ("list", 0) not in t.made:
        t.made["list", 0] = t.about(HardDayList)
    mine, section = t.made["list", 0], deed.facts["section"]
    if section == ListSection.EARLY_SIGNS:
        mine["signs_since"] = mine["signs_since"] or t.today
    t.lines[section] += 1
    line = {**deed.facts, "list_id": mine["id"], "position": t.lines[section]}
    t.event("add_list_line", ListLine, t.row(ListLine, label=Label.PRIVATE.value, **line), op="create")


def check_day(t: Teller, deed: d.Did) -> None:
    row = t.row(DailyCheck, label=Label.PRIVATE.value, day=t.today, **deed.facts)
    t.event("check_in", DailyCheck, row, op="create")


def _author(t: Teller) -> dict[str, Any]:
    kind = AuthorKind.MINE if t.is_own else AuthorKind.STAFF
    return {"author_id": t.by, "author_kind": kind.value}


def write_health_event(t: Teller, deed: d.Did) -> None:
    facts = {**deed.facts, "happened_on": stored(deed.facts["happened_on"])}
    t.event("write_health_event", HealthEvent, t.about(HealthEvent, **facts, **_author(t)), op="create")


def write_outside_care(t: Teller, deed: d.Did) -> None:
    row = t.about(OutsideCare, **deed.facts, from_on=t.today, **_author(t))
    t.event("write_outside_care", OutsideCare, row, op="create")


def add_care_task(t: Teller, deed: d.Did) -> None:
    facts = dict(deed.facts)
    owner = facts.pop("owner", None)
    row = t.made["task", deed.thing] = t.about(
        CareTask,
        **{**facts, "due_on": stored(facts["due_on"])},
        owner_id=t.place.staff[str(owner.name)].id if owner else None,
    )
    t.started(CareTaskStatusChange, "task", row, "", CareTaskStatus.OPEN.value)
    t.event("add_care_task", CareTask, row, op="create")


def change_care_task_status(t: Teller, deed: d.Did) -> None:
    row = t.made["task", deed.thing]
    t.change(CareTaskStatusChange, "task", row, deed.facts["to"])
    row["closed_on"] = t.today
    row["version"] += 1
    t.event("change_care_task_status", CareTask, row)


def add_life_role(t: Teller, deed: d.Did) -> None:
    row = t.about(LifeRole, **{**deed.facts, "since_on": stored(deed.facts["since_on"])})
    t.started(LifeRoleStatusChange, "life_role", row, "", row["status"])
    t.event("add_life_role", LifeRole, row, op="create")


def say_how_area_is(t: Teller, deed: d.Did) -> None:
    row = t.about(AreaEntry, **deed.facts, said_on=t.today, **_author(t))
    t.event("say_how_area_is", AreaEntry, row, op="create")


TOLD: dict[str, Callable[[Teller, d.Did], None]] = {
    "share_lessons": share_lessons,
    "keep_place": keep_place,
    "plan_thing_of_lesson": plan_thing_of_lesson,
    "add_list_line": add_list_line,
    "check_day": check_day,
    "write_health_event": write_health_event,
    "write_outside_care": write_outside_care,
    "add_care_task": add_care_task,
    "change_care_task_status": change_care_task_status,
    "add_life_role": add_life_role,
    "say_how_area_is": say_how_area_is,
}
