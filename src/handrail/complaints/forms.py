from typing import Any

from django import forms

from handrail import ui
from handrail.accounts.models import User
from handrail.base.words import _
from handrail.complaints.actions import AboutWhat
from handrail.complaints.queries import AskedLook
from handrail.complaints.rules import DEFAULT_ANSWER_DAYS, MOST_ANSWER_DAYS, ComplaintAbout
from handrail.ui import ExactText, Rows

Choices = dict[str, tuple[str, User]]


class ComplaintForm(ui.Form):
    words = ExactText(rows=6, label=_("In my own words"))
    person = forms.ChoiceField(required=False, label=_("Is it about somebody?"))
    programme = forms.ChoiceField(required=False, label=_("Is it about a programme?"))
    hearer = forms.ChoiceField(
        widget=Rows,
        label=_("Who hears it?"),
        help_text=_("Nobody else reads it. Never the one it is about."),
    )

    def __init__(
        self, *given: Any, hearers: Choices, team: Choices, programmes: dict[str, str], look: AskedLook | None
    ) -> None:
        super().__init__(*given)
        self.hearers, self.team, self.look = hearers, team, look
        nothing = [("", str(_("No, or I would rather not say")))]
        self.offer("hearer", [(key, words) for key, (words, _user) in hearers.items()])
        if look is None:
            self.offer("person", nothing + [(key, name) for key, (name, _user) in team.items()])
            self.offer("programme", nothing + list(programmes.items()))
        else:
            del self.fields["person"], self.fields["programme"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("person") and data.get("person") == data.get("hearer"):
            self.add_error("hearer", str(_("It is about them. Choose somebody else to hear it.")))
        return data

    @property
    def about(self) -> AboutWhat:
        data = self.cleaned_data
        if self.look:
            return AboutWhat(ComplaintAbout.LOOK, self.look.user, self.look.on)
        user = self.team[data["person"]][1] if data["person"] else None
        kind = ComplaintAbout.OTHER
        if data["programme"]:
            kind = ComplaintAbout.PROGRAMME
        if user:
            kind = ComplaintAbout.PERSON
        return AboutWhat(kind, user, programme=data["programme"])


class AnswerForm(ui.Form):
    answer = ExactText(rows=5, label=_("My answer"), help_text=_("They read these words as you write them."))


class DeskForm(ui.Form):
    advocate_name = forms.CharField(
        required=False, max_length=200, label=_("Who speaks for people, and is not part of this place?")
    )
    advocate_phone = forms.CharField(required=False, max_length=40, label=_("Their telephone number"))
    answer_days = forms.IntegerField(
        min_value=1,
        max_value=MOST_ANSWER_DAYS,
        initial=DEFAULT_ANSWER_DAYS,
        label=_("Working days until there is an answer"),
    )
