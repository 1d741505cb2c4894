"""The demo lives on one day, so that its stories stay fresh however old the database is."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import DatabaseError

from handrail.accounts.models import Organisation
from handrail.accounts.queries import installation
from handrail.base import clock

MORNING = time(10, 5)


def live_on_the_demo_day() -> None:
    """Let this process's clock stand at 10:05 on the demo's day and run on; do nothing in a real place."""
    try:
        found = installation()
        zone = Organisation.objects.values_list("zone", flat=True).first()
    except DatabaseError:
        return
    if found and found.is_demo and found.demo_today and zone:
        clock.run_from(datetime.combine(found.demo_today, MORNING, ZoneInfo(zone)))
