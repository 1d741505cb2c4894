"""How a step went, in three taps."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.plans.rules import SupportLevel
from handrail.practice.rules import OUTCOMES, Outcome


class ReportForm(ui.Form):
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[(one.value, words) for one, words in OUTCOMES.items()],
        widget=ui.Seg,
        error_messages={"required": _("Choose how it went.")},
    )
    given = ui.ThreeStopField(label=_("Was somebody there?"), required=False)
    companion = ui.ExactText(
        label=_("Who was it?"), help_text=_("Leave it out if you like"), max_length=200, required=False
    )
    words = ui.ExactText(
        label=_("In my words"), help_text=_("One line is enough"), rows=2, max_length=100_000, required=False
    )
    wants_next = ui.ThreeStopField(label=_("What I want next time"), required=False)
    finish = forms.BooleanField(label=_("This step is done for me"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("outcome") in (Outcome.DID_IT, Outcome.TRIED) and not said.get("given"):
            self.add_error("given", _("Say whether somebody was there."))
        return said

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        found = self.cleaned_data
        return {
            "outcome": Outcome(found["outcome"]),
            "given": SupportLevel(found["given"]) if found["given"] else None,
            "companion": found["companion"],
            "words": found["words"],
            "wants_next": SupportLevel(found["wants_next"]) if found["wants_next"] else None,
            "finish": found["finish"] and found["outcome"] == Outcome.DID_IT,
        }
