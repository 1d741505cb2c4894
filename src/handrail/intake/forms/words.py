"""The form in which a place writes its own questions."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.intake.definitions import Question
from handrail.intake.rules.questions import QUESTION_KINDS, TEXT_AT_MOST, QuestionKind, QuestionWords

CHOICE = "answer-"


def _lines(label: Any, help_text: Any, rows: int, *, required: bool = False) -> ui.ExactText:
    return ui.ExactText(label=label, help_text=help_text, rows=rows, required=required)


class WordsForm(ui.Form):
    """The words of one question in one language: what is asked, a hint, why, and each answer."""

    text = _lines(_("The question"), "", 2)
    hint = _lines(_("A hint below it"), _("Leave it empty for none."), 2)
    why = _lines(_("Why we ask"), _("People read it below the question."), 2)

    def __init__(
        self, *args: Any, question: Question | None, language: str, of_place: bool, **options: Any
    ) -> None:
        said = _texts(question, language) if question else {}
        super().__init__(*args, **{"initial": said, **options})
        self.question = question
        for number, one in enumerate(question.choices if question else (), start=1):
            label = _("Answer %(number)s") % {"number": number}
            self.fields[f"{CHOICE}{one.code}"] = forms.CharField(
                label=label, required=False, max_length=TEXT_AT_MOST
            )
        if of_place and (question is None or question.kind != QuestionKind.TEXT):
            self.fields["more"] = _lines(_("More answers"), _("One a line. An empty answer above goes."), 3)

    def words(self) -> QuestionWords:
        """Return what was written; of a question of the place, an empty answer is left out."""
        data = self.cleaned_data
        choices = [
            (one.code, data[f"{CHOICE}{one.code}"])
            for one in (self.question.choices if self.question else ())
            if data[f"{CHOICE}{one.code}"].strip() or "more" not in self.fields
        ]
        return QuestionWords(data["text"], data["why"], data["hint"], tuple(choices))

    def more(self) -> list[str]:
        """Return the answers that come, one a line."""
        return [line for line in self.cleaned_data.get("more", "").splitlines() if line.strip()]


def _texts(question: Question, language: str) -> dict[str, str]:
    """Return the words in a language as they stand; without any there, the box is empty and its hint says ours."""
    found = {"text": question.text, "why": question.why}
    found |= {"hint": question.hint} if question.hint else {}
    found |= {f"{CHOICE}{one.code}": one.text for one in question.choices}
    return {name: dict(said.texts).get(language, "") for name, said in found.items()}


class NewQuestionForm(WordsForm):
    """A question of the place's own."""

    kind = forms.ChoiceField(
        label=_("How is it answered?"),
        widget=ui.Rows,
        choices=[(str(kind), words) for kind, words in QUESTION_KINDS.items()],
        initial=QuestionKind.TEXT,
    )
    sensitive = forms.ChoiceField(
        label=_("Who may read the answer?"),
        widget=ui.Rows,
        choices=[("", _("Whoever sees the conversation")), ("yes", _("Only the person and the team"))],
        required=False,
    )

    field_order = ["text", "hint", "why", "kind", "more", "sensitive"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, question=None, of_place=True, **options)
        self.fields["more"].label = str(_("Answers to choose from"))
        self.fields["more"].help_text = str(_("One a line. In words needs none."))

    def new_words(self) -> QuestionWords:
        """Return what was written, the answers without codes."""
        words = self.words()
        return QuestionWords(words.text, words.why, words.hint, tuple(("", one) for one in self.more()))
