"""The note: nothing about attendance, support or safety is ever filled in beforehand."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from handrail import ui
from handrail.access import Label
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.plans.rules import SupportLevel
from handrail.practice.queries.notes import LABEL_WORDS
from handrail.practice.queries.steps import StepPick
from handrail.practice.rules import (
    NEXTS,
    SETTINGS,
    WORK_RUNGS,
    Held,
    Next,
    NoteContent,
    Picked,
    SessionStatus,
    Setting,
    WorkRung,
)
from handrail.ui.dates import day, hour

Chips = Callable[[], list[str]]
OTHER = "other"
CHIPS_FIRST = 5
MET = [
    (SessionStatus.MET, _("Yes")),
    (SessionStatus.MOVED, _("Moved")),
    (SessionStatus.NOT_MET, _("Not today")),
]
SAFETY = [("no", _("No")), ("yes", _("Yes, show me what to do"))]


# Each step that the person has gets these two.
LEVEL = ui.ThreeStopField(label=_("How much support for this step?"), required=False)
STOPPED = forms.BooleanField(label=_("We stopped on the way"), required=False)


class HelpedField(forms.MultipleChoiceField):
    """What helped: a word of the team's list is known without asking for the person's own."""

    team: Sequence[str] = ()

    def valid_value(self, value: str) -> bool:
        return value in self.team or super().valid_value(value)


@frozen
class PickedField:
    """A step on the page: whether it is picked, and its own two fields."""

    pick: StepPick
    is_on: bool
    level: forms.BoundField
    stopped: forms.BoundField


class NoteForm(ui.Form):
    """One page, one hand. ``do`` says whether it is filed, read together, or kept for later."""

    met = forms.ChoiceField(label=_("Did you meet?"), choices=MET, widget=ui.Seg, required=False)
    steps = forms.MultipleChoiceField(
        label=_("Which steps did you work on?"), widget=ui.ManyRows, required=False
    )
    helped = HelpedField(label=_("What helped?"), widget=ui.ManyChips, required=False)
    also_helped = ui.ExactText(label=_("Something else that helped"), max_length=80, required=False)
    words = ui.ExactText(rows=2, max_length=1_000_000, required=False)
    observation = ui.ExactText(label=_("What I noticed"), rows=2, max_length=1_000_000, required=False)
    next = forms.ChoiceField(
        label=_("Next time"),
        choices=[(one.value, words) for one, words in NEXTS.items()],
        widget=ui.Seg,
        required=False,
    )
    work = forms.ChoiceField(
        label=_("A step towards work or study"),
        choices=[("", _("None this time")), *((one.value, words) for one, words in WORK_RUNGS.items())],
        required=False,
    )
    safety = forms.ChoiceField(
        label=_("Safety: is there anything to act on?"),
        help_text=_("Never filled in for you"),
        choices=SAFETY,
        widget=ui.Chips,
        required=False,
    )
    reads = forms.TypedChoiceField(label=_("Who reads this note?"), coerce=int, widget=ui.Rows)
    held_on = ui.DateField(label=_("Day"))
    held_from = ui.TimeField(label=_("From"))
    held_until = ui.TimeField(label=_("Until"), required=False)
    place = ui.ExactText(label=_("Where?"), max_length=200, required=False)
    setting = forms.ChoiceField(
        label=_("What kind of place?"),
        choices=[(one.value, words) for one, words in SETTINGS.items()],
        widget=ui.Chips,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        called: str,
        picks: list[StepPick],
        chips: Chips,
        team: Sequence[str],
        zone: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.picks, self.zone = picks, zone
        name = {"name": called}
        self.fields["words"].label = _("In %(name)s’s words") % name
        self.fields["words"].help_text = _("One line is enough. %(name)s will read this.") % name
        self.offer("reads", [(label.value, words % name) for label, words in LABEL_WORDS.items()])
        self.fields["helped"].team = team
        self.fields["helped"].choices = lambda: [(word, word) for word in chips()]
        self.offer("steps", [*((pick.key, pick.title) for pick in picks), (OTHER, _("Something else"))])
        for pick in picks:
            self.fields[f"level_{pick.key}"] = ui.fresh_field(LEVEL)
            self.fields[f"stopped_{pick.key}"] = ui.fresh_field(STOPPED)

    def picked_fields(self) -> Iterator[PickedField]:
        """Return the person's steps with their fields, for the page."""
        on = self["steps"].value() or []
        for pick in self.picks:
            yield PickedField(pick, pick.key in on, self[f"level_{pick.key}"], self[f"stopped_{pick.key}"])

    def first_chips(self) -> list[tuple[str, str]]:
        """Return the chips that a thumb reaches first."""
        return list(self.fields["helped"].choices)[:CHIPS_FIRST]

    def more_chips(self) -> list[tuple[str, str]]:
        return list(self.fields["helped"].choices)[CHIPS_FIRST:]

    def has_more(self) -> bool:
        """Return whether something under More is chosen, so that it stands open."""
        chosen = self["helped"].value() or []
        return bool(self["also_helped"].value()) or any(word in chosen for word, _text in self.more_chips())

    @property
    def something_else(self) -> bool:
        return OTHER in (self["steps"].value() or [])

    def must_be_complete(self) -> bool:
        """Return whether everything is said that filing needs; errors go to the fields that miss it."""
        said = self.cleaned_data
        if not said.get("met"):
            self.add_error("met", _("Say whether you met."))
        if not said.get("safety"):
            self.add_error("safety", _("Say whether there is anything to act on."))
        if said.get("met") == SessionStatus.MET:
            self._must_say_support(said)
        return not self.errors

    def _must_say_support(self, said: dict[str, Any]) -> None:
        if not said.get("steps"):
            self.add_error("steps", _("Pick a step that you worked on, or Something else."))
        if not said.get("setting"):
            self.add_error("setting", _("Say what kind of place it was."))
        for pick in self.picks:
            if pick.key in said.get("steps", []) and not said.get(f"level_{pick.key}"):
                self.add_error(
                    f"level_{pick.key}",
                    _("Say how much support there was for: %(step)s") % {"step": pick.title},
                )

    def content(self) -> NoteContent:
        """Return what was said, as an action takes it."""
        said = self.cleaned_data
        also = [said["also_helped"]] if said["also_helped"].strip() else []
        return NoteContent(
            met=SessionStatus(said["met"]) if said["met"] else None,
            steps=tuple(self._picked(said)),
            helped=(*said["helped"], *also),
            words=said["words"],
            observation=said["observation"],
            next=Next(said["next"]) if said["next"] else None,
            work=WorkRung(said["work"]) if said["work"] else None,
            safety={"yes": True, "no": False}.get(said["safety"]),
            label=Label(said["reads"]),
        )

    def _picked(self, said: dict[str, Any]) -> Iterator[Picked]:
        for pick in self.picks:
            if pick.key in said["steps"]:
                level = said[f"level_{pick.key}"]
                given = SupportLevel(level) if level else None
                yield Picked(pick.key, given, is_done=not said[f"stopped_{pick.key}"])

    def held(self) -> Held:
        """Return when and where, in the zone of the person's place."""
        said, zone = self.cleaned_data, ZoneInfo(self.zone)
        until = said["held_until"]
        return Held(
            at=datetime.combine(said["held_on"], said["held_from"], zone),
            until=datetime.combine(said["held_on"], until, zone) if until else None,
            setting=Setting(said["setting"]) if said["setting"] else None,
            place=said["place"],
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        begins, ends = said.get("held_from"), said.get("held_until")
        if begins and ends and ends <= begins:
            self.add_error("held_until", _("The end must be later than the start."))
        return said


def held_words(held: Held, zone: str) -> str:
    """Return when and where in one line: Tuesday 20 October, 10:30 to 11:15, bus stop on Mill Road."""
    at, where = held.at.astimezone(ZoneInfo(zone)), ZoneInfo(zone)
    begins = hour(at.time())
    if held.until:
        ends = hour(held.until.astimezone(where).time())
        begins = _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}
    return ", ".join(part for part in (day(at.date()), begins, held.place) if part)


