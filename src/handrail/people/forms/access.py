"""What a person, or a coordinator beside them, chooses about who sees what."""

from collections.abc import Iterable
from typing import Any

from django import forms

from handrail import ui
from handrail.access import Category
from handrail.accounts.models import User
from handrail.base.words import Words, _
from handrail.people.rules.consent import CONSENT_PURPOSES, PARTS, SHAREABLE, WAYS, Voice, Way
from handrail.people.rules.guardians import GUARDIAN_AREAS, GUARDIAN_BASES


def _spoken(text: Words) -> str:
    said = str(text)
    return said[:1].upper() + said[1:]


def parts(categories: Iterable[Category]) -> list[tuple[str, str]]:
    """Return categories as the choices of a form, in the person's words."""
    return [(one.value, _spoken(PARTS[one])) for one in categories]


class _Parts(ui.Form):
    """A form with switches, one for each part of the record."""

    opens = forms.MultipleChoiceField(label=_("What may they see?"), required=False, widget=ui.ManyRows)

    def clean_opens(self) -> frozenset[Category]:
        return frozenset(Category(name) for name in self.cleaned_data["opens"])


class SeesForm(_Parts):
    """What a colleague or peer sees: what is switched off is refused."""

    def __init__(self, *args: Any, given: Iterable[Category], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("opens", parts(one for one in PARTS if one in set(given)))


class ConsentForm(_Parts):
    """What family, a friend or an organisation may see: one purpose, until a day."""

    purpose = forms.ChoiceField(
        label=_("What for?"), choices=[(one.value, words) for one, words in CONSENT_PURPOSES.items()]
    )
    until = ui.DateField(
        label=_("Until which day?"), required=False, help_text=_("Empty means twelve months, the longest.")
    )
    present = forms.CharField(label=_("Who is here while you agree this?"), required=False, max_length=200)
    way = forms.ChoiceField(
        label=_("How did the person say yes?"),
        required=False,
        choices=[(one.value, words) for one, words in WAYS.items() if one != Way.HERE],
    )
    guardian = forms.ChoiceField(
        label=_("How did the guardian say yes?"),
        required=False,
        choices=[
            ("", _("Not yet")),
            *((one.value, words) for one, words in WAYS.items() if one != Way.HERE),
        ],
    )

    def __init__(self, *args: Any, is_own: bool, needed: frozenset[Voice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_own = is_own
        self.offer("opens", parts(SHAREABLE))
        if is_own:
            for name in ("present", "way", "guardian"):
                del self.fields[name]
        elif Voice.GUARDIAN not in needed:
            del self.fields["guardian"]

    @property
    def yeses(self) -> dict[Voice, Way]:
        """Return who said yes in what way, as the form says."""
        if self.is_own:
            return {Voice.PERSON: Way.HERE}
        said = {Voice.PERSON: self.cleaned_data["way"], Voice.GUARDIAN: self.cleaned_data.get("guardian")}
        return {voice: Way(way) for voice, way in said.items() if way}


class RecipientForm(ConsentForm):
    """A consent to somebody without an account, or to an organisation in words."""

    supporter = forms.ChoiceField(label=_("Who of my family and friends?"), required=False)
    recipient = forms.CharField(label=_("Or which organisation?"), required=False, max_length=200)

    def __init__(self, *args: Any, supporters: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("supporter", [("", _("Nobody of them")), *supporters])
        self.order_fields(["supporter", "recipient"])


class InviteForm(ConsentForm):
    """An invitation of one relative or friend to one thing: there is nothing to choose of what it opens."""

    who = forms.ChoiceField(label=_("Whom do you invite?"), widget=ui.Rows)

    def __init__(self, *args: Any, whom: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("opens", "purpose"):
            del self.fields[name]
        self.offer("who", whom)
        self.order_fields(["who"])


class YesForm(ui.Form):
    way = forms.ChoiceField(
        label=_("How did the guardian say yes?"),
        choices=[(one.value, words) for one, words in WAYS.items() if one != Way.HERE],
    )


class BlockForm(ui.Form):
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    until = ui.DateField(
        label=_("Until which day?"), required=False, help_text=_("Empty means until you end it.")
    )


class GuardianForm(ui.Form):
    who = forms.ChoiceField(label=_("Who?"))
    basis = forms.ChoiceField(
        label=_("Why may they?"), choices=[(one.value, words) for one, words in GUARDIAN_BASES.items()]
    )
    areas = forms.MultipleChoiceField(label=_("Which areas?"), widget=ui.ManyRows)
    until = ui.DateField(
        label=_("Until which day?"),
        required=False,
        help_text=_("It ends by itself on the next birthday that needs a new look."),
    )
    document = ui.ExactText(
        label=_("Which paper says so, and where does it lie?"), required=False, rows=2, max_length=500
    )
    is_free = forms.BooleanField(
        label=_("I talked with the person alone. Nobody forces this."), required=False
    )

    def __init__(self, *args: Any, accounts: dict[str, tuple[str, User]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = accounts
        self.offer("who", [(key, name) for key, (name, _user) in accounts.items()])
        self.offer("areas", parts(GUARDIAN_AREAS))

    def clean_who(self) -> User:
        return self.accounts[self.cleaned_data["who"]][1]

    def clean_areas(self) -> frozenset[Category]:
        return frozenset(Category(name) for name in self.cleaned_data["areas"])


class OtherWorkerForm(ui.Form):
    who = forms.ChoiceField(label=_("Instead of whom?"), widget=ui.Rows)
    words = ui.ExactText(
        label=_("What should the new one know?"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("You need no reason. An empty box is fine."),
    )

    def __init__(self, *args: Any, workers: dict[str, tuple[str, User]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.workers = workers
        self.offer("who", [(key, name) for key, (name, _user) in workers.items()])

    def clean_who(self) -> User:
        return self.workers[self.cleaned_data["who"]][1]


class HandOverForm(ui.Form):
    relation = forms.ChoiceField(label=_("Whose part?"), widget=ui.Rows)
    to = forms.ChoiceField(label=_("Who takes it on?"))
    stays = forms.BooleanField(label=_("The first one stays on the care team."), required=False)
    words = ui.ExactText(label=_("What did you agree with the person?"), rows=3, max_length=2000)

    def __init__(
        self,
        *args: Any,
        relations: list[tuple[str, str]],
        colleagues: dict[str, tuple[str, User]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.colleagues = colleagues
        self.offer("relation", relations)
        self.offer("to", [(key, name) for key, (name, _user) in colleagues.items()])

    def clean_to(self) -> User:
        return self.colleagues[self.cleaned_data["to"]][1]


class TaskForm(ui.Form):
    answer = ui.ExactText(label=_("What did you decide?"), rows=2, max_length=2000)


class LeaverForm(ui.Form):
    who = forms.ChoiceField(label=_("Who leaves?"))

    def __init__(self, *args: Any, colleagues: dict[str, tuple[str, User]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.colleagues = colleagues
        self.offer("who", [(key, name) for key, (name, _user) in colleagues.items()])

    def clean_who(self) -> User:
        return self.colleagues[self.cleaned_data["who"]][1]
