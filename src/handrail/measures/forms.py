from datetime import date
from typing import Any

from django import forms

from handrail import ui
from handrail.accounts.models import User
from handrail.base import clock
from handrail.base.words import _
from handrail.measures.rules import PREFER_NOT, Instrument, Item
from handrail.measures.rules.asking import REASON_LENGTH, months_later
from handrail.ui import Chips, ExactText, Rows

MANY = 6  # answers from here on stand beside each other


def _choices(item: Item, language: str) -> list[tuple[str, str]]:
    given = [(str(one.value), one.text.say(language) if one.text else str(one.value)) for one in item.options]
    return [*given, (PREFER_NOT, str(_("I would rather not say")))]


def _ends(item: Item, language: str) -> str:
    if item.low is None or item.high is None:
        return ""
    values = sorted(item.values)
    words = _("%(low)s: %(low_words)s. %(high)s: %(high_words)s.")
    return words % {
        "low": values[0],
        "low_words": item.low.say(language),
        "high": values[-1],
        "high_words": item.high.say(language),
    }


class AnswersForm(ui.Form):
    """The questions of one instrument: every answer may stay out, and what was given comes back as typed."""

    def __init__(self, *given: Any, instrument: Instrument, language: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.instrument = instrument
        for item in instrument.items:
            has_words = any(option.text for option in item.options)
            self.fields[item.key] = forms.ChoiceField(
                required=False,
                label=(item.text or item.label).say(language),
                help_text=_ends(item, language),
                widget=Chips if len(item.options) >= MANY or not has_words else Rows,
                choices=_choices(item, language),
                error_messages={"invalid_choice": str(_("Choose one of the answers below."))},
            )

    def answers(self) -> dict[str, Any]:
        """Return what was given by key, as numbers where it is one; what does not fit stays as it was typed."""
        found: dict[str, Any] = {}
        for item in self.instrument.items:
            typed = self.data.get(item.key, "")
            if typed:
                found[item.key] = _as_typed(typed)
        return found


def _as_typed(typed: str) -> int | str:
    """Return a whole number that was typed as one; any other text, shortened, as it is."""
    plain = typed[1:] if typed.startswith("-") else typed
    return int(typed) if plain.isascii() and plain.isdigit() and len(plain) < 5 else typed[:60]


class BeginForm(ui.Form):
    """What a colleague begins: which questionnaire, by which way, and of which day."""

    instrument = forms.ChoiceField(label=_("Which questionnaire?"))
    mode = forms.ChoiceField(widget=Rows, label=_("How are the answers taken?"))
    answered_on = ui.DateField(
        required=False, label=_("Day of the answers"), help_text=_("Only for an earlier day, as from paper.")
    )

    def __init__(
        self, *given: Any, instruments: list[tuple[str, str]], modes: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.offer("instrument", instruments)
        self.offer("mode", modes)


Readers = dict[str, tuple[str, User]]


class ScheduleForm(ui.Form):
    """What is asked again and again, from when, and who reads it."""

    instrument = forms.ChoiceField(label=_("Which questionnaire?"))
    begins_on = ui.DateField(
        label=_("First day"),
        help_text=_("Then after 3, 6 and 12 months, at the end, and 3 to 24 months after it."),
    )
    reader = forms.ChoiceField(
        widget=Rows, label=_("Who reads the answers?"), help_text=_("Nothing is asked that nobody reads.")
    )

    def __init__(
        self, *given: Any, instruments: list[tuple[str, str]], readers: Readers, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.readers = readers
        self.offer("instrument", instruments)
        self.offer("reader", [(key, name) for key, (name, _user) in readers.items()])

    @property
    def reader_chosen(self) -> User:
        return self.readers[self.cleaned_data["reader"]][1]


class ChangeScheduleForm(ui.Form):
    reader = forms.ChoiceField(widget=Rows, label=_("Who reads the answers?"))
    ended_on = ui.DateField(
        required=False, label=_("Support ended on"), help_text=_("Leave it empty while support goes on.")
    )

    def __init__(self, *given: Any, readers: Readers, **more: Any) -> None:
        super().__init__(*given, **more)
        self.readers = readers
        self.offer("reader", [(key, name) for key, (name, _user) in readers.items()])

    @property
    def reader_chosen(self) -> User:
        return self.readers[self.cleaned_data["reader"]][1]


class LettersForm(ui.Form):
    letters = forms.CharField(
        label=_("The letters on your paper"),
        help_text=_("Six groups of four. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class WordForm(ui.Form):
    word = forms.CharField(
        label=_("Your word"),
        help_text=_("The word that you chose. It is not in the mail and not on the paper."),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class BirthForm(ui.Form):
    born = ui.DateField(label=_("Your date of birth"))

    def clean_born(self) -> date:
        """Take a year of two digits that has not come yet as one of the century before."""
        born: date = self.cleaned_data["born"]
        return months_later(born, -1200) if born > clock.now().date() else born


class HandOutForm(ui.Form):
    """How a link reaches the person, and what it asks them first."""

    way = forms.ChoiceField(widget=Rows, label=_("How does the link reach them?"))
    asks = forms.ChoiceField(
        widget=Rows,
        label=_("What does it ask first?"),
        help_text=_("The link alone shows nothing. A word is safer than a date that others know."),
    )
    word = forms.CharField(
        required=False,
        label=_("Their word"),
        help_text=_("Four letters or more. They type it, or say it on the phone. It is not sent."),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *given: Any, ways: list[tuple[str, str]], asks: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.offer("way", ways)
        self.offer("asks", asks)


class ErrorForm(ui.Form):
    reason = ExactText(rows=2, max_length=REASON_LENGTH, label=_("What is wrong with these answers?"))
