"""Steps towards work or study that another package keeps inside its own action and event."""

from datetime import date

from handrail.base.text import kept
from handrail.people.models import Participant
from handrail.practice.models import WorkStep
from handrail.practice.rules import WorkRung


def keep_work_step(
    participant: Participant,
    rung: WorkRung,
    *,
    taken_on: date,
    companion: str = "",
    since: date | None = None,
) -> WorkStep:
    """
    Keep a step on the ladder; the calling action records the event.

    With ``since`` a step of the same name from that day on stands already and is returned as it is.
    """
    rows = WorkStep.objects.filter(participant=participant, rung=rung)
    stands: WorkStep | None = rows.filter(taken_on__gte=since).first() if since else None
    if stands is not None:
        return stands
    made: WorkStep = WorkStep.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        rung=rung,
        taken_on=taken_on,
        companion=kept(companion).strip()[:200],
    )
    return made
