from decimal import Decimal
from typing import Any

from django import forms

from handrail import ui
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.catalogue.money import DECIMALS, Money
from handrail.catalogue.rules import PRICE_BASIS_WORDS, PriceBasis
from handrail.choice.actions import CostFacts, FundingFacts
from handrail.choice.models import FeeBand, Funding
from handrail.choice.queries.costs import ShownCost, band_words
from handrail.choice.rules import costs as rules
from handrail.choice.rules.costs import FUNDER_WORDS, FundingStatus

NOT_SETTLED, BY_AMOUNT = "", "amount"


def amount_field(label: object, **options: Any) -> forms.DecimalField:
    options = {"required": False, "min_value": 0, "max_digits": 12, "decimal_places": 3, **options}
    return forms.DecimalField(label=label, **options)


def _minor(said: Decimal, currency: str) -> int:
    """Return whole units of a currency in its minor units; raise DomainError for more decimals than it has."""
    scaled = said.scaleb(DECIMALS.get(currency, 2))
    if scaled != scaled.to_integral_value():
        raise DomainError(str(_("This currency has fewer digits after the point.")))
    return int(scaled)


def major(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-DECIMALS.get(currency, 2))


class MoneyForm(ui.Form):
    """A form with a currency and amounts in it."""

    AMOUNTS: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        try:
            currency = rules.checked_currency(said.get("currency") or "")
        except DomainError as error:
            self.add_error("currency", str(error))
            return said
        said["currency"] = currency
        for name in self.AMOUNTS:
            if said.get(name) is not None:
                try:
                    said[f"{name}_minor"] = _minor(said[name], currency)
                except DomainError as error:
                    self.add_error(name, str(error))
        return said


def currency_field() -> forms.CharField:
    return forms.CharField(label=_("Currency"), help_text=_("Three letters, like EUR."), max_length=3)


