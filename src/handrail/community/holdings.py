"""What this package holds about a person: links, what they do among others, and the ways there. Places are nobody's."""

from datetime import date

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.community.models import (
    Activity,
    ActivityDay,
    ActivityStatusChange,
    Link,
    LinkStatusChange,
    WayThere,
)
from handrail.community.rules import OPEN_LINKS
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant


def _no_place_linked_twice(source: Participant, to: Participant, _today: date) -> None:
    open_there = Link.objects.filter(participant=to, status__in=OPEN_LINKS).values("place_id")
    if Link.objects.filter(participant=source, status__in=OPEN_LINKS, place_id__in=open_there).exists():
        raise DomainError(
            str(_("Both records have an open link to the same place. Set one aside first, then join them."))
        )


def _no_way_written_twice(source: Participant, to: Participant, _today: date) -> None:
    """Say of a second way to the same place that it is another one; both stay."""
    there = WayThere.objects.filter(participant=to).values("place_key")
    for way in WayThere.objects.filter(participant=source, place_key__in=there):
        way.place_key = f"{way.place_key[:180]} {way.key}"
        way.save(update_fields=["place_key"])


HOLDINGS = Holdings(
    (
        Holding(WayThere, deletes=True, settle=_no_way_written_twice),
        Holding(ActivityDay, empties=("with_whom", "words")),
        Holding(ActivityStatusChange, empties=("reason",)),
        Holding(Activity, empties=("title", "where", "when_words", "with_whom")),
        Holding(LinkStatusChange, empties=("reason",)),
        Holding(
            Link, empties=("need", "paper_from", "paper_kept", "answer_words"), settle=_no_place_linked_twice
        ),
    )
)
