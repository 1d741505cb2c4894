from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.plans.rules import (
    ENVIRONMENTS,
    HEALTH_EVENT_KINDS,
    LIFE_AREAS,
    LOOK_BACKS,
    OUTSIDE_CARE_KINDS,
    PICTURES,
    RATINGS,
    STAFF_FIELDS,
    LookBackKind,
    Picture,
    StepFacts,
)
from handrail.plans.rules.roles import ROLE_KINDS, LifeRoleStatus, RoleKind
from handrail.ui.fields import Chips, DateField, ExactText, ThreeStopField


class GoalForm(ui.Form):
    words = ExactText(
        rows=3,
        max_length=2000,
        label=_("What do I want?"),
        help_text=_("In my own words. One sentence is enough."),
    )
    life_area = forms.ChoiceField(
        widget=Chips, label=_("Which part of my life?"), choices=list(LIFE_AREAS.items())
    )
    environment = forms.ChoiceField(
        widget=Chips, label=_("Where will it happen most?"), choices=list(ENVIRONMENTS.items())
    )
    picture = forms.ChoiceField(
        widget=Chips,
        label=_("What waits at the end of my path?"),
        choices=list(PICTURES.items()),
        initial=Picture.HOUSE,
    )
    target_on = DateField(required=False, label=_("By when?"), help_text=_("No date is fine."))


def _number(value: str) -> int | None:
    return int(value) if value else None


class AreaForm(ui.Form):
    strong = ExactText(rows=2, max_length=2000, required=False, label=_("What is strong here?"))
    wish = ExactText(rows=2, max_length=2000, required=False, label=_("What do I wish?"))
    works = forms.TypedChoiceField(
        widget=Chips,
        required=False,
        coerce=_number,
        empty_value=None,
        choices=[(number, str(number)) for number in RATINGS],
        label=_("How well does it work?"),
        help_text=_("1 is not at all, 5 is very well. No number is fine."),
    )
    satisfied = forms.TypedChoiceField(
        widget=Chips,
        required=False,
        coerce=_number,
        empty_value=None,
        choices=[(number, str(number)) for number in RATINGS],
        label=_("How satisfied am I?"),
        help_text=_("1 is not at all, 5 is very much. No number is fine."),
    )


class StepForm(ui.Form):
    title = ExactText(
        max_length=300,
        label=_("What?"),
        help_text=_("A real thing in a real place. Small is good."),
        error_messages={"required": _("Name the step, so that it can be found.")},
    )
    why = ExactText(rows=2, max_length=2000, required=False, label=_("Why?"))
    support_wanted = ThreeStopField(label=_("How much support to start?"))
    with_whom = ExactText(max_length=200, required=False, label=_("With whom?"))
    where = ExactText(max_length=200, required=False, label=_("Where?"))
    when_words = ExactText(
        max_length=200, required=False, label=_("When?"), help_text=_("“When I feel ready” is fine.")
    )
    target_on = DateField(required=False, label=_("On a day?"), help_text=_("No date is fine."))
    fallback = ExactText(rows=2, max_length=2000, required=False, label=_("If it is too much, then…"))

    @property
    def facts(self) -> StepFacts:
        return StepFacts(**self.cleaned_data)


