from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from handrail import ui
from handrail.accounts.models import Site, User
from handrail.base.words import _

Choices = dict[str, tuple[str, User]]
NOBODY = ("", _("Nobody"))


class TurnForm(ui.Form):
    """Who is on call, for which site, from when to when, and who is behind them."""

    site = forms.ChoiceField(label=_("For which site?"))
    who = forms.ChoiceField(label=_("Who is on call?"))
    backup = forms.ChoiceField(
        required=False, label=_("Who is told next?"), help_text=_("When nobody has acted after a while.")
    )
    phone = forms.CharField(
        required=False,
        max_length=40,
        label=_("Telephone"),
        help_text=_("Empty means the number of their account."),
    )
    from_on = ui.DateField(label=_("From which day?"))
    from_time = ui.TimeField(label=_("From what time?"))
    until_on = ui.DateField(label=_("Until which day?"))
    until_time = ui.TimeField(label=_("Until what time?"))

    def __init__(self, *given: Any, places: list[Site], team: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        self.places, self.team = {place.key: place for place in places}, team
        names = [(key, name) for key, (name, _user) in team.items()]
        self.offer("site", [(place.key, place.name) for place in places])
        self.offer("who", names)
        self.offer("backup", [(NOBODY[0], str(NOBODY[1])), *names])

    def _user(self, name: str) -> User | None:
        key = self.cleaned_data[name]
        return self.team[key][1] if key else None

    @property
    def turn(self) -> dict[str, Any]:
        """What the action takes: times as instants, by the wall clock of the site."""
        said = self.cleaned_data
        site = self.places[said["site"]]

        def instant(day: date, at: time) -> datetime:
            return datetime.combine(day, at, ZoneInfo(site.zone))

        return {
            "site": site,
            "user": self._user("who"),
            "backup": self._user("backup"),
            "phone": said["phone"],
            "from_at": instant(said["from_on"], said["from_time"]),
            "until_at": instant(said["until_on"], said["until_time"]),
        }
