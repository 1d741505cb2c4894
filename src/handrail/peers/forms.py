"""What a mentor, a person and a supervisor type about peers: taps first, own words if wanted."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.peers.definitions import helped_words
from handrail.peers.models import MentorPage, PeerWords
from handrail.peers.rules import (
    HOWS,
    PEER_OFFER_ANSWERS,
    PEOPLE_AT_MOST,
    WAYS,
    CheckInFacts,
    Coming,
    How,
    MentorFacts,
    Need,
    PeerOfferStatus,
    Side,
    Way,
)
from handrail.plans.models import Goal
from handrail.ui.dates import day as day_words

MINUTES = [
    ("0", _("We did not meet")),
    ("30", _("Half an hour")),
    ("60", _("One hour")),
    ("90", _("An hour and a half")),
    ("120", _("Two hours")),
]


class OfferAnswerForm(ui.Form):
    answer = forms.ChoiceField(
        label=_("Would you like to meet somebody who has been through it?"),
        choices=list(PEER_OFFER_ANSWERS.items()),
        widget=ui.Rows,
        error_messages={"required": _("Choose one. You can change it any day.")},
    )
    ask_again_on = ui.DateField(
        label=_("Ask me again on"), help_text=_("Only if you chose “later”."), required=False
    )

    def chosen(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"answer": PeerOfferStatus(said["answer"]), "ask_again_on": said["ask_again_on"]}


class AskForm(ui.Form):
    """Asking a mentor to meet once: everything here is as I like."""

    words = ui.ExactText(
        label=_("A line to start with"),
        help_text=_("Only the two of you read it. You can leave it blank."),
        rows=3,
        max_length=1000,
        required=False,
    )
    goal = forms.ChoiceField(label=_("Is it about one of my goals?"), required=False, widget=ui.Rows)
    opens_week = forms.BooleanField(
        label=_("They may also see my week"),
        help_text=_("My appointments and my own things. Never my notes."),
        required=False,
    )

    def __init__(self, *args: Any, goals: Iterable[Goal] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.goals = {goal.key: goal for goal in goals}
        if self.goals:
            choices = [
                ("", str(_("No, or not said"))),
                *((key, row.words) for key, row in self.goals.items()),
            ]
            self.offer("goal", choices)
        else:
            del self.fields["goal"]

    def asked(self) -> dict[str, Any]:
        said = self.cleaned_data
        goal = self.goals.get(said.get("goal", ""))
        return {"words": said["words"], "opens_week": said["opens_week"], "goal": goal}


class YesForm(ui.Form):
    opens_week = forms.BooleanField(label=_("They may also see my week"), required=False)


class MeetingForm(ui.Form):
    on = ui.DateField(label=_("Which day?"), error_messages={"required": _("Choose a day.")})
    at = ui.TimeField(label=_("What time?"), required=False)
    where = ui.ExactText(label=_("Where, or how?"), max_length=120, required=False)


class CheckInForm(ui.Form):
    """Four taps: how it was, what helped, when we meet next, what I need. Mentors add the time together."""

    how = forms.ChoiceField(
        label=_("How was it this week?"),
        choices=list(HOWS.items()),
        widget=ui.Chips,
        error_messages={"required": _("Tap how it was.")},
    )
    minutes = forms.ChoiceField(
        label=_("How long were you together?"), choices=MINUTES, widget=ui.Chips, required=False
    )
    helped = forms.MultipleChoiceField(label=_("What helped?"), widget=ui.ManyChips, required=False)
    coming = forms.ChoiceField(label=_("When do we meet next?"), widget=ui.Chips, required=False)
    next_on = ui.DateField(label=_("Which day?"), required=False)
    next_at = ui.TimeField(label=_("What time?"), required=False)
    need = forms.ChoiceField(label=_("Anything I need?"), widget=ui.Chips, required=False)
    words = ui.ExactText(
        label=_("In my own words"),
        help_text=_("Only the two of you read this."),
        rows=3,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, side: Side, language: str, same: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.side = side
        asks = _("Somebody of my team calls me") if side == Side.PERSON else _("A talk with my supervisor")
        choices: dict[str, list[tuple[str, str]]] = {
            "helped": list(helped_words(language).items()),
            "coming": [
                (Coming.SAME, day_words(same)),
                (Coming.OTHER, str(_("Another day"))),
                (Coming.OPEN, str(_("We leave it open"))),
            ],
            "need": [
                (Need.NOTHING, str(_("Nothing now"))),
                (Need.MORE_TIME, str(_("More time"))),
                (Need.OTHER_WAY, str(_("Another way to meet"))),
                (Need.TALK, str(asks)),
            ],
        }
        for name, options_of in choices.items():
            self.offer(name, options_of)
        if side == Side.PERSON:
            del self.fields["minutes"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("coming") == Coming.OTHER and not said.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Write the day, or leave it open."))
        return said

    def facts(self) -> CheckInFacts:
        said = self.cleaned_data
        day = said["next_on"]
        return CheckInFacts(
            how=How(said["how"]),
            helped=tuple(said["helped"]),
            need=Need(said["need"] or Need.NOTHING),
            coming=Coming.OTHER if day else Coming(said["coming"] or Coming.OPEN),
            next_on=day,
            next_at=said["next_at"],
            minutes=int(said.get("minutes") or 0),
            words=said["words"],
        )


def said_before(row: PeerWords | None) -> dict[str, Any]:
    """Return what this side said this week already, as the form shows it."""
    if row is None:
        return {}
    minutes = str(row.check_in.minutes) if row.check_in else "0"
    return {"how": row.how, "helped": row.helped, "need": row.need, "words": row.words, "minutes": minutes}


class MentorPageForm(ui.Form):
    called = ui.ExactText(
        label=_("What you like to be called"),
        max_length=80,
        error_messages={"required": _("Write the name that you like to be called.")},
    )
    shares = ui.ExactText(
        label=_("What I choose to share"),
        help_text=_(
            "As much or as little as you like. It stands on this page alone, and you can take it back."
        ),
        rows=4,
        max_length=2000,
        required=False,
    )
    languages = ui.ExactText(
        label=_("Languages"), help_text=_("With commas: English, Turkish"), max_length=200, required=False
    )
    ways = forms.MultipleChoiceField(
        label=_("How I like to meet"), choices=list(WAYS.items()), widget=ui.ManyChips, required=False
    )
    hours = ui.ExactText(
        label=_("My hours"),
        help_text=_("Like: Tuesday and Thursday, 15:00 to 18:00"),
        max_length=200,
        required=False,
    )
    people_at_most = forms.IntegerField(
        label=_("How many people I meet at most"),
        min_value=0,
        max_value=PEOPLE_AT_MOST,
        error_messages={
            "min_value": _("Choose a number from 0 to 10."),
            "max_value": _("Choose a number from 0 to 10."),
        },
    )
    not_taken_on = ui.ExactText(
        label=_("What I do not take on"),
        help_text=_("Like: money, nights, medicine. Nobody will ask you for it."),
        rows=3,
        max_length=1000,
        required=False,
    )
    is_shown = forms.BooleanField(label=_("Show my page to people who look for a mentor"), required=False)

    def facts(self) -> MentorFacts:
        said = self.cleaned_data
        spoken = [word.strip() for word in said["languages"].split(",") if word.strip()]
        return MentorFacts(
            called=said["called"],
            shares=said["shares"],
            not_taken_on=said["not_taken_on"],
            hours=said["hours"],
            languages=tuple(dict.fromkeys(spoken)),
            ways=tuple(Way(way) for way in said["ways"]),
            people_at_most=said["people_at_most"],
            is_shown=said["is_shown"],
        )


def page_as_written(page: MentorPage | None, name: str) -> dict[str, Any]:
    """Return a mentor's page as the form shows it; before there is one, the name and nothing else."""
    if page is None:
        return {"called": name, "people_at_most": 2, "is_shown": True}
    shown = {field: getattr(page, field) for field in MentorPageForm.base_fields}
    return {**shown, "languages": ", ".join(page.languages)}


class TalkForm(ui.Form):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=480, required=False)
