"""Taking a form of somebody else in on a page."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.exchange.fhir.take import SIZE_AT_MOST
from handrail.intake.definitions import parts


class TakeForm(ui.Form):
    part = forms.ChoiceField(
        label=_("To which part does it belong?"),
        help_text=_("Leave it open when the groups of the form name the parts."),
        required=False,
    )
    content = forms.CharField(
        label=_("The form, as FHIR R4 (JSON)"),
        help_text=_("Open the file, copy all of it, and put it here."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=SIZE_AT_MOST,
        strip=False,
        error_messages={"required": _("Put the form here.")},
    )
    may_skip = forms.ChoiceField(
        label=_("What if it says that an answer is needed?"),
        widget=ui.Rows,
        choices=[("", _("Tell me, and take nothing in")), ("yes", _("Everybody may skip it here"))],
        required=False,
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(part.code, part.title.say(language)) for part in parts()]
        self.fields["part"].choices = [("", _("The form says it")), *named]
