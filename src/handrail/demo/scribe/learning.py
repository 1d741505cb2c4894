"""Lessons: where somebody stopped, what they tried after one, and whether they share it."""

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.learning import actions, queries
from handrail.learning.lessons import Lesson
from handrail.plans.rules import SupportLevel


def _lesson(entry: Entry) -> Lesson:
    return queries.found_lesson(entry.facts["lesson"], "en")


def lesson(stage: Stage, entry: Entry) -> None:
    """Read a lesson up to a card; without a card to its end."""
    found = _lesson(entry)
    actions.keep_place(
        participant=stage.people[entry.story],
        lesson=found,
        card=entry.facts.get("card", found.last),
        by=stage.viewer(entry.story, entry.day),
    )


def lesson_step(stage: Stage, entry: Entry) -> None:
    """Make the one thing of a lesson a step of the plan."""
    row = actions.make_step_of_lesson(
        participant=stage.people[entry.story],
        lesson=_lesson(entry),
        goal=stage.found(entry, "goal", entry.facts["goal"]),
        support=SupportLevel(entry.facts["support"]),
        by=stage.viewer(entry.story, entry.day),
    )
    stage.keep(entry, "step", entry.facts["ref"], row.step)


def lessons_shared(stage: Stage, entry: Entry) -> None:
    actions.share_lessons(
        participant=stage.people[entry.story], shared=True, by=stage.viewer(entry.story, entry.day)
    )


def lessons_together(stage: Stage, entry: Entry) -> None:
    """Say yes to looking at a lesson together."""
    actions.answer_company(
        participant=stage.people[entry.story], wants=True, by=stage.viewer(entry.story, entry.day)
    )


HANDLERS = {
    "lesson": lesson,
    "lesson_step": lesson_step,
    "lessons_shared": lessons_shared,
    "lessons_together": lessons_together,
}
