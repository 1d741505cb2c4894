"""The person's name, languages and ways to be reached."""

from datetime import date
from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.people.models import Participant

FACTS = (
    *("called", "given_name", "family_name", "birth_on", "speaks", "needs_interpreter"),
    *("phone", "email", "address"),
)


class FactsForm(ui.Form):
    """What is known of a person beside their plan. Nothing but the name they like is a must."""

    called = forms.CharField(
        label=_("What do you like to be called?"),
        max_length=200,
        error_messages={"required": _("Write the name that the person likes to be called.")},
    )
    given_name = forms.CharField(label=_("Given name"), required=False, max_length=200)
    family_name = forms.CharField(label=_("Family name"), required=False, max_length=200)
    birth_on = ui.DateField(label=_("Born on"), required=False)
    speaks = forms.CharField(
        label=_("Which languages do you speak?"),
        help_text=_("The one you like best comes first."),
        required=False,
        max_length=120,
    )
    needs_interpreter = forms.BooleanField(label=_("An interpreter is wanted"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)

    def __init__(self, *args: Any, participant: Participant, today: date, **options: Any) -> None:
        options["initial"] = {name: getattr(participant, name) for name in FACTS}
        super().__init__(*args, **options)
        self.today = today

    def clean_birth_on(self) -> date | None:
        day: date | None = self.cleaned_data["birth_on"]
        if day and day > self.today:
            raise forms.ValidationError(str(_("This day is still to come. Write the day of birth.")))
        return day

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None
