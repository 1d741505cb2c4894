"""A start and an end."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.plans.models import Goal
from handrail.work.models import Job
from handrail.work.rules import END_REASONS, JOB_KINDS, WAGE_PERS, EndReason, JobFacts, JobKind, WagePer


class JobForm(ui.Form):
    """A job or course: what, where and since when are enough."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(one.value, words) for one, words in JOB_KINDS.items()],
        widget=ui.Chips,
        error_messages={"required": _("Choose what it is.")},
    )
    title = ui.ExactText(
        label=_("What I do there"),
        help_text=_("Like: cook, library desk, third year of maths"),
        max_length=200,
        error_messages={"required": _("Write what you do there.")},
    )
    place = ui.ExactText(
        label=_("Where?"), max_length=200, error_messages={"required": _("Write where it is.")}
    )
    started_on = ui.DateField(label=_("Since when?"), help_text=_("A day to come is fine too."))
    hours = forms.DecimalField(
        label=_("Hours a week"), max_digits=5, decimal_places=2, min_value=0, max_value=168, required=False
    )
    hours_words = ui.ExactText(
        label=_("How they fall"),
        help_text=_("Like: early shift, or every week is other"),
        max_length=200,
        required=False,
    )
    wage = forms.DecimalField(
        label=_("Pay before tax"), max_digits=9, decimal_places=2, min_value=0, required=False
    )
    wage_per = forms.ChoiceField(
        label=_("For how long?"),
        choices=[(one.value, words) for one, words in WAGE_PERS.items()],
        widget=ui.Seg,
        required=False,
    )
    is_for_a_time = forms.BooleanField(label=_("It is for a time"), required=False)
    has_coach = forms.BooleanField(label=_("Somebody comes along to work"), required=False)
    goal = forms.ChoiceField(label=_("For which goal?"), required=False)
    is_right = forms.BooleanField(label=_("Yes, these hours are right"), required=False)

    def __init__(self, *args: Any, goals: list[Goal], currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.goals, self.currency = {goal.key: goal for goal in goals}, currency
        self.asks_hours = False
        choices = [("", _("No goal")), *[(goal.key, goal.words[:80]) for goal in goals]]
        self.offer("goal", choices)
        self.fields["wage"].help_text = _("In %(currency)s") % {"currency": currency}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("wage") is not None and not said.get("wage_per"):
            self.add_error("wage_per", _("Say for how long this pay is."))
        return said

    def said(self) -> dict[str, Any]:
        """Return what the action takes; money in minor units, hours in minutes."""
        found = self.cleaned_data
        wage, hours = found["wage"], found["hours"]
        facts = JobFacts(
            kind=JobKind(found["kind"]),
            title=found["title"],
            place=found["place"],
            started_on=found["started_on"],
            minutes_week=int(hours * 60) if hours is not None else None,
            hours_words=found["hours_words"],
            wage_minor=int(wage * 100) if wage is not None else None,
            wage_currency=self.currency if wage is not None else "",
            wage_per=WagePer(found["wage_per"]) if wage is not None else None,
            is_for_a_time=found["is_for_a_time"],
            has_coach=found["has_coach"],
        )
        return {"facts": facts, "goal": self.goals.get(found["goal"]), "is_right": found["is_right"]}


def job_initial(job: Job) -> dict[str, Any]:
    """Return what stands of a job, as the form shows it."""
    names = ("kind", "title", "place", "started_on", "hours_words", "wage_per", "is_for_a_time", "has_coach")
    hours = None if job.minutes_week is None else Decimal(job.minutes_week) / 60
    wage = None if job.wage_minor is None else Decimal(job.wage_minor) / 100
    return {
        **{name: getattr(job, name) for name in names},
        "hours": hours if hours is None else hours.quantize(Decimal("0.01")).normalize(),
        "wage": wage,
        "goal": job.goal.key if job.goal else "",
    }


class EndForm(ui.Form):
    """On which day and how; none of the answers blames anybody."""

    reason = forms.ChoiceField(
        label=_("How was it?"),
        choices=[(one.value, words) for one, words in END_REASONS.items()],
        widget=ui.Chips,
        error_messages={"required": _("Choose how it ended.")},
    )
    ended_on = ui.DateField(label=_("The last day"), help_text=_("Empty means today."), required=False)
    words = ui.ExactText(
        rows=2,
        label=_("In my own words"),
        help_text=_("What was good, what I take along."),
        max_length=2000,
        required=False,
    )

    def said(self, today: date) -> dict[str, Any]:
        """Return what the action takes."""
        found = self.cleaned_data
        return {
            "reason": EndReason(found["reason"]),
            "ended_on": found["ended_on"] or today,
            "words": found["words"],
        }
