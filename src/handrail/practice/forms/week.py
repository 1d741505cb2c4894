"""Things of the person's own, in one line or in boxes."""

from datetime import date, time
from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.practice.rules import OwnLine, read_own_line

ROWS = 8
ICONS = [
    ("today", _("Up")),
    ("cup", _("Meal")),
    ("pill", _("Medicine")),
    ("moon", _("Bed")),
    ("clock", _("Other")),
]


class OwnLineForm(ui.Form):
    own = ui.ExactText(
        label=_("Add something of my own"),
        help_text=_("Like: Sunday 15:00, call Grandma"),
        max_length=300,
        error_messages={"required": _("Write what you want to do.")},
    )
    day = ui.DateField(label=_("Which day?"), required=False)
    at = ui.TimeField(label=_("What time?"), required=False)

    def read(self, *, today: date, otherwise: date) -> OwnLine:
        """Return the line as read; what stands in the boxes wins."""
        said = self.cleaned_data
        found = read_own_line(said["own"], today=today, otherwise=otherwise)
        if said["day"] or said["at"]:
            title = said["own"].strip() if said["day"] and said["at"] else found.title
            return OwnLine(title, said["day"] or found.day, said["at"] or found.at)
        return found


class MoveItemForm(ui.Form):
    to_on = ui.DateField(
        label=_("To which day?"), error_messages={"required": _("Choose a day to move it to.")}
    )
    to_at = ui.TimeField(label=_("What time?"), required=False)


class TimesForm(ui.Form):
    """The times of every day, in the person's words: eight rows, empty ones are left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(ROWS):
            self.fields[f"at_{number}"] = ui.TimeField(label=_("Time"), required=False)
            self.fields[f"words_{number}"] = ui.ExactText(
                label=_("In my words"), max_length=200, required=False
            )
            self.fields[f"icon_{number}"] = forms.ChoiceField(
                label=_("Picture"), choices=ICONS, required=False
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (self[f"at_{number}"], self[f"words_{number}"], self[f"icon_{number}"]) for number in range(ROWS)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for number in range(ROWS):
            words, at = said.get(f"words_{number}", "").strip(), said.get(f"at_{number}")
            if words and not at:
                self.add_error(f"at_{number}", _("Write a time for: %(words)s") % {"words": words})
        return said

    def times(self) -> list[tuple[time, str, str]]:
        said = self.cleaned_data
        return [
            (said[f"at_{n}"], said[f"words_{n}"], said[f"icon_{n}"] or "clock")
            for n in range(ROWS)
            if said[f"words_{n}"].strip()
        ]


def times_initial(rows: list[tuple[time, str, str]]) -> dict[str, Any]:
    """Return the times that stand, as the form shows them."""
    shown: dict[str, Any] = {}
    for number, (at, words, icon) in enumerate(rows[:ROWS]):
        shown |= {f"at_{number}": at, f"words_{number}": words, f"icon_{number}": icon}
    return shown
