"""What people offer to gathered pages: what to ask again, and what waits for the coordinator."""

from datetime import date

from handrail.access import Permission, Viewer
from handrail.base.words import _
from handrail.people.kept import keeps
from handrail.people.models import Consent, Participant
from handrail.people.queries import access
from handrail.ui import Panel


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Return to coordinators what waits: decisions about who sees what, yeses to ask again, guardians to review."""
    if not (viewer.may(Permission.COORDINATE) and viewer.may(Permission.TODAY)):
        return []
    tasks, again = access.access_tasks(viewer), access.asked_again(viewer)
    reviews = access.guardian_reviews(viewer)
    if not (tasks or again or reviews):
        return []
    data = {"tasks": len(tasks), "again": again[:5], "reviews": reviews[:5], "name_of": access.consent_name}
    return [Panel(_("Who sees what"), "people/panel_today.html", data, order=60)]


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Return to the person whom they are asked about anew; nothing to anybody else."""
    if viewer.participant_id != participant.pk or not keeps(viewer, participant, Consent):
        return []
    again = access.asked_again(viewer, participant)
    if not again:
        return []
    data = {"participant": participant, "again": again, "name_of": access.consent_name}
    return [Panel(_("Who sees what"), "people/panel_again.html", data, order=80)]
