"""Fields and widgets that render themselves, with label, hint and error tied together for a screen reader."""

import re
from collections.abc import Iterable
from copy import copy, deepcopy
from datetime import date, time
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import DeclarativeFieldsMetaclass
from django.forms.renderers import BaseRenderer
from django.forms.utils import pretty_name
from django.template.loader import get_template

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import Words, _

_INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "file",
    "search",
    "tel",
)
_OURS = {
    **{f"django/forms/widgets/{kind}.html": "ui/forms/widgets/input.html" for kind in _INPUTS},
    "django/forms/widgets/textarea.html": "ui/forms/widgets/textarea.html",
    "django/forms/widgets/select.html": "ui/forms/widgets/select.html",
    "django/forms/widgets/checkbox.html": "ui/forms/widgets/checkbox.html",
    "django/forms/widgets/radio.html": "ui/forms/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/widgets/choices.html",
    "django/forms/errors/list/default.html": "ui/forms/errors.html",
}
SUPPORT_LEVELS = [
    ("with_me", _("With me")),
    ("beside_me", _("Beside me")),
    ("on_my_own", _("On my own")),
]


class Renderer(BaseRenderer):
    """Forms and fields render through our own environment and templates, never through Django's."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        return get_template(_OURS.get(template_name, template_name), using="jinja2")


# ---------- how a choice looks ----------


class _Look:
    attrs: dict[str, Any]
    template_name = "ui/forms/widgets/choices.html"
    look = "rows"

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Copy the widget for one form as Django does; choices are put in whole, so that they need no copy."""
        memo[id(self)] = widget = copy(self)
        widget.attrs = dict(self.attrs)
        return widget

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)  # type: ignore[misc]  # mixed into widgets
        context["widget"]["look"] = self.look
        return context


class Rows(_Look, forms.RadioSelect):
    """One answer, the choices below each other."""


class Chips(_Look, forms.RadioSelect):
    """One answer, as chips."""

    look = "chips"


class Seg(_Look, forms.RadioSelect):
    """One answer of two or three short ones, joined."""

    look = "seg"


class ManyRows(_Look, forms.CheckboxSelectMultiple):
    """Any number of answers, the choices below each other."""


class ManyChips(_Look, forms.CheckboxSelectMultiple):
    """Any number of answers, as chips."""

    look = "chips"


class ThreeStop(_Look, forms.RadioSelect):
    """The support control: with me, beside me, on my own."""

    template_name = "ui/forms/widgets/three_stop.html"


class ThreeStopField(forms.ChoiceField):
    widget = ThreeStop

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=SUPPORT_LEVELS, **options)


# ---------- words, days, times ----------


class ExactText(forms.CharField):
    """Text as it was typed, every space kept; with ``rows`` a box of that many lines."""

    def __init__(self, *, rows: int = 0, **options: Any) -> None:
        if rows:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(strip=False, **options)
        self.validators = [
            v for v in self.validators if getattr(v, "code", "") != "null_characters_not_allowed"
        ]

    def validate(self, value: str) -> None:
        super().validate(value if value.strip() else "")

    def run_validators(self, value: str) -> None:
        try:
            kept(value)
        except DomainError as error:
            raise ValidationError(str(error), code="not_storable") from error
        super().run_validators(value)


class DateBoxes(forms.MultiWidget):
    """Three boxes, in the order day, month, year."""

    template_name = "ui/forms/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = {part: forms.TextInput for part in ("day", "month", "year")}
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["labels"] = [_("Day"), _("Month"), _("Year")]
        return context


