from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.text import kept
from handrail.community import allowed
from handrail.community.models import WayThere
from handrail.community.rules import Transport, checked_name, way_key
from handrail.people.models import Participant


@transaction.atomic
def write_way(
    *,
    participant: Participant,
    place_name: str,
    transport: Transport,
    by: Viewer,
    line: str = "",
    minutes: int | None = None,
    with_whom: str = "",
    fallback: str = "",
) -> WayThere:
    """Write down how the person gets to a place; there is one way to each place, the newest one stands."""
    allowed.check_writes(by)
    name = checked_name(place_name)
    found, key = WayThere.objects.select_for_update(), way_key(name)
    way = found.filter(participant=participant, place_key=key).first()
    op = "change" if way else "create"
    if way is None:
        way = WayThere(organisation_id=participant.organisation_id, participant=participant, place_key=key)
    else:
        way.version += 1
    way.place_name, way.transport, way.minutes = name, transport, minutes
    way.line, way.with_whom, way.fallback = kept(line), kept(with_whom), kept(fallback)
    way.save()
    record(by, "write_way", way, op=op)
    return way
