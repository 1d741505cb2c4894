from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.community.forms.links import StepChoice
from handrail.community.rules import ACTIVITY_KINDS, AGAIN, PLACE_KINDS, Again, PlaceKind
from handrail.plans.models import Step
from handrail.plans.rules import SupportLevel


class ActivityForm(ui.Form, StepChoice):
    title = ui.ExactText(
        label=_("What do I do there?"),
        help_text=_("Like: Saturday art club"),
        max_length=200,
        error_messages={"required": _("Write a name, so that it can be found.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind, PLACE_KINDS[kind]) for kind in ACTIVITY_KINDS],
        widget=ui.Chips,
    )
    where = ui.ExactText(label=_("Where?"), max_length=200, required=False)
    when_words = ui.ExactText(
        label=_("When?"), help_text=_("Like: Saturdays at 14:00"), max_length=200, required=False
    )
    with_whom = ui.ExactText(label=_("With whom?"), max_length=200, required=False)
    support_wanted = ui.ThreeStopField(label=_("How much company do I want?"))
    step = forms.ChoiceField(label=_("For which step?"), required=False)

    def __init__(self, *args: Any, steps: list[Step], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_steps(self, steps)
        if not steps:
            del self.fields["step"]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the actions take."""
        said = self.cleaned_data
        names = ("title", "where", "when_words", "with_whom")
        found: dict[str, Any] = {name: said[name] for name in names}
        found |= {"kind": PlaceKind(said["kind"]), "support_wanted": SupportLevel(said["support_wanted"])}
        return found | ({"step": self.steps.get(said["step"])} if "step" in said else {})


class TakePartForm(ui.Form):
    given = ui.ThreeStopField(label=_("How much company was there?"))
    again = forms.ChoiceField(
        label=_("Do I want to again?"), choices=list(AGAIN.items()), widget=ui.Seg, required=False
    )
    with_whom = ui.ExactText(label=_("With whom?"), max_length=200, required=False)
    words = ui.ExactText(label=_("In my words"), rows=2, max_length=2000, required=False)
    on = ui.DateField(label=_("On which day?"), help_text=_("Empty means today."), required=False)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        said = self.cleaned_data
        again = Again(said["again"]) if said["again"] else None
        return {**said, "given": SupportLevel(said["given"]), "again": again}
