"""Key outcomes of programme rows whose data lies in practice and below: totals, no names (``catalogue.hooks``)."""

from handrail.access import Viewer
from handrail.catalogue.hooks import KeyOutcome
from handrail.intake.models import Enrolment
from handrail.safety.models import HardDayList

ILLNESS = "ISM"


def early_signs(viewer: Viewer) -> KeyOutcome:
    """Return how many people of the row have written early signs of their own, of those in it now (S-119)."""
    enrolled = (
        Enrolment.objects.filter(
            organisation_id=viewer.own_organisation, programme_type=ILLNESS, to_on__isnull=True
        )
        .order_by()
        .values("participant_id")
        .distinct()
    )
    people = enrolled.count()
    made = HardDayList.objects.filter(participant__in=enrolled, signs_since__isnull=False).count()
    return KeyOutcome(n=made, out_of=people, not_counted=0, people=people)