class DateField(forms.MultiValueField):
    """A day, typed as three numbers; nothing is guessed."""

    widget = DateBoxes
    default_error_messages = {
        "required": _("Write the day, the month and the year."),
        "invalid": _("Write a real day, like 20 10 2026."),
        "incomplete": _("Write the day, the month and the year."),
    }

    def __init__(self, **options: Any) -> None:
        parts = [forms.CharField(max_length=4, required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> date | None:
        if not any(data_list):
            return None
        if not all(data_list):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            day, month, year = (int(part) for part in data_list)
            return date(year if year > 99 else 2000 + year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class TimeField(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": _("Write a time, like 14:30.")}

    def to_python(self, value: Any) -> time | None:
        """Read what a browser sends without trying one pattern after the other."""
        if isinstance(value, str) and _CLOCK.fullmatch(value):
            return time(int(value[:2]), int(value[3:]))
        return super().to_python(value)


# ---------- the form ----------

_KINDER: list[tuple[type[forms.Field], str, Any]] = [
    (forms.Field, "required", _("Please write a few words.")),
    (forms.ChoiceField, "invalid_choice", _("Please choose one of these.")),
    (forms.MultipleChoiceField, "invalid_choice", _("Please choose from these.")),
    (forms.IntegerField, "invalid", _("Write a number without letters.")),
    (forms.DecimalField, "invalid", _("Write a number without letters.")),
    (forms.EmailField, "invalid", _("Write an address with an @, like name@example.org.")),
]
_CHOOSE = _("Please choose one.")
_TOO_LONG = _("This is longer than %(limit_value)d letters. Please make it shorter.")


@cache
def _kinder(kind: type[forms.Field]) -> list[tuple[str, Any, Any]]:
    """Return for a kind of field each sentence of Django's with the one that takes its place."""
    found = [
        (code, own.default_error_messages.get(code), words)
        for own, code, words in _KINDER
        if issubclass(kind, own)
    ]
    if issubclass(kind, forms.ChoiceField):
        found = [(code, theirs, _CHOOSE if code == "required" else words) for code, theirs, words in found]
    return found


def _speak_kindly(field: forms.Field, name: str) -> None:
    """Put our sentences in the place of Django's own, with the label of what is missing; a form's own words stay."""
    messages = field.error_messages
    for code, theirs, words in _kinder(type(field)):
        if messages.get(code) is not theirs:
            continue
        if code != "required":
            messages[code] = words
        elif field.required:
            label = pretty_name(name) if field.label is None else field.label
            messages[code] = f"{words} {label}".strip()
    messages.setdefault("max_length", _TOO_LONG)


# Hidden fields that stand in every form; a field of the same name would be sent in their place.
TAKEN = frozenset({"about", "csrfmiddlewaretoken"})


def _twin(thing: Any) -> Any:
    made = object.__new__(type(thing))
    vars(made).update(vars(thing))
    return made


def _fresh_widget(widget: forms.Widget) -> Any:
    """Return the widget's own copy for one form; choices that are there already need not be put in order again."""
    way = type(widget).__deepcopy__
    if way not in (forms.Widget.__deepcopy__, forms.widgets.ChoiceWidget.__deepcopy__):
        return deepcopy(widget)
    made = _twin(widget)
    made.attrs = widget.attrs.copy()
    if way is not forms.Widget.__deepcopy__:
        made._choices = copy(made._choices)
    return made


def fresh_field(field: forms.Field) -> Any:
    """Return the field's own copy for one form, as Django makes it; pairs of choices never change and are shared."""
    way = type(field).__deepcopy__
    if way not in (forms.Field.__deepcopy__, forms.ChoiceField.__deepcopy__):
        return deepcopy(field, {id(field.widget): _fresh_widget(field.widget)})
    made = _twin(field)
    made.widget = _fresh_widget(field.widget)
    made.error_messages, made.validators = field.error_messages.copy(), field.validators[:]
    if way is not forms.Field.__deepcopy__:
        made._choices = copy(made._choices)
    return made


def _is_group(pair: tuple[object, object]) -> bool:
    return len(pair) != 2 or not isinstance(pair[1], str | Words)


class _Fields(dict[str, forms.Field]):
    """The fields of a kind of form, each cheap to copy."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: fresh_field(field) for name, field in self.items()}


class _Kind(DeclarativeFieldsMetaclass):
    """Makes a kind of form out of such fields."""

    def __new__(cls, *given: Any, **options: Any) -> Any:
        made = super().__new__(cls, *given, **options)
        made.base_fields = _Fields(made.base_fields)
        return made


class Form(forms.Form, metaclass=_Kind):
    """The form of every page: kind sentences, no bubbles of the browser, an own name for required."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            _speak_kindly(field, name)
            if field.required and not field.widget.use_fieldset and not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-required", "true")

    def offer(self, name: str, choices: Iterable[tuple[object, object]]) -> None:
        """Put the choices of this page into the field of that name; raises TypeError for a field without choices."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} has no choices.")
        pairs = list(choices)
        if isinstance(field.widget, forms.widgets.ChoiceWidget) and not any(_is_group(one) for one in pairs):
            vars(field)["_choices"], vars(field.widget)["_choices"] = pairs, pairs
        else:
            field.choices = pairs

    def full_clean(self) -> None:
        """Read what was sent; raises ValueError for a field that takes the name of a hidden one."""
        if taken := TAKEN & self.fields.keys():
            raise ValueError(f"Another field of every form is called {sorted(taken)}: choose another name.")
        super().full_clean()
