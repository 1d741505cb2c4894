"""Forms of first contact: a referral, the public form, what comes next, and whether it is the same person."""

from typing import Any

from django import forms

from handrail import ui
from handrail.access import Viewer
from handrail.accounts.queries import Member
from handrail.base.words import Words, _
from handrail.intake.actions import Near
from handrail.intake.rules import ENTRY_REASONS, MET_AT, REFERRAL_SOURCES, MetAt, ReferralSource
from handrail.people.duplicates.known import Known, known
from handrail.people.queries.same import Same
from handrail.people.rules import RELATIONSHIPS, Relationship

NOBODY_YET = ("", _("Nobody yet: let it wait on the list"))
NEW = "new"
FOLDED = ("near_name", "near_relationship", "speaks", "needs_interpreter")


def _takers(takers: list[Member]) -> list[tuple[str, str]]:
    return [(str(one.user_id), one.name) for one in takers]


class SameForm(ui.Form):
    """A form before which somebody may have to say whether this is a person who is known already."""

    def is_settled(self, found: Same) -> bool:
        """Return whether nobody like this was found, or it was said who it is; else put the question into the form."""
        if not found:
            return True
        people = [(one.participant.key, one.participant.listed_name) for one in found.likely]
        other = _("Somebody else: a new record") if people else _("I have asked. It is somebody else.")
        field = forms.ChoiceField(label=_("Who is it?"), widget=ui.Rows, choices=[*people, (NEW, other)])
        self.fields = {"same": field, **self.fields}
        said = str(self.data.get(self.add_prefix("same"), ""))
        self.cleaned_data["same"] = said
        return said == NEW or said in {key for key, _name in people}


