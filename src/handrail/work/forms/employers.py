"""An employer, and one word with them: how, and save; the rest is there when there is time."""

from datetime import date, timedelta
from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.work.actions.employers import EmployerFacts, Said
from handrail.work.models import Employer
from handrail.work.rules import WAYS, Way

SOON = [("", _("No day")), ("1", _("Tomorrow")), ("7", _("In a week")), ("14", _("In two weeks"))]


class EmployerForm(ui.Form):
    name = ui.ExactText(
        label=_("Name of the place"), max_length=200, error_messages={"required": _("Write the name.")}
    )
    trade = ui.ExactText(
        label=_("What they do"), help_text=_("Like: kitchen, office, garden"), max_length=200, required=False
    )
    address = ui.ExactText(label=_("Address"), max_length=300, required=False)
    phone = ui.ExactText(label=_("Phone"), max_length=40, required=False)
    is_closed = forms.BooleanField(label=_("This place has closed"), required=False)

    def facts(self) -> EmployerFacts:
        found = self.cleaned_data
        return EmployerFacts(found["name"], found["trade"], found["address"], found["phone"])


class ContactForm(ui.Form):
    way = forms.ChoiceField(
        label=_("How did you meet?"),
        choices=[(one.value, words) for one, words in WAYS.items()],
        widget=ui.Seg,
        error_messages={"required": _("Choose how you met.")},
    )
    who = ui.ExactText(label=_("Whom?"), help_text=_("Name and part there"), max_length=200, required=False)
    needs = ui.ExactText(
        label=_("What do they need?"),
        help_text=_("Colleagues read this. No names of people with a plan."),
        max_length=300,
        required=False,
    )
    next = ui.ExactText(label=_("What is next?"), max_length=300, required=False)
    in_days = forms.ChoiceField(label=_("When?"), choices=SOON, widget=ui.Chips, required=False)
    held_on = ui.DateField(label=_("On another day?"), help_text=_("Empty means today."), required=False)

    def said(self, today: date) -> Said:
        """Return what the action takes; “in a week” is counted from today."""
        found = self.cleaned_data
        days = found["in_days"]
        return Said(
            way=Way(found["way"]),
            who=found["who"],
            needs=found["needs"],
            next=found["next"],
            next_on=today + timedelta(days=int(days)) if days else None,
            held_on=found["held_on"],
            about=found.get("said_of_them", ""),
        )


class PersonContactForm(ContactForm):
    """A word with an employer for somebody: choose the place or write its name."""

    field_order = ("employer", "name", "way", "who", "said_of_them", "needs", "next", "in_days", "held_on")

    employer = forms.ChoiceField(label=_("Which place?"), widget=ui.Chips, required=False)
    name = ui.ExactText(label=_("Another place"), max_length=200, required=False)

    def __init__(self, *args: Any, employers: list[Employer], called: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.employers = {row.key: row for row in employers}
        self.offer("employer", [(row.key, row.name) for row in employers])
        self.fields["said_of_them"] = ui.ExactText(
            label=_("What was said about %(name)s?") % {"name": called},
            help_text=_("Only who sees %(name)s reads this.") % {"name": called},
            max_length=300,
            required=False,
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("employer") and not found.get("name", "").strip():
            self.add_error("name", _("Choose a place or write its name."))
        return found

    def place(self) -> dict[str, Any]:
        """Return the employer for the action: the chosen one, unless another name is written."""
        found = self.cleaned_data
        name = found["name"].strip()
        return {"name": name} if name else {"employer": self.employers[found["employer"]]}
