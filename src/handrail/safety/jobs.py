"""What the work loop does for safety: relations of openings whose hour is over come to their end."""

from datetime import timedelta

from handrail.access import Viewer
from handrail.base import clock
from handrail.safety.actions.emergency import end_emergency
from handrail.safety.models import EmergencyOpening

EVERY = timedelta(minutes=1)


def end_openings() -> int:
    """End every opening whose hour is over and return how many. Their pages are closed since the minute itself."""
    rows = EmergencyOpening.objects.over(clock.now()).select_related("organisation")
    for row in list(rows):
        place = row.organisation
        by = Viewer.system(
            "emergency openings", organisation_id=place.pk, today=clock.today(place.zone), zone=place.zone
        )
        end_emergency(opening=row, by=by)
    return len(rows)
