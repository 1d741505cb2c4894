from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import KeyOutcome
from handrail.community.models import Activity, ActivityDay, Link
from handrail.community.rules import (
    AREAS,
    OPEN_LINKS,
    ActivityStatus,
    GotIt,
    LinkStatus,
    PlaceKind,
)
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.plans.hooks import AreaFact
from handrail.prepared import prepared
from handrail.ui.addresses import address


def _year_before(today: date) -> date:
    return date(today.year - 1, today.month, min(today.day, 28))


def key_outcome(viewer: Viewer) -> KeyOutcome:
    """
    Count the answered links of the last twelve months, and in how many the person got what they needed.

    Not counted: links whose first visit was, and which the person has not answered.
    """
    since = _year_before(viewer.today)
    answered = Q(status=LinkStatus.ANSWERED, answered_on__gt=since, answered_on__lte=viewer.today)
    waiting = Q(status=LinkStatus.VISITED, visited_on__gt=since, visited_on__lte=viewer.today)
    found = Link.objects.filter(organisation_id=viewer.own_organisation).aggregate(
        n=Count("pk", filter=answered & Q(answer=GotIt.YES)),
        out_of=Count("pk", filter=answered),
        not_counted=Count("pk", filter=waiting),
        people=Count("participant", filter=answered, distinct=True),
    )
    return KeyOutcome(**found)


@frozen
class Month:
    """What happened this month with the people whom the viewer works with: totals, no names."""

    days: int
    people: int
    kinds: int
    links_open: int
    links_without_owner: int


def _count_month(viewer: Viewer, slug: str) -> dict[str, int]:
    """Count this month's days out among others, by how many people, and the links that are open, in two statements."""
    first = viewer.today.replace(day=1)
    mine = ActivityDay.objects.among_people_of(viewer).filter(organisation_id=viewer.own_organisation)
    days = mine.filter(on__gte=first, on__lte=viewer.today).aggregate(
        days=Count("pk"),
        people=Count("participant", distinct=True),
        kinds=Count("activity__kind", distinct=True),
    )
    waiting = Link.objects.among_people_of(viewer).filter(
        organisation_id=viewer.own_organisation, status__in=OPEN_LINKS
    )
    links = waiting.aggregate(links_open=Count("pk"), links_without_owner=Count("pk", filter=Q(owner=None)))
    return {**days, **links}


MONTH = Figure("community month", _count_month, slugs=("community-based",), of_own=True)


def month_of(viewer: Viewer) -> Month:
    """Return this month's days out among others, by how many people, and the links that are open."""
    return Month(**MONTH.of(viewer, "community-based"))


@prepared
def _going(viewer: Viewer, participant_id: UUID) -> QuerySet[Activity]:
    rows = Activity.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.filter(status=ActivityStatus.GOING).order_by("began_on", "pk")


@prepared
def _open_links(viewer: Viewer, participant_id: UUID) -> QuerySet[Link]:
    rows = Link.objects.visible_to(viewer).filter(participant_id=participant_id, status__in=OPEN_LINKS)
    return rows.select_related("place").order_by("asked_on", "pk")


def area_facts(viewer: Viewer, participant: Participant) -> list[AreaFact]:
    """Return what the person does out in the community and which links are open, for each area of life."""
    activities = _going(viewer, participant.pk) if keeps(viewer, participant, Activity) else []
    links = _open_links(viewer, participant.pk) if keeps(viewer, participant, Link) else []
    found = [
        AreaFact(
            AREAS[PlaceKind(row.kind)],
            _("I go to: %(what)s") % {"what": row.title},
            address("community:activity", participant.key, row.key),
        )
        for row in activities
    ]
    found += [
        AreaFact(
            AREAS[PlaceKind(row.place.kind)],
            _("Link to %(place)s") % {"place": row.place.name},
            address("community:link", participant.key, row.key),
        )
        for row in links
    ]
    if found:
        viewer.looks.add(Category.LINKS, {participant.pk})
    return found
