"""What the work loop does for questionnaires: hand out a link by mail when something is due."""

from datetime import timedelta

from handrail.access import Viewer
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.measures.actions import hand_out_link
from handrail.measures.models import Schedule
from handrail.measures.queries.due import due_occasion
from handrail.measures.queries.links import to_hand_out, was_handed_out
from handrail.measures.rules.links import LinkAsks, LinkWay

EVERY = timedelta(hours=1)


def _hand_out(schedule: Schedule) -> bool:
    """Hand one out when it is due and was not yet, and return whether that was done."""
    place = schedule.participant.organisation
    by = Viewer.system("links", organisation_id=place.pk, today=clock.today(place.zone), zone=place.zone)
    occasion = due_occasion(schedule, by.today)
    if occasion is None or was_handed_out(schedule, occasion):
        return False
    try:
        hand_out_link(schedule=schedule, way=LinkWay.MAIL, asks=LinkAsks(schedule.link_asks), by=by)
    except DomainError:
        return False  # nobody reads it, nobody is on call, no address: the next hour asks again
    return True


def hand_out_due() -> int:
    """Hand out by mail what is due and goes out by itself, each in its own transaction; return how many."""
    return sum(_hand_out(schedule) for schedule in to_hand_out())