class ReferralForm(SameForm):
    called = forms.CharField(
        label=_("What does the person like to be called?"),
        max_length=200,
        error_messages={"required": _("Write the name that the person likes to be called.")},
    )
    family_name = forms.CharField(label=_("Family name"), required=False, max_length=200)
    birth_on = ui.DateField(
        label=_("Born on"),
        help_text=_("Only if they like to say. It helps to see whether they are known here."),
        required=False,
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    speaks = forms.CharField(label=_("Which languages do they speak?"), required=False, max_length=120)
    needs_interpreter = forms.BooleanField(label=_("An interpreter is wanted"), required=False)
    source = forms.ChoiceField(label=_("Who asked first?"), choices=list(REFERRAL_SOURCES.items()))
    source_name = forms.CharField(
        label=_("Their name, and how we reach them"), required=False, max_length=200
    )
    reason = forms.ChoiceField(label=_("Why now?"), widget=ui.Rows, choices=list(ENTRY_REASONS.items()))
    words = ui.ExactText(
        label=_("In their words"),
        help_text=_("What did they say? No diagnosis is needed."),
        required=False,
        rows=4,
    )
    received_on = ui.DateField(
        label=_("When did it come?"), help_text=_("Empty means today."), required=False
    )
    contact = forms.ChoiceField(label=_("Who makes first contact?"), required=False)

    def __init__(self, *args: Any, takers: list[Member], viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer
        self.fields["contact"].choices = [*_takers(takers), NOBODY_YET]
        self.fields["contact"].initial = str(viewer.user_id)

    @property
    def sought(self) -> Known:
        """Return what is known of the person, to look whether they are known here."""
        data = self.cleaned_data
        return known(
            "",
            called=data["called"],
            family=data["family_name"],
            birth=data["birth_on"].isoformat() if data["birth_on"] else "",
            phones=[data["phone"]],
        )

    def clean_birth_on(self) -> Any:
        day = self.cleaned_data["birth_on"]
        if day and day > self.viewer.today:
            raise forms.ValidationError(str(_("This day is still to come. Write the day of birth.")))
        return day

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day and day > self.viewer.today:
            raise forms.ValidationError(str(_("This day is still to come. Write the day it came.")))
        return day


class AskForm(ui.Form):
    """The public form: anybody asks for themselves or for somebody near, without an account."""

    place = forms.ChoiceField(label=_("Which place?"))
    source = forms.ChoiceField(
        label=_("Who is it for?"),
        widget=ui.Rows,
        choices=[(ReferralSource.SELF, _("For me")), (ReferralSource.FAMILY, _("For somebody near me"))],
        initial=ReferralSource.SELF,
    )
    called = forms.CharField(
        label=_("What should we call you, or them?"),
        max_length=200,
        error_messages={"required": _("Write a name, so that we know how to greet you.")},
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), help_text=_("One of the two is enough."), required=False)
    words = ui.ExactText(
        label=_("What would you like?"),
        help_text=_("A few words, or none. You may also write when we can call."),
        required=False,
        rows=4,
    )
    near_name = forms.CharField(
        label=_("Who should come along?"),
        help_text=_("A father, a friend. They learn nothing from us before you say so."),
        required=False,
        max_length=200,
    )
    near_relationship = forms.ChoiceField(
        label=_("Who are they to you?"),
        required=False,
        choices=[("", _("Choose, if you like")), *RELATIONSHIPS.items()],
    )
    speaks = forms.CharField(
        label=_("Which language do you like to speak?"),
        help_text=_("We write to you in the language of this page."),
        required=False,
        max_length=120,
    )
    needs_interpreter = forms.BooleanField(label=_("Please bring an interpreter"), required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = places
        if len(places) == 1:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("phone") or data.get("email") or self.errors):
            self.add_error("phone", str(_("Write a phone number or an e-mail, so that we can reach you.")))
        if data.get("needs_interpreter") and not data.get("speaks"):
            self.add_error("speaks", str(_("Write the language, so that we find the right interpreter.")))
        return data

    @property
    def folded(self) -> list[forms.BoundField]:
        """Return the fields that few need: they stand folded."""
        return [self[name] for name in FOLDED]

    @property
    def is_unfolded(self) -> bool:
        """Return whether something is written there, or wrong."""
        return any(field.value() or field.errors for field in self.folded)

    @property
    def near(self) -> Near | None:
        """Return who should come along, if anybody was named."""
        name = self.cleaned_data["near_name"].strip()
        said = self.cleaned_data["near_relationship"] or Relationship.OTHER
        return Near(name, Relationship(said)) if name else None


class TakeForm(SameForm):
    contact = forms.ChoiceField(label=_("Who makes first contact?"))
    first_contact_by = ui.DateField(label=_("By when?"))

    def __init__(self, *args: Any, takers: list[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].choices = _takers(takers)


class ContactMadeForm(ui.Form):
    on = ui.DateField(label=_("When did you speak?"))
    met_at = forms.ChoiceField(
        label=_("Where did you speak?"),
        required=False,
        choices=[("", _("Choose, if you like")), *MET_AT.items()],
    )
    words = ui.ExactText(label=_("What was said, in a line"), required=False, rows=2)

    def clean_met_at(self) -> MetAt | None:
        said = self.cleaned_data["met_at"]
        return MetAt(said) if said else None


class StartForm(ui.Form):
    """A button alone: the record opens and the conversation can begin."""


class NotNowForm(ui.Form):
    alternatives = ui.ExactText(
        label=_("What can they turn to meanwhile?"),
        help_text=_("A group, a person, a place, a number."),
        rows=3,
        error_messages={"required": _("Write what the person can turn to meanwhile.")},
    )
    contact_again_on = ui.DateField(
        label=_("When do we ask again?"),
        error_messages={"required": _("Write a day. On it, it stands on the page Today.")},
    )


class MeetingForm(ui.Form):
    """A button alone: it makes the task."""


class ArrangedForm(ui.Form):
    meets_on = ui.DateField(label=_("On which day do you meet?"))
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("A normal place first: at home, a café, the community centre."),
        required=False,
        max_length=200,
    )


class CallOffForm(ui.Form):
    reason = ui.ExactText(label=_("Why, in a line"), required=False, rows=2)


class WithdrawForm(ui.Form):
    reason = ui.ExactText(
        label=_("Their reason, if they gave one"),
        help_text=_("Nobody needs a reason."),
        required=False,
        rows=2,
    )


def place_name(organisation: str, site: Words | str) -> str:
    """Return how a place is named on the public form."""
    return f"{organisation}, {site}" if site else organisation
