"""What the work loop does for programme pages: it counts where counting takes a page too long (ADR 0039)."""

from datetime import timedelta

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.base import clock
from handrail.catalogue import figures
from handrail.people.models import Participant
from handrail.people.queries import with_many_people

EVERY = timedelta(minutes=10)
LARGE = 500  # people; with fewer, each page counts for itself


def _is_large(place: Organisation) -> bool:
    beyond = Participant.objects.filter(organisation=place).order_by()[LARGE : LARGE + 1]
    return bool(beyond.values_list("pk", flat=True))


def keep_figures() -> int:
    """Count the figures of every large place, and of its colleagues with many people; return how many rows were kept."""
    kept = 0
    for place in Organisation.objects.order_by("pk"):
        if _is_large(place):
            by = Viewer.system(
                "figures", organisation_id=place.pk, today=clock.today(place.zone), zone=place.zone
            )
            kept += sum(figures.keep(viewer) for viewer in (by, *with_many_people(by)))
    figures.forget_old()
    return kept
