from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.housing.actions.homes import HomeFacts
from handrail.housing.actions.looking import ApplicationFacts
from handrail.housing.rules import (
    HOME_KINDS,
    HOME_SUPPORTS,
    HOURS_IN_A_WEEK,
    RIGHT_FOR_ME,
    TROUBLE_KINDS,
    WEEKDAYS,
    HomeKind,
    HomeSupport,
)
from handrail.ui import Chips, DateField, ExactText, ManyChips, ManyRows, Rows, Seg, TimeField

NEW_GOAL = "new"
SHOWN = [
    ("shows_name", _("My name. Who helps them sees it too")),
    ("shows_routines", _("What I do at home, and when")),
    ("shows_troubles", _("That something about rent or neighbours is noticed")),
]


class HomeForm(ui.Form):
    kind = forms.ChoiceField(widget=Chips, label=_("What kind of home?"), choices=list(HOME_KINDS.items()))
    address = ExactText(
        max_length=300, required=False, label=_("Where?"), help_text=_("You can leave it empty.")
    )
    with_whom = ExactText(max_length=200, required=False, label=_("With whom?"))
    since_on = DateField(label=_("Since when?"))
    support = forms.ChoiceField(
        widget=Rows, label=_("How much support comes?"), choices=list(HOME_SUPPORTS.items())
    )
    support_hours = forms.IntegerField(
        min_value=0,
        max_value=HOURS_IN_A_WEEK,
        required=False,
        label=_("Hours in a week"),
        help_text=_("Only if you know."),
        error_messages={
            "max_value": _("A week has 168 hours. Write a number from 0 to 168."),
            "min_value": _("A week has 168 hours. Write a number from 0 to 168."),
        },
    )
    support_from = ExactText(max_length=200, required=False, label=_("From whom?"))

    @property
    def facts(self) -> HomeFacts:
        data = {name: self.cleaned_data[name] for name in HomeForm.base_fields}
        return HomeFacts(**{**data, "kind": HomeKind(data["kind"]), "support": HomeSupport(data["support"])})


class MoveForm(HomeForm):
    """A new home; when there is one already, it has to be said that it ended."""

    ends_current = forms.BooleanField(required=False)

    def __init__(self, *args: Any, current: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if current:
            pattern = _("I do not live at “%(where)s” any more")
            self.fields["ends_current"].label = str(pattern) % {"where": current}
        else:
            del self.fields["ends_current"]


class EndForm(ui.Form):
    until_on = DateField(label=_("Until which day?"))


class AnswerForm(ui.Form):
    answer = forms.ChoiceField(widget=Seg, label=_("Is it right for me?"), choices=list(RIGHT_FOR_ME.items()))
    words = ExactText(rows=2, max_length=2000, required=False, label=_("In my own words"))


class WishForm(ui.Form):
    matters = ExactText(
        rows=3,
        max_length=2000,
        label=_("Which home do I want?"),
        help_text=_("What matters to me: a window, quiet, a cat, near the school."),
    )
    kind = forms.ChoiceField(
        widget=Chips, required=False, label=_("What kind?"), choices=list(HOME_KINDS.items())
    )
    where = ExactText(max_length=200, required=False, label=_("Where?"))
    goal = forms.ChoiceField(widget=Rows, required=False, label=_("Which goal of my plan is it?"))

    def __init__(self, *args: Any, goals: dict[str, Any], has_plan: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: list[tuple[str, Any]] = [(key, goal.words) for key, goal in goals.items()]
        if has_plan:
            choices.append((NEW_GOAL, _("Make it a new goal")))
        if not choices:
            del self.fields["goal"]
            return
        self.offer("goal", choices)


class ApplicationForm(ui.Form):
    place = ExactText(max_length=200, label=_("Which place?"), help_text=_("The street, or the name."))
    kind = forms.ChoiceField(
        widget=Chips, required=False, label=_("What kind?"), choices=list(HOME_KINDS.items())
    )
    landlord = ExactText(max_length=200, required=False, label=_("Who lets it?"))
    rent = forms.IntegerField(
        min_value=0,
        max_value=100_000,
        required=False,
        label=_("Rent in a month"),
        error_messages={"max_value": _("Write the rent of one month, without cents.")},
    )

    @property
    def facts(self) -> ApplicationFacts:
        data = self.cleaned_data
        kind = HomeKind(data["kind"]) if data["kind"] else None
        rent = data["rent"] * 100 if data["rent"] is not None else None
        return ApplicationFacts(data["place"], kind, data["landlord"], rent)


class MoveApplicationForm(ui.Form):
    words = ExactText(max_length=2000, required=False, label=_("In a few words"))
    viewing_on = DateField(required=False, label=_("Day of the visit"))
    viewing_at = TimeField(required=False, label=_("At what time?"))
    companion = ExactText(max_length=200, required=False, label=_("Who comes along?"))


class TroubleForm(ui.Form):
    kind = forms.ChoiceField(widget=Chips, label=_("What is it about?"), choices=list(TROUBLE_KINDS.items()))
    words = ExactText(
        rows=3,
        max_length=4000,
        label=_("What did you notice?"),
        help_text=_("Early is good. Nothing is decided by writing it."),
    )


class OwnerForm(ui.Form):
    owner = forms.ChoiceField(widget=Rows, label=_("Who sees to it?"))
    look_on = DateField(label=_("When do we look again?"))
    words = ExactText(max_length=2000, required=False, label=_("What is done first?"))

    def __init__(self, *args: Any, owners: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("owner", [(key, user.name) for key, user in owners.items()])


class SettleForm(ui.Form):
    words = ExactText(rows=2, max_length=2000, required=False, label=_("How was it settled?"))


class HouseholdForm(ui.Form):
    called = ExactText(
        max_length=200, label=_("What is the household called?"), help_text=_("Like: the Haddads.")
    )


class JoinForm(ui.Form):
    beside = forms.ChoiceField(widget=Rows, label=_("With whom do they live?"))

    def __init__(self, *args: Any, homes: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        named = {key: (row.participant.listed_name, row.called) for key, row in homes.items()}
        self.offer("beside", [(key, ", ".join(filter(None, parts))) for key, parts in named.items()])


class MemberForm(ui.Form):
    name = ExactText(max_length=200, label=_("Who lives here too?"))
    who = ExactText(max_length=200, required=False, label=_("Who is it to me?"))


class ShownForm(ui.Form):
    shown = forms.MultipleChoiceField(
        widget=ManyRows, required=False, label=_("What may the others read?"), choices=SHOWN
    )


class RoutineForm(ui.Form):
    title = ExactText(
        max_length=200, label=_("What is done at home?"), help_text=_("Like: dinner, the letters.")
    )
    who = ExactText(max_length=200, required=False, label=_("Who does it?"))
    weekdays = forms.MultipleChoiceField(
        widget=ManyChips, label=_("On which days?"), choices=list(WEEKDAYS.items())
    )
    at = TimeField(required=False, label=_("At what time?"))
    step = forms.ChoiceField(required=False, label=_("Is it a step of my plan?"))

    def __init__(self, *args: Any, steps: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("No step")), *((key, step.title) for key, step in steps.items())]
        self.offer("step", choices)
        if not steps:
            del self.fields["step"]
