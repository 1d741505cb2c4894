from typing import Any

from django.db import models
from django.db.models import F, Q

from handrail.accounts.models import Organisation, Site, User
from handrail.base.models import KeyedRow, Row
from handrail.catalogue.money import Money
from handrail.catalogue.rules import PriceBasis, codes


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Offer(KeyedRow):
    """A programme of one of the nine types, as a place offers it: when, where, how many places, for what price."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True)
    programme_type = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    run_by = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField()
    staff_needed = models.PositiveSmallIntegerField(default=1)
    days = models.CharField(max_length=40, blank=True)  # codes of Weekday; none means by agreement
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    modes = models.CharField(max_length=60)  # codes of Mode
    languages = models.CharField(max_length=60)  # codes of LANGUAGE_WORDS
    price_minor = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    price_basis = models.CharField(max_length=8, choices=_choices(PriceBasis))
    own_share_minor = models.PositiveIntegerField(null=True)  # the most that the person pays themself
    payers = models.CharField(max_length=60, blank=True)  # codes of Payer
    price_words = models.CharField(max_length=300, blank=True)
    open_from = models.DateField()
    open_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "programme_type", "open_from"], name="offer_list")]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="offer_has_a_place"),
            models.CheckConstraint(
                condition=Q(open_to__isnull=True) | Q(open_to__gte=F("open_from")), name="offer_dates"
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True)
                | Q(begins__isnull=False, ends__isnull=False, ends__gt=F("begins")),
                name="offer_hours",
            ),
            models.CheckConstraint(
                condition=Q(price_basis=PriceBasis.FREE, price_minor=0)
                | (~Q(price_basis=PriceBasis.FREE) & Q(price_minor__gt=0)),
                name="offer_free_or_priced",
            ),
            models.CheckConstraint(
                condition=Q(own_share_minor__isnull=True) | Q(own_share_minor__lte=F("price_minor")),
                name="own_share_within_price",
            ),
        ]

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def day_codes(self) -> tuple[str, ...]:
        return codes(self.days)


class KeptFigures(Row):
    """A programme's numbers, counted ahead of time: totals of a place, or of one colleague's many people. No names."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: the whole place
    name = models.CharField(max_length=40)  # the programme's slug
    day = models.DateField()
    counted_at = models.DateTimeField()
    numbers = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(user__isnull=True), name="one_figure_of_place"
            ),
            models.UniqueConstraint(
                fields=["organisation", "user", "name"],
                condition=Q(user__isnull=False),
                name="one_figure_of_user",
            ),
        ]