class ArrangeForm(StepForm):
    """What a colleague may arrange of a step that is the person's."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in set(self.fields) - STAFF_FIELDS:
            del self.fields[name]


class SmallerForm(ui.Form):
    title = ExactText(
        max_length=300,
        label=_("What is a smaller part of it?"),
        help_text=_("Half the way, half the time, or more company. All of it counts."),
        error_messages={"required": _("Name the step, so that it can be found.")},
    )
    support_wanted = ThreeStopField(label=_("How much support to start?"))


class DeclineForm(ui.Form):
    reason = ExactText(
        rows=2,
        max_length=2000,
        required=False,
        label=_("Why not? In my own words"),
        help_text=_("I do not have to say why."),
    )


class AgainForm(ui.Form):
    support_wanted = ThreeStopField(label=_("How much company do I want now?"))
    reason = ExactText(rows=2, max_length=2000, required=False, label=_("What changed?"))


class ReasonForm(ui.Form):
    reason = ExactText(max_length=2000, required=False, label=_("Why? You do not have to say."))


class MomentForm(ui.Form):
    words = ExactText(rows=2, max_length=2000, label=_("What was good?"))
    happened_on = DateField(required=False, label=_("When?"), help_text=_("Empty means today."))


class LookBackForm(ui.Form):
    planned_on = DateField(label=_("On which day?"))
    with_whom = ExactText(max_length=300, required=False, label=_("Who comes?"))


class NewLookBackForm(LookBackForm):
    kind = forms.ChoiceField(
        widget=Chips, label=_("Which one?"), choices=list(LOOK_BACKS.items()), initial=LookBackKind.BETWEEN
    )


class HoldForm(ui.Form):
    with_whom = ExactText(max_length=300, required=False, label=_("Who was there?"))
    words = ExactText(
        rows=6,
        max_length=20_000,
        label=_("What do we say?"),
        help_text=_("What helped, what was hard, what comes next: go on, change, rest."),
    )


class OutsideCareForm(ui.Form):
    kind = forms.ChoiceField(widget=Chips, label=_("What is it?"), choices=list(OUTSIDE_CARE_KINDS.items()))
    words = ExactText(
        rows=3,
        max_length=2000,
        label=_("In my own words"),
        help_text=_("Like: the small white one with breakfast."),
    )
    whose = ExactText(max_length=200, required=False, label=_("From whom?"))
    phone = ExactText(max_length=40, required=False, label=_("Phone"))


class HealthEventForm(ui.Form):
    kind = forms.ChoiceField(widget=Chips, label=_("What was it?"), choices=list(HEALTH_EVENT_KINDS.items()))
    happened_on = DateField(label=_("On which day?"))
    words = ExactText(rows=3, max_length=4000, label=_("What happened?"))
    told = ExactText(
        max_length=300,
        required=False,
        label=_("Who was told?"),
        help_text=_("Like: Per, and the heart clinic."),
    )


class TaskOwnerForm(ui.Form):
    owner = forms.ChoiceField(label=_("Who does it?"))

    def __init__(self, *args: Any, owners: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("owner", [(key, user.name) for key, user in owners.items()])


class TaskForm(ui.Form):
    what = ExactText(max_length=300, label=_("What is to be done?"))
    owner = forms.ChoiceField(required=False, label=_("Who does it?"))
    owner_name = ExactText(
        max_length=200,
        required=False,
        label=_("Or somebody outside"),
        help_text=_("Like: the heart clinic, Mr Holm."),
    )
    due_on = DateField(required=False, label=_("By when?"), help_text=_("No date is fine."))

    def __init__(self, *args: Any, owners: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("Nobody yet")), *((key, user.name) for key, user in owners.items())]
        self.offer("owner", choices)


class RoleForm(ui.Form):
    kind = forms.ChoiceField(widget=Chips, label=_("Which role?"), choices=list(ROLE_KINDS.items()))
    words = ExactText(
        max_length=200,
        required=False,
        label=_("In my own words"),
        help_text=_("Like: aunt of three, painter, goalkeeper"),
    )
    status = forms.ChoiceField(
        widget=ui.Seg,
        label=_("Do I have it, want it, or had it?"),
        choices=[
            (LifeRoleStatus.HAVE, _("I have it")),
            (LifeRoleStatus.WANT, _("I want it")),
            (LifeRoleStatus.HAD, _("I had it")),
        ],
    )
    since_on = DateField(required=False, label=_("Since when?"), help_text=_("No date is fine."))
    until_on = DateField(required=False, label=_("Until when, if it is over?"))

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        said = self.cleaned_data
        return {**said, "kind": RoleKind(said["kind"]), "status": LifeRoleStatus(said["status"])}
