from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.safety.rules.alerts import DEED_WORDS_LENGTH, DEEDS, WISHES, DeedKind, Wish
from handrail.ui.fields import ExactText


class DeedForm(ui.Form):
    """What somebody did; nothing is filled in beforehand."""

    kind = forms.TypedChoiceField(
        widget=ui.Rows,
        label=_("What did you do?"),
        choices=[(kind.value, words) for kind, words in DEEDS.items() if kind != DeedKind.FINISHED],
        coerce=DeedKind,
        error_messages={"required": _("Choose what you did. Until then others are told too.")},
    )
    words = ExactText(
        rows=3,
        max_length=DEED_WORDS_LENGTH,
        label=_("In a few words"),
        help_text=_("How they are, and what you agreed. It is sealed."),
        error_messages={"required": _("Write in a few words what you did.")},
    )


class FinishForm(ui.Form):
    words = ExactText(
        rows=3,
        max_length=DEED_WORDS_LENGTH,
        label=_("What is agreed now?"),
        help_text=_("Who is there, when you speak again, whether the list for hard days was looked at."),
        error_messages={"required": _("Write in a few words what is agreed.")},
    )


class WishForm(ui.Form):
    wish = forms.TypedChoiceField(
        widget=ui.Rows,
        label=_("What would help first?"),
        choices=[(wish.value, words) for wish, words in WISHES.items()],
        coerce=Wish,
        error_messages={"required": _("Choose one, or call a number above.")},
    )
