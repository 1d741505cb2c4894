"""Groups: opened and changed, a meeting planned, and one form for a whole meeting."""

from typing import Any

from django import forms

from handrail import ui
from handrail.accounts.models import User
from handrail.accounts.queries import Member
from handrail.base.words import _
from handrail.catalogue.definitions import programme_types
from handrail.people.models import Participant
from handrail.practice.queries.group_meetings import Asked, PersonRow
from handrail.practice.rules import WEEKDAYS
from handrail.practice.rules.groups import (
    CAME,
    CONTEXTS,
    GROUP_KINDS,
    HOME_PRACTICE_ANSWERS,
    Came,
    Context,
    GroupFacts,
    GroupKind,
    HomePracticeStatus,
    MeetingRecord,
    PersonRecord,
    PracticeAnswer,
)
from handrail.practice.skills import Skill

MOST = 40


class GroupForm(ui.Form):
    name = ui.ExactText(
        label=_("What is the group called?"),
        max_length=100,
        error_messages={"required": _("Give the group a name, so that people find it.")},
    )
    kind = forms.ChoiceField(
        label=_("What do you do together?"), choices=list(GROUP_KINDS.items()), widget=ui.Chips
    )
    weekday = forms.TypedChoiceField(
        label=_("On which day?"), coerce=int, choices=list(enumerate(WEEKDAYS)), widget=ui.Chips
    )
    begins = ui.TimeField(label=_("From"))
    ends = ui.TimeField(label=_("Until"))
    place = ui.ExactText(label=_("Where?"), max_length=200, required=False)
    directions = ui.ExactText(label=_("How to get there"), max_length=300, required=False)
    capacity = forms.IntegerField(
        label=_("For how many people?"),
        help_text=_("Small is good. Six to eight can all take a turn."),
        min_value=1,
        max_value=MOST,
        error_messages={
            "min_value": _("A group has at least one place."),
            "max_value": _("A group has at most %(limit_value)s places. Open a second one."),
        },
    )
    programme = forms.ChoiceField(label=_("Is it part of a programme?"), required=False)
    others = forms.MultipleChoiceField(label=_("Who runs it with you?"), required=False, widget=ui.ManyChips)

    def __init__(
        self, *args: Any, members: list[Member], kinds: list[GroupKind], language: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind, GROUP_KINDS[kind]) for kind in kinds]
        types = [(one.code, one.short.say(language)) for one in programme_types()]
        self.fields["programme"].choices = [("", _("No programme")), *types]
        if members:
            self.fields["others"].choices = [(str(one.user_id), one.name) for one in members]
        else:
            del self.fields["others"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", _("The end must be later than the start."))
        return said

    @property
    def facts(self) -> GroupFacts:
        """Return what the actions take."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "others"}
        return GroupFacts(**{**said, "kind": GroupKind(said["kind"])})


class RunByForm(ui.Form):
    users = forms.MultipleChoiceField(
        label=_("Who runs the group?"),
        widget=ui.ManyChips,
        error_messages={"required": _("Say who runs the group.")},
    )

    def __init__(self, *args: Any, people: dict[str, User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("users", [(key, user.name) for key, user in people.items()])


class GroupMeetingForm(ui.Form):
    day = ui.DateField(label=_("Which day?"))
    skill = forms.ChoiceField(label=_("Which skill?"), required=False)
    line = ui.ExactText(label=_("What is it about, in one line?"), max_length=300, required=False)

    def __init__(self, *args: Any, skills: list[Skill], kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind == GroupKind.SOCIAL_SKILLS:
            self.fields["skill"].choices = [
                ("", _("No skill this time")),
                *((one.code, one.name) for one in skills),
            ]
        else:
            del self.fields["skill"]
        if kind == GroupKind.STORYTELLING:
            self.fields["line"].label = _("The invitation, in one line")
            self.fields["line"].help_text = _("Like: a kitchen I remember. Tell, or listen.")


class JoinForm(ui.Form):
    person = forms.ChoiceField(label=_("Who joins?"))

    def __init__(self, *args: Any, people: list[Participant], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {one.key: one for one in people}
        self.fields["person"].choices = [(one.key, one.listed_name) for one in people]

    @property
    def participant(self) -> Participant:
        """Return who was chosen."""
        return self.people[self.cleaned_data["person"]]


class AnswerForm(ui.Form):
    """What a person says of home practice."""

    status = forms.ChoiceField(choices=list(HOME_PRACTICE_ANSWERS.items()))
    prompted = forms.BooleanField(required=False)
    context = forms.ChoiceField(choices=[("", ""), *CONTEXTS.items()], required=False)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        said = self.cleaned_data
        return {
            "to": HomePracticeStatus(said["status"]),
            "is_prompted": said["prompted"],
            "context": Context(said["context"]) if said["context"] else None,
        }


class MeetingForm(ui.Form):
    """One form for a whole meeting: a few fields for each person, each named by the key of their session."""

    line = ui.ExactText(max_length=300, required=False)

    def __init__(
        self, *args: Any, rows: list[PersonRow], asked: list[Asked], skill: Skill | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.rows, self.asked = rows, asked
        steps = [(str(number), step) for number, step in enumerate(skill.steps if skill else ())]
        for row in rows:
            self._add(f"came_{row.key}", forms.ChoiceField(choices=list(CAME.items()), required=False))
            self._add(f"shown_{row.key}", forms.MultipleChoiceField(choices=steps, required=False))
            self._add(f"good_{row.key}", ui.ExactText(max_length=300, required=False))
            self._add(f"words_{row.key}", ui.ExactText(max_length=2000, required=False))
            self._add(f"home_{row.key}", ui.ExactText(max_length=200, required=False))
            contexts = [("", ""), *CONTEXTS.items()]
            self._add(f"context_{row.key}", forms.ChoiceField(choices=contexts, required=False))
        for one in asked:
            answers = list(HOME_PRACTICE_ANSWERS.items())
            self._add(f"asked_{one.key}", forms.ChoiceField(choices=answers, required=False))
            self._add(f"prompted_{one.key}", forms.BooleanField(required=False))

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field

    def chosen(self, name: str, otherwise: Any) -> Any:
        """Return what was sent for a field, or what stands in the record while nothing was sent."""
        if not self.is_bound:
            return otherwise
        if isinstance(self.fields[name], forms.MultipleChoiceField):
            return [int(one) for one in self.data.getlist(name) if one.isdigit()]
        return self.data.get(name, "")

    def _person(self, key: str) -> PersonRecord:
        said = self.cleaned_data
        context = said[f"context_{key}"]
        return PersonRecord(
            session_key=key,
            came=Came(said[f"came_{key}"]) if said[f"came_{key}"] else None,
            shown=tuple(int(step) for step in said[f"shown_{key}"]),
            good=said[f"good_{key}"],
            words=said[f"words_{key}"],
            home=said[f"home_{key}"],
            context=Context(context) if context else None,
        )

    @property
    def record(self) -> MeetingRecord:
        """Return what the action takes."""
        said = self.cleaned_data
        answers = [
            PracticeAnswer(one.key, HomePracticeStatus(said[f"asked_{one.key}"]), said[f"prompted_{one.key}"])
            for one in self.asked
            if said[f"asked_{one.key}"]
        ]
        people = tuple(self._person(row.key) for row in self.rows)
        return MeetingRecord(said["line"], people, tuple(answers))
