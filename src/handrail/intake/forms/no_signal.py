"""The whole conversation on one page, for where there is no signal: blank fields, and blank is as good as answered."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.intake import queries
from handrail.intake.definitions import Question
from handrail.intake.queries.conversation import Asked
from handrail.intake.rules import AuthorKind
from handrail.intake.rules.no_signal import TEXT_AT_MOST


@frozen
class Filled:
    """One answer that somebody wrote on the page."""

    question: Question
    text: str
    choices: tuple[str, ...]
    author: AuthorKind


class NoSignalForm(ui.Form):
    """Every question that is asked now; whose words they are stands once at the top, and at each where it differs."""

    author_kind = forms.ChoiceField(
        label=_("Whose words will these be?"),
        help_text=_("Where one answer is somebody else’s, say so below it."),
        widget=ui.Seg,
        error_messages={"required": _("Say whose words these are.")},
    )

    def __init__(
        self, *args: Any, asked: list[Asked], own: bool, called: str, language: str, **more: Any
    ) -> None:
        more["initial"] = {"author_kind": AuthorKind.MINE if own else ""}
        super().__init__(*args, **more)
        self.asked = asked
        said_by = [(str(kind), queries.said_by(kind, own=own, called=called)) for kind in AuthorKind]
        author: Any = self.fields["author_kind"]
        author.choices = said_by
        for one in asked:
            code = one.question.code
            if one.question.choices:
                choices = [(choice.code, choice.text.say(language)) for choice in one.question.choices]
                many = one.question.kind == "choices"
                kind: Any = forms.MultipleChoiceField if many else forms.ChoiceField
                widget = ui.ManyChips if many else ui.Chips
                self.fields[f"choices-{code}"] = kind(
                    label=one.title, required=False, widget=widget, choices=choices
                )
            self.fields[f"text-{code}"] = ui.ExactText(
                label=one.title, required=False, rows=3, max_length=TEXT_AT_MOST
            )
            self.fields[f"author-{code}"] = forms.ChoiceField(
                label=one.title, required=False, choices=[("", _("As said above")), *said_by]
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.filled:
            self.add_error(None, str(_("Nothing is written yet. Write a word anywhere, or go back.")))
        return said

    @property
    def filled(self) -> list[Filled]:
        """What was written or chosen, in the order of asking."""
        found = [self._filled(one.question) for one in self.asked]
        return [one for one in found if one.text.strip() or one.choices]

    def _filled(self, question: Question) -> Filled:
        said = self.cleaned_data
        chosen = said.get(f"choices-{question.code}") or []
        codes = tuple(chosen) if isinstance(chosen, list) else (chosen,)
        author = said[f"author-{question.code}"] or said["author_kind"]
        return Filled(question, said[f"text-{question.code}"], codes, AuthorKind(author))
