from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.choice.models import Feedback
from handrail.choice.rules.feedback import FOUND_WORDS, QUESTIONS


class FeedbackForm(ui.Form):
    """Four short questions; each may stay open."""

    def __init__(self, *args: Any, row: Feedback | None, **options: Any) -> None:
        options["initial"] = {name: getattr(row, name) for name in QUESTIONS} if row else {}
        super().__init__(*args, **options)
        for name, (asked, _told) in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=asked,
                required=False,
                widget=ui.Seg,
                choices=[(str(one), words) for one, words in FOUND_WORDS.items()],
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not any(said.get(name) for name in QUESTIONS) and not self.errors:
            self.add_error("helps", str(_("Answer one question at least, or leave it.")))
        return said
