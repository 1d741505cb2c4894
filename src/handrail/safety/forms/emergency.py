from datetime import date
from typing import Any

from django import forms

from handrail import ui
from handrail.accounts.forms import CodeForm
from handrail.accounts.rules import only_letters
from handrail.base import clock
from handrail.base.ids import KEY_LENGTH
from handrail.base.words import _
from handrail.safety.actions.emergency import Sought
from handrail.safety.rules.emergency import ANSWER_LENGTH, REASONS, WORDS_LENGTH, EmergencyReason
from handrail.ui.fields import ExactText


class ReasonForm(CodeForm):
    """Why, and the code of whoever asks; without the code for a made-up person of a demo."""

    reason = forms.TypedChoiceField(
        widget=ui.Rows,
        label=_("Why now?"),
        choices=[(reason.value, words) for reason, words in REASONS.items()],
        coerce=EmergencyReason,
        error_messages={"required": _("Choose why.")},
    )
    words = ExactText(
        rows=2,
        max_length=WORDS_LENGTH,
        label=_("In a few words"),
        help_text=_("The person reads this. Write no name."),
        error_messages={"required": _("Write a few words. The person reads them.")},
    )
    field_order = ("reason", "words", "code")

    def __init__(self, *args: Any, asks_code: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_code:
            del self.fields["code"]


class SearchForm(ui.Form):
    """Whose list: full name and birth date, or the letters of a card. Nothing is offered while typing."""

    full_name = forms.CharField(
        required=False,
        max_length=200,
        label=_("Full name"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    birth_on = ui.DateField(required=False, label=_("Born on"), help_text=_("The year with four digits."))
    card = forms.CharField(
        required=False,
        max_length=60,
        label=_("Or the first ten letters of their card"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_birth_on(self) -> date | None:
        born: date | None = self.cleaned_data["birth_on"]
        if born and born.year > clock.now().year:
            raise forms.ValidationError(str(_("Write the year with four digits.")))
        return born

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        letters = only_letters(data.get("card") or "")
        named = bool((data.get("full_name") or "").strip() and data.get("birth_on"))
        if letters and len(letters) < KEY_LENGTH:
            self.add_error("card", str(_("Type all ten letters.")))
        elif not letters and not named and not self.errors:
            self.add_error(
                "full_name", str(_("Write the full name and the birth date, or the card's letters."))
            )
        data["card"] = letters
        return data

    @property
    def sought(self) -> Sought:
        data = self.cleaned_data
        return Sought(full_name=data["full_name"], birth_on=data["birth_on"], card=data["card"])


class ReviewForm(ui.Form):
    answer = ExactText(
        rows=2,
        max_length=ANSWER_LENGTH,
        label=_("What did you find?"),
        help_text=_("The person reads this."),
        error_messages={"required": _("Write in a few words what you found.")},
    )
