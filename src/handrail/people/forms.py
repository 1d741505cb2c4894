from typing import Any

from django import forms

from handrail import ui
from handrail.accounts.queries import Member
from handrail.base.words import _
from handrail.people.rules import RELATIONSHIPS


class SupporterForm(ui.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    relationship = forms.ChoiceField(
        label=_("Who are they to me?"),
        choices=[(kind.value, words) for kind, words in RELATIONSHIPS.items()],
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)


class OutsideAnswerForm(ui.Form):
    answer = forms.ChoiceField(
        label=_("What do I say to it?"),
        widget=ui.Seg,
        choices=[("taken_up", _("I want to take this up")), ("declined", _("Not for me"))],
    )
    reason = ui.ExactText(label=_("In my words"), required=False, rows=2)


class CoordinatorForm(ui.Form):
    """Who coordinates somebody from today on."""

    who = forms.ChoiceField(label=_("Who coordinates?"))

    def __init__(self, *args: Any, choices: list[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].choices = [(str(one.user_id), one.name) for one in choices]
