from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.community.rules import TRANSPORTS


class WayForm(ui.Form):
    transport = forms.ChoiceField(label=_("How?"), choices=list(TRANSPORTS.items()), widget=ui.Chips)
    line = ui.ExactText(
        label=_("Which way?"),
        help_text=_("Like: Bus 14 at 10:42 from Mill Road, four stops"),
        max_length=300,
        required=False,
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=0, max_value=1440, required=False)
    with_whom = ui.ExactText(label=_("Who comes along?"), max_length=200, required=False)
    fallback = ui.ExactText(label=_("If it is too much, then…"), rows=2, max_length=2000, required=False)
