from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.safety.rules.numbers import AT_MOST, Lines


class NumbersForm(ui.Form):
    """Up to four names with their numbers, and that somebody called them."""

    has_called = forms.BooleanField(
        label=_("I called these numbers, and they answer"),
        error_messages={"required": _("Call each number once, then tick this.")},
    )

    def __init__(self, *given: Any, known: Lines, **options: Any) -> None:
        initial = {}
        for number, (name, digits) in enumerate(known[:AT_MOST], 1):
            initial |= {f"name_{number}": name, f"number_{number}": digits}
        super().__init__(*given, initial=initial, **options)
        for number in range(1, AT_MOST + 1):
            who = str(_("%(n)s. Who answers") % {"n": number})
            digits = str(_("%(n)s. Telephone number") % {"n": number})
            self.fields[f"name_{number}"] = forms.CharField(required=False, max_length=60, label=who)
            self.fields[f"number_{number}"] = forms.CharField(required=False, max_length=40, label=digits)
        self.order_fields([*(name for name in self.fields if name != "has_called"), "has_called"])

    @property
    def lines(self) -> Lines:
        said = self.cleaned_data
        return tuple((said[f"name_{n}"], said[f"number_{n}"]) for n in range(1, AT_MOST + 1))
