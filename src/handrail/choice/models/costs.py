from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from handrail.access import Category, Label
from handrail.accounts.models import Organisation
from handrail.base.models import KeyedRow
from handrail.catalogue.money import Money
from handrail.catalogue.rules import PriceBasis
from handrail.choice.rules.costs import FUNDERS, MOST_INSTALMENTS, MOST_UNITS, WHOLE, FundingStatus
from handrail.intake.models import Enrolment
from handrail.people.models import AboutPerson, StatusChange
from handrail.people.models.person import LABELS


def restricted() -> Any:
    """Return the label of a row about money: for the person and the team, until somebody says otherwise."""
    return models.PositiveSmallIntegerField(choices=LABELS, default=Label.RESTRICTED)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class FeeBand(KeyedRow):
    """One line of a place's sliding scale: a month's income from–to, and the part of a price that somebody pays."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    income_from_minor = models.PositiveBigIntegerField(default=0)
    income_to_minor = models.PositiveBigIntegerField(null=True)  # not included; None is open
    share = models.PositiveSmallIntegerField(null=True)  # basis points of the price
    minor = models.PositiveBigIntegerField(null=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "to_on", "income_from_minor"], name="fee_band_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=False, minor__isnull=True, share__lte=WHOLE)
                | Q(share__isnull=True, minor__isnull=False),
                name="fee_band_share_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(income_to_minor__isnull=True) | Q(income_to_minor__gt=F("income_from_minor")),
                name="fee_band_income",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="fee_band_dates"
            ),
        ]


class Cost(AboutPerson):
    """What one chosen programme costs, as it was agreed: the price, what it is for, and what the person pays of it."""

    category: ClassVar = Category.PLAN
    default_label: ClassVar = Label.RESTRICTED

    label = restricted()
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="cost")
    price_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=8, choices=_choices(PriceBasis))
    units = models.PositiveSmallIntegerField(default=1)  # months or meetings; 1 for the whole
    from_on = models.DateField()
    own_minor = models.PositiveBigIntegerField(null=True)  # of each unit; None is not settled
    band = models.ForeignKey(FeeBand, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    instalments = models.PositiveSmallIntegerField(default=1)
    first_due_on = models.DateField(null=True)
    gap_owner = models.CharField(max_length=120, blank=True)  # who looks after what nobody pays
    words = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis=PriceBasis.FREE, price_minor=0)
                | (~Q(basis=PriceBasis.FREE) & Q(price_minor__gt=0)),
                name="cost_free_or_priced",
            ),
            models.CheckConstraint(
                condition=Q(own_minor__isnull=True) | Q(own_minor__lte=F("price_minor")),
                name="cost_own_within_price",
            ),
            models.CheckConstraint(
                condition=Q(units__gte=1, units__lte=MOST_UNITS)
                & Q(instalments__gte=1, instalments__lte=MOST_INSTALMENTS),
                name="cost_counts",
            ),
        ]

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)


class Funding(AboutPerson):
    """What one payer gives to a chosen programme: a share or an amount at most, from when to when, in which order."""

    category: ClassVar = Category.PLAN
    default_label: ClassVar = Label.RESTRICTED

    label = restricted()
    cost = models.ForeignKey(Cost, on_delete=models.PROTECT, related_name="fundings")
    kind = models.CharField(max_length=12, choices=_choices(FUNDERS))
    name = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField()  # who pays first has the lowest
    share = models.PositiveSmallIntegerField(null=True)  # basis points of each part of the price
    most_minor = models.PositiveBigIntegerField(null=True)  # in all, in ``currency``
    currency = models.CharField(max_length=3)
    rate_micro = models.PositiveBigIntegerField(null=True)  # into the currency of the price
    rate_on = models.DateField(null=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # the last day
    status = models.CharField(max_length=8, choices=_choices(FundingStatus), default=FundingStatus.ASKED)
    words = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "status", "to_on"], name="funding_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=False) | Q(most_minor__isnull=False), name="funding_share_or_most"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=WHOLE), name="funding_share"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="funding_dates"
            ),
            models.CheckConstraint(
                condition=Q(rate_micro__isnull=True, rate_on__isnull=True)
                | Q(rate_micro__isnull=False, rate_micro__gt=0, rate_on__isnull=False),
                name="funding_rate_has_its_day",
            ),
        ]


class FundingStatusChange(StatusChange):
    category: ClassVar = Category.PLAN
    default_label: ClassVar = Label.RESTRICTED

    label = restricted()
    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, related_name="changes")
