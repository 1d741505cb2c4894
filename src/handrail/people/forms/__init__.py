from typing import Any

from django import forms

from handrail import ui
from handrail.access import Category
from handrail.accounts.forms import FirstSignInForm
from handrail.accounts.models import User
from handrail.accounts.rules import checked_word
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people.rules import RELATIONSHIPS
from handrail.people.rules.consent import SHAREABLE


class SupporterForm(ui.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    relationship = forms.ChoiceField(
        label=_("Who are they to me?"),
        choices=[(kind.value, words) for kind, words in RELATIONSHIPS.items()],
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)


class AccountForm(FirstSignInForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = _("Twelve letters or more")


class CardForm(ui.Form):
    word = forms.CharField(
        label=_("The person's own word"),
        help_text=_("Four letters or more. They type it themselves. It is not printed."),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_word(self) -> str:
        try:
            return checked_word(self.cleaned_data["word"])
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


class PageForm(ui.Form):
    """How one's own pages look to whoever stands behind."""

    shows_leave = forms.ChoiceField(
        label=_("“Leave this page”"),
        help_text=_("One tap leads to a page of no meaning. Back does not lead here again."),
        widget=ui.Rows,
        choices=[
            ("top", _("At the top of each page, always in view")),
            ("end", _("Small, at the end of each page")),
        ],
    )
    list_name = forms.CharField(
        label=_("What shall your list for hard days be called?"),
        help_text=_("It stands in the bar of each page. Empty: My list."),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tab_title = forms.CharField(
        label=_("What shall the tab of the browser say?"),
        help_text=_("The same on each page, like “Notes”. Empty: the name of the page."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_shows_leave(self) -> bool:
        return bool(self.cleaned_data["shows_leave"] == "top")


class OpensForm(ui.Form):
    """What the person lets one of their family see, before there is an account."""

    opens = forms.MultipleChoiceField(
        label=_("What else may they see?"),
        required=False,
        widget=ui.ManyRows,
        choices=[(category.value, words) for category, words in SHAREABLE.items()],
    )

    def clean_opens(self) -> frozenset[Category]:
        return frozenset(Category(name) for name in self.cleaned_data["opens"])


class OutsideAnswerForm(ui.Form):
    answer = forms.ChoiceField(
        label=_("What do I say to it?"),
        widget=ui.Seg,
        choices=[("taken_up", _("I want to take this up")), ("declined", _("Not for me"))],
    )
    reason = ui.ExactText(label=_("In my words"), required=False, rows=2)


class CoordinatorForm(ui.Form):
    who = forms.ChoiceField(label=_("Who coordinates?"))

    def __init__(self, *args: Any, colleagues: dict[str, tuple[str, User]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        self.fields["who"].choices = [(key, name) for key, (name, _user) in colleagues.items()]

    def clean_who(self) -> User:
        return self.colleagues[self.cleaned_data["who"]][1]
