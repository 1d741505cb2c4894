"""What somebody needs at work, and how it goes on."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.plans.models import Goal
from handrail.plans.rules import SupportLevel
from handrail.work.models import Job
from handrail.work.rules import ADJUSTMENT_KINDS


class AdjustmentForm(ui.Form):
    need = ui.ExactText(
        label=_("What do I need?"),
        help_text=_("Like: begin at ten. A desk by the window."),
        max_length=300,
        error_messages={"required": _("Write what you need, like: begin at ten.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(one.value, words) for one, words in ADJUSTMENT_KINDS.items()],
        widget=ui.Chips,
        error_messages={"required": _("Choose what it is about.")},
    )
    because = ui.ExactText(
        label=_("What does it do for the work?"),
        help_text=_("This stands in the letter. Nothing about health is needed."),
        max_length=300,
        required=False,
    )
    job = forms.ChoiceField(label=_("Where?"), required=False)

    def __init__(self, *args: Any, jobs: list[Job], **options: Any) -> None:
        super().__init__(*args, **options)
        self.jobs = {job.key: job for job in jobs}
        choices = [(job.key, f"{job.title}, {job.place}") for job in jobs]
        self.offer("job", [*choices, ("", _("A place to come"))])


class MoveForm(ui.Form):
    words = ui.ExactText(label=_("In my own words"), max_length=300, required=False)
    whom = ui.ExactText(label=_("Who was asked?"), max_length=200, required=False)


class WhomForm(ui.Form):
    whom = ui.ExactText(label=_("Who gets the letter?"), max_length=200, required=False)


class StepForm(ui.Form):
    goal = forms.ChoiceField(
        label=_("For which goal?"), error_messages={"required": _("Choose a goal.")}, widget=ui.Rows
    )
    support = ui.ThreeStopField(label=_("How much support?"))

    def __init__(self, *args: Any, goals: list[Goal], **options: Any) -> None:
        super().__init__(*args, **options)
        self.goals = {goal.key: goal for goal in goals}
        self.offer("goal", [(goal.key, goal.words[:120]) for goal in goals])

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        found = self.cleaned_data
        return {"goal": self.goals[found["goal"]], "support": SupportLevel(found["support"])}
