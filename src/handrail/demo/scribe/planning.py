"""The plan: goals, steps, what the person says to a proposal, looking back."""

from handrail.demo.journal import Entry, stories
from handrail.demo.scribe.stage import Stage
from handrail.plans.actions import areas, goals, look_backs, moments, plans, states, steps
from handrail.plans.models import LookBack
from handrail.plans.rules import (
    Environment,
    LifeArea,
    Picture,
    StepAnswer,
    StepFacts,
    SupportLevel,
)


def plan(stage: Stage, entry: Entry) -> None:
    """Open the plan; its first look back is set to the day that the story waits for, when that is still to come."""
    by = stage.viewer(entry.by, entry.day)
    opened = plans.open_plan(participant=stage.people[entry.story], by=by)
    coming = LookBack.objects.filter(plan=opened).earliest("planned_on")
    if coming.planned_on >= stage.today:
        _move(stage, entry, coming)
    stage.keep(entry, "plan", "", opened)


def _move(stage: Stage, entry: Entry, coming: LookBack) -> None:
    wanted = stories()[entry.story].look_back
    look_backs.move_look_back(
        look_back=coming,
        planned_on=stage.day(wanted["day"]),
        with_whom=wanted["with_whom"],
        by=stage.viewer(entry.by, entry.day),
    )


def goal(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    added = goals.add_goal(
        plan=stage.found(entry, "plan", ""),
        words=facts["words"],
        life_area=LifeArea(facts["life_area"]),
        environment=Environment(facts["environment"]),
        picture=Picture(facts["picture"]),
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "goal", facts["ref"], added)


def _facts(entry: Entry) -> StepFacts:
    texts = ("title", "why", "with_whom", "where", "when_words", "fallback")
    return StepFacts(
        support_wanted=SupportLevel(entry.facts["support"]),
        **{name: entry.facts[name] for name in texts if name in entry.facts},
    )


def step(stage: Stage, entry: Entry) -> None:
    wish = stage.found(entry, "goal", entry.facts["goal"])
    added = steps.add_step(goal=wish, facts=_facts(entry), by=stage.viewer(entry.by, entry.day))
    stage.keep(entry, "step", entry.facts["ref"], added)


def propose(stage: Stage, entry: Entry) -> None:
    wish = stage.found(entry, "goal", entry.facts["goal"])
    proposed = steps.propose_step(goal=wish, facts=_facts(entry), by=stage.viewer(entry.by, entry.day))
    stage.keep(entry, "step", entry.facts["ref"], proposed)


def answer(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    states.answer_step(
        step=stage.found(entry, "step", facts["step"]),
        answer=StepAnswer(facts["say"]),
        changes={"why": facts["why"]} if "why" in facts else None,
        reason=facts.get("reason", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def want(stage: Stage, entry: Entry) -> None:
    chosen = stage.found(entry, "step", entry.facts["step"])
    steps.change_step(
        step=chosen,
        version=chosen.version,
        changes={"support_wanted": SupportLevel(entry.facts["support"])},
        by=stage.viewer(entry.by, entry.day),
    )


def rest(stage: Stage, entry: Entry) -> None:
    chosen = stage.found(entry, "step", entry.facts["step"])
    states.rest_step(step=chosen, reason=entry.facts["reason"], by=stage.viewer(entry.by, entry.day))


def resume(stage: Stage, entry: Entry) -> None:
    chosen = stage.found(entry, "step", entry.facts["step"])
    states.resume_step(step=chosen, by=stage.viewer(entry.by, entry.day))


def again(stage: Stage, entry: Entry) -> None:
    states.take_up_again(
        step=stage.found(entry, "step", entry.facts["step"]),
        support_wanted=SupportLevel(entry.facts["support"]),
        reason=entry.facts["reason"],
        by=stage.viewer(entry.by, entry.day),
    )


def smaller(stage: Stage, entry: Entry) -> None:
    made = steps.make_smaller(
        step=stage.found(entry, "step", entry.facts["step"]),
        title=entry.facts["title"],
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "step", entry.facts["ref"], made)


def moment(stage: Stage, entry: Entry) -> None:
    moments.keep_good_moment(
        participant=stage.people[entry.story],
        words=entry.facts["words"],
        by=stage.viewer(entry.by, entry.day),
    )


def hold_look_back(stage: Stage, entry: Entry) -> None:
    """Look back after the first 90 days; the next one is set to the day that the story waits for."""
    opened = stage.found(entry, "plan", "")
    waiting = LookBack.objects.filter(plan=opened, held_on=None).order_by("planned_on")
    look_backs.hold_look_back(
        look_back=waiting[0],
        words=entry.facts["words"],
        with_whom=entry.facts["with_whom"],
        by=stage.viewer(entry.by, entry.day),
    )
    _move(stage, entry, waiting[0])


def area(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    areas.say_how_area_is(
        participant=stage.people[entry.story],
        area=LifeArea(facts["area"]),
        by=stage.viewer(entry.by, entry.day),
        **{name: facts[name] for name in ("strong", "wish", "works", "satisfied") if name in facts},
    )


HANDLERS = {
    "plan": plan,
    "goal": goal,
    "step": step,
    "propose": propose,
    "answer": answer,
    "want": want,
    "rest": rest,
    "resume": resume,
    "again": again,
    "smaller": smaller,
    "moment": moment,
    "area": area,
    "hold_look_back": hold_look_back,
}
