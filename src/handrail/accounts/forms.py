from typing import Any, ClassVar

from django import forms
from django.conf import settings

from handrail import ui
from handrail.access import ROLES, Role
from handrail.accounts.queries import Member
from handrail.accounts.rules import JOB_TITLES, checked_sign_in_name
from handrail.base.errors import DomainError
from handrail.base.words import _

# Participants and family get their account with their record, never from the list of colleagues.
COLLEAGUES = [role for role in Role if role not in (Role.PARTICIPANT, Role.FAMILY)]


SHARED = _("This is a shared device")
SHARED_HINT = _("Do others use it too? Then everything is forgotten when you sign out.")


class SignInForm(ui.Form):
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
        strip=False,
    )
    is_shared = forms.BooleanField(label=SHARED, help_text=SHARED_HINT, required=False)


class CardForm(ui.Form):
    letters = forms.CharField(
        label=_("The letters on your card"),
        help_text=_("Six groups of four. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    word = forms.CharField(
        label=_("Your word"),
        help_text=_("The word that you chose. It is not on the card."),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    is_shared = forms.BooleanField(label=SHARED, help_text=SHARED_HINT, required=False, initial=True)


class CodeForm(ui.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your telephone, or one code of your list."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class AgainForm(ui.Form):
    """Who it is, said again: by a code, by the word of a card or by the password."""

    code = CodeForm.base_fields["code"]
    word = CardForm.base_fields["word"]
    password = SignInForm.base_fields["password"]

    def __init__(self, *args: Any, proof: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in [name for name in self.fields if name != proof]:
            del self.fields[name]


class PasswordForm(ui.Form):
    current = forms.CharField(
        label=_("Password of now"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    fresh = forms.CharField(
        label=_("New password"),
        help_text=_("Twelve letters or more. Four words that do not belong together are good."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ResetForm(ui.Form):
    """Whose second step is gone; asked of the administrator, with the colleague in the room."""

    who = forms.ChoiceField(label=_("Whose telephone is gone?"))
    is_here = forms.BooleanField(
        label=_("They are here with me and I know their face"),
        error_messages={"required": _("This is done face to face only.")},
    )

    def __init__(self, *args: Any, colleagues: list[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].choices = [(str(one.user_id), one.name) for one in colleagues]


class NewPasswordForm(ResetForm):
    """Who forgot their password, and another first one; asked of the administrator, with the colleague in the room."""

    who = forms.ChoiceField(label=_("Who forgot the password?"))
    fresh = PasswordForm.base_fields["fresh"]

    field_order: ClassVar = ["who", "fresh", "is_here"]


class SignOutForm(ui.Form):
    """Whose sessions end, asked of the administrator."""

    who = forms.ChoiceField(label=_("Whose device is lost, or open somewhere?"))

    def __init__(self, *args: Any, colleagues: list[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].choices = [(str(one.user_id), one.name) for one in colleagues]


class SettingsForm(ui.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=ui.Seg)
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        widget=ui.Seg,
        choices=[("", _("As my device is set")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    email = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("Mails say that there is something to read, never what or about whom."),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)

    def __init__(self, *args: Any, is_colleague: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_colleague:
            del self.fields["email"], self.fields["phone"]


class FirstSignInForm(ui.Form):
    """What a new account needs so that somebody can sign in with it."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("Three letters or more, no space"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("First password"),
        help_text=_("Twelve letters or more. Tell them in person."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        min_length=12,
        error_messages={"min_length": _("Write a password of twelve letters or more.")},
        max_length=200,
    )

    def clean_sign_in_name(self) -> Any:
        try:
            return checked_sign_in_name(self.cleaned_data["sign_in_name"])
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


class AddMemberForm(FirstSignInForm):
    field_order: ClassVar = ["name", "sign_in_name", "role", "job_title", "password"]

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(
        label=_("What they may do"), choices=[(role.value, ROLES[role].name) for role in COLLEAGUES]
    )
    job_title = forms.ChoiceField(
        label=_("Job title"),
        help_text=_("What they are. It opens nothing."),
        required=False,
        choices=[(title.value, words) for title, words in JOB_TITLES.items()],
    )
