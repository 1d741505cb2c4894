from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.intake import queries
from handrail.intake.models import Enrolment
from handrail.intake.queries.conversation import Asked
from handrail.intake.queries.start import ShownLine
from handrail.intake.rules import (
    CONVERSATION_MODES,
    ENROLMENT_RANKS,
    MIXES,
    SINGLE_RANKS,
    START_PHASES,
    START_STATES,
    AnswerState,
    AuthorKind,
    EnrolmentRank,
    EnrolmentStatus,
    KeptChoice,
    Phase,
)

CONTINUE, SKIP, LATER = "continue", "skip", "later"
DOES = {CONTINUE: AnswerState.ANSWERED, SKIP: AnswerState.SKIPPED, LATER: AnswerState.LATER}


# ---------- the conversation ----------


class BeginForm(ui.Form):
    mode = forms.ChoiceField(
        label=_("How shall we do this?"),
        widget=ui.Rows,
        choices=[(mode, f"{name}: {hint}") for mode, (name, hint) in CONVERSATION_MODES.items()],
    )
    place = forms.CharField(
        label=_("Where are we?"),
        help_text=_("At home, in a café, on the phone."),
        required=False,
        max_length=200,
    )


class ModeForm(ui.Form):
    mode = forms.ChoiceField(
        label=_("How we do this"),
        widget=ui.Seg,
        choices=[(mode, name) for mode, (name, _hint) in CONVERSATION_MODES.items()],
    )


