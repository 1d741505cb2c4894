"""What the work loop does for safety: ends openings whose hour is over, and tells who has to know of an alert by now."""

from datetime import timedelta

from handrail.access import Viewer
from handrail.base import clock
from handrail.safety.actions.alerts import escalate_alert
from handrail.safety.actions.emergency import end_emergency
from handrail.safety.models import EmergencyOpening
from handrail.safety.queries.alerts import escalations

EVERY = timedelta(minutes=1)
OFTEN = timedelta(seconds=20)


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


def tell_next() -> int:
    """Tell whoever has to know by now of an alert that nobody acted on, and return of how many alerts."""
    due = escalations(clock.now())
    for alert in due:
        place = alert.participant.organisation
        by = Viewer.system("alerts", organisation_id=place.pk, today=clock.today(place.zone), zone=place.zone)
        escalate_alert(alert=alert, by=by)
    return len(due)
