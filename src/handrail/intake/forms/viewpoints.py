from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.intake.forms import CONTINUE, DOES
from handrail.intake.queries import ShownTopic, said_by
from handrail.intake.rules import AuthorKind
from handrail.intake.topics import MOST


class SideForm(ui.Form):
    """One topic: an answer or a number, own words, whose side it is; Continue, Skip or Later."""

    do = forms.ChoiceField(choices=[(name, name) for name in DOES], widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("Your answer"), required=False, widget=ui.Rows)
    number = forms.IntegerField(
        label=_("How many?"), help_text=_("Blank is fine."), required=False, min_value=0, max_value=MOST
    )
    words = ui.ExactText(label=_("In words, if you like"), required=False, rows=3)
    side = forms.ChoiceField(
        label=_("Whose words are these?"),
        required=False,
        widget=ui.Seg,
    )

    def __init__(
        self,
        *args: Any,
        shown: ShownTopic,
        sides: list[AuthorKind],
        own: bool,
        called: str,
        language: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        asked = shown.topic
        del self.fields["level" if asked.counts else "number"]
        if not asked.counts:
            self.offer("level", [(one.code, one.text.say(language)) for one in asked.levels])
        self.offer("side", [(str(one), said_by(one, own=own, called=called)) for one in sides])
        if len(sides) == 1:
            self.fields["side"].initial = sides[0]
            self.fields["side"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or data["do"] != CONTINUE:
            return data
        says = data.get("level") or data.get("number") is not None or data["words"].strip()
        if not says:
            first = "level" if "level" in self.fields else "number"
            words = _("Write a word or choose something. Skip and Later are fine too.")
            self.add_error(first, str(words))
        elif not data["side"]:
            self.add_error("side", str(_("Say whose words these are.")))
        return data
