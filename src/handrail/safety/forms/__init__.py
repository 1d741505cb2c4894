from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.safety.rules import CHECKS, LINE_LENGTH
from handrail.ui.fields import Chips, ExactText


class LineForm(ui.Form):
    words = ExactText(
        rows=2,
        max_length=LINE_LENGTH,
        label=_("In my own words"),
        error_messages={"required": _("Write a few words. One line for one thing.")},
    )
    phone = ExactText(
        max_length=40,
        required=False,
        label=_("Phone number"),
        help_text=_("Then one tap calls. Only if it is somebody to call."),
    )


class SettleForm(ui.Form):
    name = ExactText(
        max_length=60,
        required=False,
        label=_("What do I call it?"),
        help_text=_("Any name. Empty means “My list”."),
    )
    is_shared = forms.BooleanField(
        required=False,
        label=_("My team may read the list"),
        help_text=_("My coordinator and the people of my team will see every line. Family will not."),
    )
    opens_in_emergency = forms.BooleanField(
        required=False,
        label=_("In an emergency, the list may be opened"),
        help_text=_(
            "For one hour, to read, by staff with a reason and a code. I am told. Without this it stays closed, even then."
        ),
    )
    shares_checks = forms.BooleanField(
        required=False,
        label=_("My team may see how my days are"),
        help_text=_("They will see sleep, energy and what helped. Nobody watches it day and night."),
    )


def _number(value: str) -> int | None:
    return int(value) if value else None


class CheckForm(ui.Form):
    sleep = forms.TypedChoiceField(
        widget=Chips,
        required=False,
        coerce=_number,
        empty_value=None,
        choices=[(number, str(number)) for number in CHECKS],
        label=_("How did I sleep?"),
        help_text=_("1 is hardly, 5 is very well. No number is fine."),
    )
    energy = forms.TypedChoiceField(
        widget=Chips,
        required=False,
        coerce=_number,
        empty_value=None,
        choices=[(number, str(number)) for number in CHECKS],
        label=_("How much energy do I have?"),
        help_text=_("1 is none, 5 is a lot."),
    )
    helped = ExactText(max_length=300, required=False, label=_("What helped today?"))
