"""What somebody has done and likes, what they tell, a step on the ladder."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.practice.rules import WORK_RUNGS
from handrail.work.rules import PROFILE_PARTS, TELLINGS

LONG = 20_000
_HINTS = {
    "done": _("Paid or not. Jobs, care at home, helping out."),
    "learned": _("School, courses, papers, and what life taught me."),
    "good_at": _("What others ask me for."),
    "likes": _("Early or late, alone or with others, hands or head."),
    "wants": _("How many hours, what pay, how far."),
    "not_wanted": _("What I do not want again."),
    "beside": _("People who know somebody, or come along."),
}


class ProfileForm(ui.Form):
    """Seven boxes, all of them free to leave."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in PROFILE_PARTS.items():
            self.fields[name] = ui.ExactText(
                rows=3, label=words, help_text=_HINTS[name], max_length=LONG, required=False
            )


class TellingForm(ui.Form):
    choice = forms.ChoiceField(
        label=_("What do I tell at work?"),
        choices=[(one.value, words) for one, words in TELLINGS.items()],
        widget=ui.Rows,
        error_messages={"required": _("Choose one. You can change it any day.")},
    )
    what = ui.ExactText(rows=2, label=_("What do I tell?"), max_length=2000, required=False)
    whom = ui.ExactText(
        label=_("Whom?"), help_text=_("Like: only my team lead"), max_length=300, required=False
    )
    words = ui.ExactText(
        rows=2, label=_("How I would say it, in my own words"), max_length=2000, required=False
    )


class LadderForm(ui.Form):
    rung = forms.ChoiceField(
        label=_("Which step?"),
        choices=[(one.value, words) for one, words in WORK_RUNGS.items()],
        widget=ui.Chips,
        error_messages={"required": _("Choose a step.")},
    )
    companion = ui.ExactText(
        label=_("Was somebody there?"),
        help_text=_("Leave it out if you like"),
        max_length=200,
        required=False,
    )
    taken_on = ui.DateField(label=_("When?"), help_text=_("Empty means today."), required=False)
