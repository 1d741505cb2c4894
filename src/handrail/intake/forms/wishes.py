from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.intake.forms import CONTINUE, DOES
from handrail.intake.queries import rulers, said_by
from handrail.intake.rules import RULER, WISH_LENGTH, AuthorKind
from handrail.intake.topics import areas

NUMBERS = [(str(one), str(one)) for one in RULER]


class WishForm(ui.Form):
    """One more wish, word for word; which part of life it is about, if one likes to say."""

    words = ui.ExactText(label=_("One more wish"), rows=2, max_length=WISH_LENGTH)
    area = forms.ChoiceField(
        label=_("Which part of life is it about?"),
        help_text=_("Only if you like. It helps to find what fits."),
        required=False,
        widget=ui.Chips,
    )
    kind = forms.ChoiceField(label=_("Whose words are these?"), widget=ui.Seg)

    def __init__(self, *args: Any, own: bool, called: str, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("area", [(code, text.say(language)) for code, text in areas().items()])
        self.offer("kind", [(str(one), said_by(one, own=own, called=called)) for one in AuthorKind])
        if own:
            del self.fields["kind"]

    @property
    def author(self) -> AuthorKind:
        """Whose words they are: the person's own, unless somebody else says otherwise."""
        return AuthorKind(self.cleaned_data.get("kind") or AuthorKind.MINE)


class RulersForm(ui.Form):
    """Two rulers from 0 to 10, each may stay blank; Continue, Skip or Later."""

    do = forms.ChoiceField(choices=[(name, name) for name in DOES], widget=forms.HiddenInput)
    wants = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, widget=ui.Chips, choices=NUMBERS
    )
    ready = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, widget=ui.Chips, choices=NUMBERS
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, ruler in rulers(language).items():
            self.fields[name].label = ruler.text
            self.fields[name].help_text = _("0: %(low)s. 10: %(high)s.") % {
                "low": ruler.low,
                "high": ruler.high,
            }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and data["do"] == CONTINUE and data["wants"] is None and data["ready"] is None:
            self.add_error("wants", str(_("Choose a number on one of the two. Skip and Later are fine too.")))
        return data