class CostForm(MoneyForm):
    """What a chosen programme costs this person."""

    AMOUNTS = ("price", "own")

    basis = forms.ChoiceField(
        label=_("What is the price for?"),
        widget=ui.Rows,
        choices=[(str(k), v) for k, v in PRICE_BASIS_WORDS.items()],
    )
    price = amount_field(_("Price"))
    currency = currency_field()
    units = forms.IntegerField(
        label=_("How many months or meetings?"),
        help_text=_("Empty for the whole programme. Meetings are reckoned one a week."),
        required=False,
        min_value=1,
        max_value=rules.MOST_UNITS,
    )
    from_on = ui.DateField(label=_("From which day?"))
    scale = forms.ChoiceField(
        label=_("What does the person pay?"),
        help_text=_("We keep the line that fits, never the income."),
        required=False,
        widget=ui.Rows,
    )
    own = amount_field(_("The person’s own part"), help_text=_("Of each price above. 0 means nothing."))
    instalments = forms.IntegerField(
        label=_("In how many monthly payments?"),
        help_text=_("For the whole programme only."),
        min_value=1,
        max_value=rules.MOST_INSTALMENTS,
        initial=1,
    )
    first_due_on = ui.DateField(
        label=_("The first payment is due on"), help_text=_("Empty means the first day."), required=False
    )
    gap_owner = ui.ExactText(
        label=_("Who looks after what nobody pays?"),
        help_text=_("A name. The person reads it."),
        max_length=120,
        required=False,
    )
    words = ui.ExactText(label=_("A line about it"), max_length=300, required=False)

    def __init__(self, *args: Any, shown: ShownCost, bands: list[FeeBand], **options: Any) -> None:
        options["initial"] = {**_from_offer(shown), **_from_cost(shown), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.bands = {band.key: band for band in bands}
        self.fields["scale"].choices = [
            (NOT_SETTLED, _("Not settled yet")),
            *((band.key, band_words(band)) for band in bands),
            (BY_AMOUNT, _("Another amount, below")),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        price = said.get("price") or 0
        if (said.get("basis") == PriceBasis.FREE) != (price == 0):
            self.add_error("price", _("Write a price and what it is for, or say that it is free."))
        if said.get("scale") == BY_AMOUNT and said.get("own") is None:
            self.add_error("own", _("Write the amount, or choose another line."))
        elif said.get("scale") == BY_AMOUNT and said["own"] > price:
            self.add_error("own", _("What a person pays cannot be more than the price."))
        return said

    def facts(self) -> CostFacts:
        """Return what a valid form says, as the action takes it."""
        said = self.cleaned_data
        return CostFacts(
            price_minor=said.get("price_minor", 0),
            currency=said["currency"],
            basis=PriceBasis(said["basis"]),
            from_on=said["from_on"],
            units=said["units"] or 1,
            own_minor=said.get("own_minor") if said["scale"] == BY_AMOUNT else None,
            band=self.bands.get(said["scale"]),
            instalments=said["instalments"],
            first_due_on=said["first_due_on"],
            gap_owner=said["gap_owner"],
            words=said["words"],
        )


def _from_offer(shown: ShownCost) -> dict[str, Any]:
    offer = shown.choice.shown.offer if shown.choice.shown else None
    if offer is None:
        return {}
    price = major(offer.price_minor or None, offer.currency)
    return {"basis": offer.price_basis, "price": price, "currency": offer.currency}


def _from_cost(shown: ShownCost) -> dict[str, Any]:
    row = shown.row
    if row is None:
        return {}
    same = ("basis", "currency", "units", "from_on", "instalments", "first_due_on", "gap_owner", "words")
    by_band = row.band.key if row.band else BY_AMOUNT
    return {
        **{name: getattr(row, name) for name in same},
        "price": major(row.price_minor or None, row.currency),
        "own": major(row.own_minor, row.currency),
        "scale": NOT_SETTLED if row.own_minor is None else by_band,
    }


class FundingForm(MoneyForm):
    """Who pays, how much, from when to when, and in which order."""

    AMOUNTS = ("most",)

    kind = forms.ChoiceField(
        label=_("Who is it?"),
        widget=ui.Rows,
        choices=[(str(one), words) for one, words in FUNDER_WORDS.items()],
    )
    name = ui.ExactText(
        label=_("Their name"),
        help_text=_("Like: City fund for taking part"),
        max_length=120,
        error_messages={"required": _("Write who pays.")},
    )
    share = forms.DecimalField(
        label=_("Share of the price, in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    most = amount_field(
        _("At most, in all"), help_text=_("An amount alone also counts: paid until it is used up.")
    )
    currency = currency_field()
    rate = forms.DecimalField(
        label=_("Rate, if it is another currency than the price"),
        help_text=_("What one of theirs is worth in the currency of the price."),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=6,
    )
    rate_on = ui.DateField(label=_("The day of that rate"), required=False)
    from_on = ui.DateField(label=_("From which day?"))
    to_on = ui.DateField(label=_("Last day"), help_text=_("Empty means: no end is known."), required=False)
    place = forms.IntegerField(
        label=_("Who pays first?"),
        help_text=_("1 pays first. Empty means: after the others."),
        required=False,
        min_value=1,
        max_value=99,
    )
    status = forms.ChoiceField(
        label=_("Have they said yes?"),
        widget=ui.Seg,
        choices=[(str(FundingStatus.ASKED), _("Asked")), (str(FundingStatus.AGREED), _("Agreed"))],
        initial=FundingStatus.ASKED,
    )
    words = ui.ExactText(label=_("A line about it"), max_length=300, required=False)

    def __init__(self, *args: Any, funding: Funding | None = None, **options: Any) -> None:
        if funding is not None:
            options["initial"] = _from_funding(funding)
        super().__init__(*args, **options)
        if funding is not None:
            del self.fields["status"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("share") in (None, 0) and said.get("most") is None and not self.errors:
            self.add_error("share", _("Write a share, an amount, or both."))
        if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
            self.add_error("to_on", _("It cannot end before it begins."))
        if bool(said.get("rate")) != bool(said.get("rate_on")) and not self.errors:
            self.add_error("rate_on", _("A rate and its day belong together."))
        return said

    def facts(self) -> FundingFacts:
        """Return what a valid form says, as the action takes it."""
        said = self.cleaned_data
        same = ("kind", "name", "currency", "from_on", "to_on", "rate_on", "place", "words")
        return FundingFacts(
            **{name: said[name] for name in same},
            share=int(said["share"] * 100) if said["share"] else None,
            most_minor=said.get("most_minor"),
            rate_micro=int(said["rate"] * rules.MILLION) if said["rate"] else None,
        )


def _from_funding(row: Funding) -> dict[str, Any]:
    same = ("kind", "name", "currency", "from_on", "to_on", "rate_on", "place", "words")
    return {
        **{name: getattr(row, name) for name in same},
        "share": None if row.share is None else Decimal(row.share).scaleb(-2),
        "most": major(row.most_minor, row.currency),
        "rate": None if row.rate_micro is None else Decimal(row.rate_micro).scaleb(-6),
    }


class EndFundingForm(ui.Form):
    reason = ui.ExactText(
        label=_("Why does it end?"),
        max_length=300,
        rows=2,
        error_messages={"required": _("Write in a few words why it ends.")},
    )


class BandForm(ui.Form):
    """One line of the sliding scale, in the currency of the place."""

    low = amount_field(_("Income from, a month"), required=True, initial=0)
    high = amount_field(_("to below"), help_text=_("Empty means: and more."))
    share = forms.DecimalField(
        label=_("They pay, in per cent of the price"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    amount = amount_field(_("Or an amount of each price"))

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency = currency

    def facts(self) -> dict[str, Any]:
        """Return what a valid form says, as the action takes it; raise DomainError for digits that do not exist."""
        said = self.cleaned_data
        given = {
            name: None if said[name] is None else _minor(said[name], self.currency)
            for name in ("low", "high", "amount")
        }
        return {
            "income_from_minor": given["low"],
            "income_to_minor": given["high"],
            "minor": given["amount"],
            "share": None if said["share"] is None else int(said["share"] * 100),
        }


def holes_words(bands: list[FeeBand], currency: str) -> list[str]:
    """Return in words which incomes no line of the scale names."""
    known = [rules.Band(row.income_from_minor, row.income_to_minor) for row in bands]
    return [
        _("From %(low)s on") % {"low": Money(low, currency)}
        if high is None
        else _("From %(low)s to below %(high)s")
        % {"low": Money(low, currency), "high": Money(high, currency)}
        for low, high in rules.holes(known)
    ]