def held_initial(held: Held, zone: str) -> dict[str, Any]:
    """Return when and where as the form shows them first."""
    at = held.at.astimezone(ZoneInfo(zone))
    until = held.until.astimezone(ZoneInfo(zone)).time() if held.until else None
    return {
        "held_on": at.date(),
        "held_from": at.time().replace(second=0, microsecond=0),
        "held_until": until,
        "place": held.place,
        "setting": held.setting or "",
        "reads": Label.NORMAL.value,
    }


def content_initial(content: NoteContent, chips: list[str]) -> dict[str, Any]:
    """Return a draft's content as the form shows it again."""
    shown: dict[str, Any] = {
        "met": content.met or "",
        "steps": [one.step_key for one in content.steps],
        "helped": [word for word in content.helped if word in chips],
        "also_helped": next((word for word in content.helped if word not in chips), ""),
        "words": content.words,
        "observation": content.observation,
        "next": content.next or "",
        "work": content.work or "",
        "safety": {True: "yes", False: "no"}.get(content.safety, ""),
        "reads": int(content.label),
    }
    for one in content.steps:
        shown[f"level_{one.step_key}"] = one.given or ""
        shown[f"stopped_{one.step_key}"] = not one.is_done
    return shown


class AmendForm(ui.Form):
    """New words for one's own note."""

    words = ui.ExactText(rows=4, max_length=1_000_000, required=False)
    observation = ui.ExactText(label=_("What I noticed"), rows=2, max_length=1_000_000, required=False)
    reason = ui.ExactText(label=_("Why do you change it?"), max_length=500)

    def __init__(self, *args: Any, called: str, needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = _("In %(name)s’s words") % {"name": called}
        if not needs_reason:
            del self.fields["reason"]


class ReasonForm(ui.Form):
    reason = ui.ExactText(
        label=_("What is wrong with it?"),
        max_length=500,
        error_messages={"required": _("Say what is wrong with it.")},
    )


class TogetherForm(ui.Form):
    """How the person sees it, in their own words."""

    words = ui.ExactText(label=_("How I see it"), rows=3, max_length=100_000, required=False)
