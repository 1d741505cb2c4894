from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import _
from handrail.community.models import Place
from handrail.community.rules import PLACE_KINDS, TEXT_LENGTH

KNOWN = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]
FLAGS = ("is_peer_led", "is_clinical", "is_free", "needs_referral")
_VALUES = {"yes": True, "no": False, "": None}


def _known(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=KNOWN, required=False, widget=ui.Seg)


def _line(label: Any, *, length: int = 300, hint: Any = "") -> ui.ExactText:
    return ui.ExactText(label=label, help_text=hint, max_length=length, required=False)


def _text(label: Any, *, hint: Any = "") -> ui.ExactText:
    return ui.ExactText(label=label, help_text=hint, rows=2, max_length=TEXT_LENGTH, required=False)


class PlaceForm(ui.Form):
    """A place of the directory: a name and a kind are enough, the rest is what somebody has asked there."""

    name = ui.ExactText(
        label=_("What is it called?"),
        max_length=200,
        error_messages={"required": _("Write a name, so that it can be found.")},
    )
    kind = forms.ChoiceField(label=_("What is it for?"), choices=list(PLACE_KINDS.items()), widget=ui.Chips)
    happens = _text(_("What happens there?"), hint=_("Plain words. People read this before they go."))
    address = _line(_("Where?"))
    walk_minutes = forms.IntegerField(
        label=_("Minutes on foot from us"), min_value=0, max_value=600, required=False
    )
    bus = _line(_("Which bus?"), hint=_("Like: Bus 14, stop Mill Road"))
    opening = _text(_("When is it open?"))
    is_free = _known(_("Is it free?"))
    cost = _line(_("What does it cost?"))
    needs_referral = _known(_("Is a referral needed?"))
    is_peer_led = _known(_("Is it run by peers?"))
    is_clinical = _known(_("Is it a clinic?"))
    provider = _line(_("Who runs it?"), length=200)
    how_to_join = _text(_("How does one join?"))
    who_for = _text(_("For whom?"))
    contact = _line(_("Ask for"), length=200)
    phone = _line(_("Phone"), length=60)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": _("Write an address that begins with https://.")},
    )  # fmt: skip
    languages = _line(_("Languages"))
    access = _text(_("Getting in"), hint=_("Like: no steps, a quiet side door"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in FLAGS:
            if name in said:
                said[name] = _VALUES[said[name]]
        if "happens" in said:
            said["about"] = said.pop("happens")
        return said


def first_values(place: Place) -> dict[str, Any]:
    """Return a place as its form shows it."""
    shown = {name: getattr(place, name) for name in PlaceForm.base_fields if name != "happens"}
    return (
        shown
        | {"happens": place.about}
        | {name: {True: "yes", False: "no", None: ""}[shown[name]] for name in FLAGS}
    )


class PlaceStatusForm(ui.Form):
    on = ui.DateField(label=_("Since which day?"), help_text=_("Empty means today."), required=False)
    reason = ui.ExactText(label=_("In a few words, if you like"), max_length=2000, required=False)
