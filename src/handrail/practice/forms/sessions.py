"""A meeting: planned, moved, written down."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from handrail import ui
from handrail.accounts.queries import Member
from handrail.base.words import _
from handrail.plans.models import Step
from handrail.practice.rules import MEETINGS, SETTINGS, Meeting, SessionStatus, Setting

RECORDS = [
    (SessionStatus.MET, _("We met")),
    (SessionStatus.NOT_MET, _("It did not happen")),
    (SessionStatus.CALLED_OFF, _("We called it off")),
]


class WhenForm(ui.Form):
    """A day with a beginning and an end."""

    day = ui.DateField(label=_("Which day?"))
    begins = ui.TimeField(label=_("From"))
    ends = ui.TimeField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", _("The end must be later than the start."))
        return said

    def times(self, zone: str) -> dict[str, datetime]:
        """Return both instants, in the zone of the place."""
        said, where = self.cleaned_data, ZoneInfo(zone)
        return {
            "starts_at": datetime.combine(said["day"], said["begins"], where),
            "ends_at": datetime.combine(said["day"], said["ends"], where),
        }


class SessionForm(WhenForm):
    title = ui.ExactText(
        label=_("What will you do together?"),
        max_length=200,
        error_messages={"required": _("Say what you will do together.")},
    )
    step = forms.ChoiceField(label=_("For which step?"), required=False)
    practitioner = forms.ChoiceField(label=_("Who comes?"))
    place = ui.ExactText(
        label=_("Where?"), help_text=_("Like: bus stop on Mill Road"), max_length=200, required=False
    )
    directions = ui.ExactText(
        label=_("How to get there"),
        help_text=_("Like: 6 minutes on foot from home. Bus 14 at 10:42."),
        max_length=300,
        required=False,
    )
    setting = forms.ChoiceField(
        label=_("What kind of place?"),
        choices=[(one.value, words) for one, words in SETTINGS.items()],
        widget=ui.Chips,
    )
    group_name = ui.ExactText(
        label=_("Name of the group"),
        help_text=_("Only when several people come together"),
        max_length=100,
        required=False,
    )

    programme = forms.ChoiceField(label=_("Is it part of a programme?"), required=False)

    field_order = ["title", "step", "programme", "practitioner", "day", "begins", "ends"]

    def __init__(
        self,
        *args: Any,
        steps: list[Step],
        members: list[Member],
        programmes: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.steps = {step.key: step for step in steps}
        self.fields["step"].choices = [
            ("", _("No step")),
            *((step.key, step.title) for step in steps),
        ]
        self.fields["programme"].choices = [*programmes, ("", _("No programme"))]
        self.fields["practitioner"].choices = [(str(one.user_id), one.name) for one in members]

    def planned(self, zone: str) -> dict[str, Any]:
        """Return what the action takes, but for the person and the worker."""
        said = self.cleaned_data
        return {
            **self.times(zone),
            "title": said["title"],
            "step": self.steps.get(said["step"]),
            "place": said["place"],
            "directions": said["directions"],
            "setting": Setting(said["setting"]),
            "group_name": said["group_name"].strip(),
            "programme": said["programme"],
        }


class MoveForm(WhenForm):
    reason = ui.ExactText(label=_("Why? (you may leave it out)"), max_length=200, required=False)


class RecordForm(ui.Form):
    to = forms.ChoiceField(label=_("What became of it?"), choices=RECORDS, widget=ui.Chips)
    reason = ui.ExactText(label=_("In a few words, if you like"), max_length=200, required=False)


class MeetingForm(ui.Form):
    how = forms.ChoiceField(choices=[(one.value, words) for one, words in MEETINGS.items()])

    def meeting(self) -> Meeting:
        return Meeting(self.cleaned_data["how"])
