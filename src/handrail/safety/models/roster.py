from datetime import datetime
from typing import Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.accounts.models import Organisation, Site
from handrail.base.models import KeyedRow


class OnCallTurnQuerySet(models.QuerySet["OnCallTurn"]):
    def at(self, instant: datetime) -> Self:
        """Keep turns that run at ``instant``: from their first moment until the one before their end."""
        return self.filter(from_at__lte=instant, until_at__gt=instant)

    def within(self, start: datetime, end: datetime) -> Self:
        """Keep turns of which a part lies between ``start`` and ``end``."""
        return self.filter(from_at__lt=end, until_at__gt=start)


class OnCallTurn(KeyedRow):
    """Somebody is on call for a site, from then until then, with somebody behind them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="on_call_turns", db_index=False)
    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    backup = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    objects = OnCallTurnQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "site", "from_at"], name="on_call_list")]
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="turn_ends_later"),
            models.CheckConstraint(
                condition=Q(backup__isnull=True) | ~Q(backup=F("user")), name="backup_is_another"
            ),
        ]
