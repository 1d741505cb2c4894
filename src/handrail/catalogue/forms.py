from django import forms

from handrail.catalogue import rules
from handrail.catalogue.rules import Mode, Wish


class ProgrammeFilter(forms.Form):
    """What somebody would like; every field may stay open. An unknown value makes the whole filter invalid."""

    want = forms.MultipleChoiceField(
        required=False, choices=[(one.value, rules.WISH_WORDS[one]) for one in Wish]
    )
    place = forms.ChoiceField(required=False, choices=[(one.value, rules.MODE_WORDS[one]) for one in Mode])
    peers = forms.ChoiceField(required=False, choices=[("1", "")])
    clinic = forms.ChoiceField(required=False, choices=[("no", "")])
    cost = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(str(one), rules.euro(one)) for one in rules.COSTS_EUR],
    )

    def asked(self) -> tuple[rules.Criterion, ...]:
        """Return the criteria of a valid filter, and none of one that is not."""
        if not self.is_valid():
            return ()
        given = self.cleaned_data
        return rules.criteria(
            wishes=given["want"],
            place=given["place"],
            peer_led=bool(given["peers"]),
            non_clinical=bool(given["clinic"]),
            cost_up_to=given["cost"],
        )