class AnswerForm(ui.Form):
    """One question: choices, words, whose words; Continue, Skip or Later."""

    do = forms.ChoiceField(choices=[(name, name) for name in DOES], widget=forms.HiddenInput)
    choices = forms.MultipleChoiceField(label="", required=False, widget=ui.ManyRows)
    text = ui.ExactText(label="", required=False, rows=5)
    author_kind = forms.ChoiceField(
        label=_("Whose words are these?"),
        required=False,
        widget=ui.Seg,
        error_messages={"required": _("Say whose words these are.")},
    )

    def __init__(self, *args: Any, asked: Asked, own: bool, called: str, **options: Any) -> None:
        answer = asked.answer
        options["initial"] = {
            "text": answer.text if answer else "",
            "choices": answer.choices.split() if answer else [],
            "author_kind": answer.author_kind if answer else (AuthorKind.MINE if own else ""),
        }
        super().__init__(*args, **options)
        self.own = own
        self.fields["text"].label = _("In words, if you like") if asked.question.choices else _("Your answer")
        self.fields["choices"].choices = [(one.code, one.code) for one in asked.question.choices]
        self.fields["author_kind"].choices = [
            (kind, queries.said_by(kind, own=own, called=called)) for kind in AuthorKind
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        says = bool(data["text"].strip() or data["choices"])
        if data["do"] == CONTINUE and not says:
            words = _("Write a word or choose something. Skip and Later are fine too.")
            self.add_error("text", str(words))
        elif says and data["do"] != SKIP and not data["author_kind"]:
            self.add_error("author_kind", str(_("Say whose words these are.")))
        return data

    @property
    def author(self) -> AuthorKind:
        """Whose words they are; for a question without words, whoever sits at the form."""
        given = self.cleaned_data["author_kind"]
        return AuthorKind(given) if given else (AuthorKind.MINE if self.own else AuthorKind.STAFF)


class KeptForm(ui.Form):
    choice = forms.ChoiceField(choices=[(choice, choice) for choice in KeptChoice])


# ---------- getting started ----------


class StartLineForm(ui.Form):
    state = forms.ChoiceField(
        label=_("How does it stand?"), widget=ui.Rows, choices=list(START_STATES.items())
    )
    words = ui.ExactText(
        label=_("What we agreed, in a line"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    who = forms.CharField(label=_("Who sees to it?"), required=False, max_length=200)
    due_on = ui.DateField(
        label=_("By when?"), help_text=_("Only if you want a day. Empty is fine."), required=False
    )

    def __init__(self, *args: Any, shown: ShownLine, ask: bool, **options: Any) -> None:
        row = shown.row
        options["initial"] = {
            "state": "asked" if ask and row is None else shown.state,
            "words": row.words if row else "",
            "who": row.who if row else "",
            "due_on": row.due_on if row else None,
        }
        super().__init__(*args, **options)


# ---------- choosing a programme ----------


class MixForm(ui.Form):
    mix = forms.MultipleChoiceField(
        label=_("Where would you like it?"),
        help_text=_("Choose as many as you like. You can change it on any day."),
        required=False,
        widget=ui.ManyChips,
        choices=[(str(one), words) for one, words in MIXES.items()],
    )


class EnrolmentForm(MixForm):
    """The mix, and in which phase it begins for the person; nothing earlier is asked of anybody (S-077)."""

    starts_in = forms.ChoiceField(
        label=_("Where would you like to begin?"),
        help_text=_("At any of these. You can change it on any day, and nobody is late."),
        required=False,
        widget=ui.Rows,
        choices=[(str(one), words) for one, words in START_PHASES.items()],
    )

    @property
    def phase(self) -> Phase:
        """In which phase it begins; the first, when nothing is chosen."""
        return Phase(self.cleaned_data["starts_in"] or Phase.ARRIVING)


class ChooseForm(EnrolmentForm):
    """First choice or back-up, the mix, and why when it takes another choice's place."""

    rank = forms.ChoiceField(
        label=_("First choice, back-up, or at the same time?"),
        widget=ui.Rows,
        choices=[(str(one), words) for one, words in ENROLMENT_RANKS.items()],
    )
    reason = ui.ExactText(label=_("What made you change?"), required=False, rows=2, max_length=500)

    field_order = ["rank", "mix", "starts_in", "reason"]

    def __init__(self, *args: Any, running: list[Enrolment], own: bool, **options: Any) -> None:
        self.taken = {row.rank for row in running} & {str(rank) for rank in SINGLE_RANKS}
        first = EnrolmentRank.BACKUP if EnrolmentRank.PRIMARY in self.taken else EnrolmentRank.PRIMARY
        options.setdefault("initial", {"rank": first, "starts_in": Phase.ARRIVING})
        super().__init__(*args, **options)
        self.own = own
        if not self.taken:
            del self.fields["reason"]
            return
        self.fields["reason"].help_text = str(
            _("Only when it takes the place of another choice. You need not say.")
            if own
            else _("When it takes the place of another choice: in the person’s words.")
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("rank") in self.taken and not self.own and not said.get("reason", "").strip():
            self.add_error("reason", str(_("Write why this changes, in the person’s words.")))
        return said


class EndForm(ui.Form):
    to = forms.ChoiceField(
        label=_("How did it end?"),
        widget=ui.Chips,
        choices=[
            (str(EnrolmentStatus.FINISHED), _("Finished")),
            (str(EnrolmentStatus.STOPPED), _("Stopped")),
        ],
    )
    reason = ui.ExactText(label=_("In a few words, if you like"), required=False, max_length=500)


class StoryForm(ui.Form):
    """What the person tells for everybody to read. Nothing is shown without the yes at the end."""

    programme = forms.ChoiceField(label=_("About which programme?"))
    words = ui.ExactText(
        label=_("What would you tell somebody who thinks about it?"),
        help_text=_("No names of other people, please."),
        max_length=1000,
        rows=4,
    )
    shown_as = ui.ExactText(
        label=_("Which name stands below it?"),
        help_text=_("Your own, an invented one, or “somebody who was there”."),
        max_length=80,
    )
    yes = forms.ChoiceField(
        label=_("May everybody read this, also without an account?"),
        help_text=_("You can take it back on any day. Then nobody sees it here any more."),
        widget=ui.Rows,
        choices=[("yes", _("Yes, show it")), ("no", _("No"))],
    )

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"].choices = programmes

    def clean_yes(self) -> str:
        if self.cleaned_data["yes"] != "yes":
            raise forms.ValidationError(str(_("Then nothing is kept. Choose yes to show it, or leave.")))
        return "yes"
