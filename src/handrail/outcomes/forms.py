from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.outcomes.models import WORDS_LENGTH, GoalScale
from handrail.outcomes.rules import LEVEL_WORDS, LEVELS, WEIGHT_WORDS
from handrail.ui import ExactText, Rows

STEPS = ("much_less", "less", "hoped", "more", "much_more")
HINTS = {
    -2: _("Even less than today, or as today when it cannot be less."),
    0: _("What would be good enough, on the day we look again."),
    2: _("Further than anybody would expect."),
}


class ScaleForm(ui.Form):
    """First where it starts, then the five steps."""

    start = ExactText(
        rows=2,
        max_length=WORDS_LENGTH,
        label=_("How is it today?"),
        help_text=_("A look at where it starts comes before any target."),
    )
    start_level = forms.TypedChoiceField(
        widget=Rows,
        coerce=int,
        label=_("Where is today on the five steps?"),
        choices=[
            ("-1", _("A little less than hoped. It could be worse")),
            ("-2", _("Much less. It cannot be less")),
        ],
    )
    weight = forms.TypedChoiceField(
        widget=Rows,
        coerce=int,
        label=_("How much does this goal count?"),
        choices=[(str(weight), words) for weight, words in WEIGHT_WORDS.items()],
    )

    def __init__(self, *given: Any, now: GoalScale | None, **more: Any) -> None:
        initial = {"start_level": -1, "weight": 1}
        if now is not None:
            names = ("start", "start_level", "weight", *STEPS)
            initial = {name: getattr(now, name) for name in names}
        super().__init__(*given, initial=initial, **more)
        for level, name in zip(LEVELS, STEPS, strict=True):
            self.fields[name] = ExactText(
                rows=2, max_length=WORDS_LENGTH, label=LEVEL_WORDS[level], help_text=HINTS.get(level, "")
            )
        self.order_fields(
            ["start", "start_level", "hoped", "more", "much_more", "less", "much_less", "weight"]
        )

    @property
    def steps(self) -> dict[int, str]:
        return {level: self.cleaned_data[name] for level, name in zip(LEVELS, STEPS, strict=True)}


class RateForm(ui.Form):
    level = forms.TypedChoiceField(widget=Rows, coerce=int, label=_("Which step is it today?"))
    words = ExactText(rows=2, max_length=WORDS_LENGTH, required=False, label=_("A few words, if you like"))

    def __init__(self, *given: Any, scale: GoalScale, **more: Any) -> None:
        super().__init__(*given, **more)
        self.offer(
            "level",
            [(str(level), f"{LEVEL_WORDS[level]}: {scale.words[level]}") for level in reversed(LEVELS)],
        )
