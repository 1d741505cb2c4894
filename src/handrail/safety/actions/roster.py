"""Putting somebody on call, and ending a turn."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from handrail.access import Permission, Viewer
from handrail.accounts.models import Site, User
from handrail.accounts.queries import members
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.safety.models import OnCallTurn
from handrail.safety.queries.roster import ON_CALL_ROLES
from handrail.safety.rules.roster import check_turn


def _check_may_set(by: Viewer, site: Site) -> None:
    if not (by.may(Permission.COORDINATE) or by.sees_every_row) or site.organisation_id != by.organisation_id:
        raise NotAllowed(str(_("Who coordinates or manages says who is on call.")))


def _check_can_be_called(user: User, by: Viewer) -> None:
    """Raise DomainError for somebody who cannot act on an alert, or whom no mail reaches."""
    if user.pk not in {one.user_id for one in members(by, roles=ON_CALL_ROLES)}:
        raise DomainError(
            str(_("%(name)s cannot be on call: their role opens no record.") % {"name": user.name})
        )
    if not user.email:
        raise DomainError(
            str(
                _("No mail reaches %(name)s. Ask them to write an address in their settings.")
                % {"name": user.name}
            )
        )


def _check_free(site: Site, from_at: datetime, until_at: datetime) -> None:
    # Two turns put in at one moment: the second waits for the site's row and finds the first.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    taken = OnCallTurn.objects.within(from_at, until_at).filter(site=site).select_related("user").first()
    if taken:
        until = taken.until_at.astimezone(ZoneInfo(site.zone))
        words = _("%(name)s is on call then, until %(until)s. End that turn first.")
        raise DomainError(str(words % {"name": taken.user.name, "until": f"{until:%d.%m. %H:%M}"}))


@transaction.atomic
def put_on_call(
    *,
    site: Site,
    user: User,
    from_at: datetime,
    until_at: datetime,
    by: Viewer,
    backup: User | None = None,
    phone: str = "",
) -> OnCallTurn:
    """
    Put somebody on call for a site, from then until then (UTC), with somebody behind them.

    Raises DomainError for a turn that is over or overlaps another, and for somebody who cannot act or be reached.
    """
    _check_may_set(by, site)
    check_turn(from_at, until_at, clock.now())
    for one in filter(None, (user, backup)):
        _check_can_be_called(one, by)
    if backup == user:
        raise DomainError(str(_("Choose somebody else as the backup.")))
    _check_free(site, from_at, until_at)
    turn: OnCallTurn = OnCallTurn.objects.create(
        organisation_id=site.organisation_id,
        site=site,
        user=user,
        backup=backup,
        phone=kept(phone).strip() or user.phone,
        from_at=from_at,
        until_at=until_at,
    )
    record(by, "put_on_call", turn, op="create")
    return turn


@transaction.atomic
def end_turn(*, turn: OnCallTurn, by: Viewer) -> OnCallTurn:
    """End a turn now; one that has not begun goes whole. Who was told of an alert keeps it until it is finished."""
    _check_may_set(by, turn.site)
    row = OnCallTurn.objects.select_for_update(of=("self",)).select_related("site").get(pk=turn.pk)
    now = clock.now()
    record(by, "end_turn", row)
    if row.from_at >= now:
        row.delete()
    elif row.until_at > now:
        row.until_at = now
        row.save(update_fields=["until_at"])
    return row
