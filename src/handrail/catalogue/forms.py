from typing import Any

from django import forms

from handrail import ui
from handrail.accounts.models import Site
from handrail.base.words import _
from handrail.catalogue import rules
from handrail.catalogue.actions import OfferFacts
from handrail.catalogue.models import Offer
from handrail.catalogue.rules import PriceBasis, Wish


class ProgrammeFilter(forms.Form):
    """What somebody would like; every field may stay open. An unknown value makes the whole filter invalid."""

    want = forms.MultipleChoiceField(
        required=False, choices=[(one.value, rules.WISH_WORDS[one]) for one in Wish]
    )
    place = forms.ChoiceField(
        required=False, choices=[(one.value, rules.MODE_WORDS[one]) for one in rules.FINDER_MODES]
    )
    peers = forms.ChoiceField(required=False, choices=[("1", "")])
    clinic = forms.ChoiceField(required=False, choices=[("no", "")])
    cost = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(str(one), rules.euro(one)) for one in rules.COSTS_EUR],
    )

    def asked(self) -> tuple[rules.Criterion, ...]:
        """Return the criteria of a valid filter, and none of one that is not."""
        if not self.is_valid():
            return ()
        given = self.cleaned_data
        return rules.criteria(
            wishes=given["want"],
            place=given["place"],
            peer_led=bool(given["peers"]),
            non_clinical=bool(given["clinic"]),
            cost_up_to=given["cost"],
        )


def _pairs(words: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(code), said) for code, said in words.items()]


MINOR = 100


class OfferForm(ui.Form):
    """What a place offers: when, where, for how many, for what price."""

    title = ui.ExactText(
        label=_("What is it called here?"),
        max_length=120,
        error_messages={"required": _("Give it a name that people use.")},
    )
    site = forms.ChoiceField(label=_("At which of our places?"), required=False)
    place = ui.ExactText(
        label=_("Where exactly?"), help_text=_("Like: Library, room 2"), max_length=200, required=False
    )
    run_by = ui.ExactText(
        label=_("Who runs it?"),
        help_text=_("Name and what they know. People read this."),
        max_length=200,
        required=False,
    )
    capacity = forms.IntegerField(label=_("How many places?"), min_value=1, max_value=999)
    staff_needed = forms.IntegerField(
        label=_("How many colleagues does a meeting need?"), min_value=0, max_value=20, initial=1
    )
    days = forms.MultipleChoiceField(
        label=_("On which days?"),
        help_text=_("None means: by agreement."),
        required=False,
        widget=ui.ManyChips,
        choices=_pairs(rules.WEEKDAY_WORDS),
    )
    begins = ui.TimeField(label=_("From"), required=False)
    ends = ui.TimeField(label=_("Until"), required=False)
    modes = forms.MultipleChoiceField(
        label=_("How do people meet?"), widget=ui.ManyChips, choices=_pairs(rules.MODE_WORDS)
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), widget=ui.ManyChips, choices=_pairs(rules.LANGUAGE_WORDS)
    )
    price_basis = forms.ChoiceField(
        label=_("What is the price for?"), widget=ui.Rows, choices=_pairs(rules.PRICE_BASIS_WORDS)
    )
    price = forms.DecimalField(label=_("Price"), required=False, min_value=0, max_digits=9, decimal_places=2)
    own_share = forms.DecimalField(
        label=_("How much of it does a person pay at most?"),
        help_text=_("0 means nothing. Empty means: not settled yet."),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
    )
    payers = forms.MultipleChoiceField(
        label=_("Who may pay?"), required=False, widget=ui.ManyChips, choices=_pairs(rules.PAYER_WORDS)
    )
    price_words = ui.ExactText(label=_("A line about the price"), max_length=300, required=False)
    open_from = ui.DateField(label=_("Open from which day?"))

    def __init__(self, *args: Any, sites: list[Site], offer: Offer | None = None, **options: Any) -> None:
        if offer is not None:
            options["initial"] = _initial(offer)
        super().__init__(*args, **options)
        self.sites = {site.key: site for site in sites}
        none = ("", _("No place of ours: in town or online"))
        self.fields["site"].choices = [*((site.key, site.name) for site in sites), none]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if bool(said.get("begins")) != bool(said.get("ends")):
            self.add_error("ends", _("Write both times, or neither."))
        elif said.get("begins") and said["ends"] <= said["begins"]:
            self.add_error("ends", _("The end must be later than the start."))
        price, own = said.get("price") or 0, said.get("own_share")
        if (said.get("price_basis") == PriceBasis.FREE) != (price == 0):
            self.add_error("price", _("Write a price and what it is for, or say that it is free."))
        elif own is not None and own > price:
            self.add_error("own_share", _("What a person pays cannot be more than the price."))
        return said

    def facts(self) -> OfferFacts:
        """Return what a valid form says, as the action takes it."""
        said = self.cleaned_data
        same = ("title", "place", "run_by", "capacity", "begins", "ends", "price_words", "open_from")
        own = said["own_share"]
        return OfferFacts(
            **{name: said[name] for name in same},
            site=self.sites.get(said["site"]),
            staff_needed=said["staff_needed"],
            days=tuple(said["days"]),
            modes=tuple(said["modes"]),
            languages=tuple(said["languages"]),
            payers=tuple(said["payers"]),
            price_basis=PriceBasis(said["price_basis"]),
            price_minor=int((said["price"] or 0) * MINOR),
            own_share_minor=None if own is None else int(own * MINOR),
        )


def _initial(offer: Offer) -> dict[str, Any]:
    same = ("title", "place", "run_by", "capacity", "staff_needed", "begins", "ends", "open_from")
    price = offer.price_minor / MINOR if offer.price_minor else None
    return {
        **{name: getattr(offer, name) for name in (*same, "price_basis", "price_words")},
        **{name: rules.codes(getattr(offer, name)) for name in ("days", "modes", "languages", "payers")},
        "site": offer.site.key if offer.site else "",
        "price": price,
        "own_share": None if offer.own_share_minor is None else offer.own_share_minor / MINOR,
    }


class CloseForm(ui.Form):
    on = ui.DateField(label=_("From which day on does it take nobody new?"))
