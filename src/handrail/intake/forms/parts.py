"""Giving a part to somebody, answering one, and what the person says of it."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.intake import definitions
from handrail.intake.actions import AskedWords
from handrail.intake.queries.parts import AskedPart, Eligible
from handrail.intake.rules import SAID_OF_PART


class GivePartForm(ui.Form):
    """Who asks about which part; for the team also whether the person said yes, which nothing fills in."""

    part = forms.ChoiceField(label=_("About what?"), widget=ui.Rows)
    owner = forms.ChoiceField(label=_("Who asks, or is asked?"), widget=ui.Rows)
    agreed = forms.BooleanField(
        label=_("The person said yes to this one"),
        help_text=_("Needed for family, friends and peers. Ask each time."),
        required=False,
    )

    def __init__(self, *args: Any, people: list[Eligible], own: bool, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["part"].choices = [(one.code, one.title.say(language)) for one in definitions.parts()]
        self.fields["owner"].choices = [
            (str(one.user.pk), ": ".join(filter(None, [one.user.name, one.part]))) for one in people
        ]
        self.outside = {str(one.user.pk) for one in people if one.is_outside}
        if own or not self.outside:
            del self.fields["agreed"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "agreed" in self.fields and said.get("owner") in self.outside and not said.get("agreed"):
            self.add_error("agreed", str(_("Ask the person first. Tick it when they said yes.")))
        return said


class AskedForm(ui.Form):
    """The questions of one part, for whoever was asked: everything may stay empty."""

    def __init__(self, *args: Any, part: AskedPart, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.part = part
        for one in part.asked:
            code = one.question.code
            if one.question.choices:
                many = one.question.kind == "choices"
                kind, widget = (
                    (forms.MultipleChoiceField, ui.ManyChips) if many else (forms.ChoiceField, ui.Chips)
                )
                self.fields[f"choices-{code}"] = kind(
                    label=one.title,
                    required=False,
                    widget=widget,
                    choices=[(choice.code, choice.text.say(language)) for choice in one.question.choices],
                    initial=list(one.chosen) if many else next(iter(one.chosen), ""),
                )
            self.fields[f"text-{code}"] = ui.ExactText(
                label=_("In your words: %(question)s") % {"question": one.title}
                if one.question.choices
                else one.title,
                required=False,
                rows=3,
                initial=one.text,
            )

    @property
    def words(self) -> dict[str, AskedWords]:
        """What was said, by the code of the question."""
        return {one.question.code: self._words(one.question.code) for one in self.part.asked}

    def _words(self, code: str) -> AskedWords:
        chosen = self.cleaned_data.get(f"choices-{code}") or []
        codes = tuple(chosen) if isinstance(chosen, list) else (chosen,)
        return AskedWords(self.cleaned_data[f"text-{code}"], codes)


class SayOfPartForm(ui.Form):
    says = forms.ChoiceField(
        label=_("Is it right?"),
        widget=ui.Chips,
        choices=[(str(one), words) for one, words in SAID_OF_PART.items()],
    )
    words = ui.ExactText(
        label=_("What is not right yet?"),
        help_text=_("Whoever has this part reads it. You need not say."),
        required=False,
        max_length=500,
        rows=2,
    )
