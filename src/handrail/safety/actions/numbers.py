"""Confirming the numbers to call for a site."""

from django.db import transaction

from handrail.access import Permission, Viewer
from handrail.accounts.models import Site
from handrail.audit.actions import record
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.safety.models import CrisisLine
from handrail.safety.rules.numbers import Lines, checked_lines


@transaction.atomic
def confirm_numbers(*, site: Site, lines: Lines, by: Viewer) -> Site:
    """
    Keep that somebody called these numbers and that they answer; they take the place of the ones before.

    Raises DomainError for an empty list, half a line, or what is no number.
    """
    if not (by.may(Permission.COORDINATE) or by.sees_every_row) or site.organisation_id != by.organisation_id:
        raise NotAllowed(str(_("Who coordinates or manages confirms the numbers.")))
    found = checked_lines(lines)
    row = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    CrisisLine.objects.standing().filter(site=row).update(ended_on=by.today)
    for position, (name, number) in enumerate(found, 1):
        CrisisLine.objects.create(
            organisation_id=row.organisation_id,
            site=row,
            name=name,
            number=number,
            position=position,
            confirmed_by_id=by.user_id,
            confirmed_on=by.today,
        )
    record(by, "confirm_numbers", row)
    return row
