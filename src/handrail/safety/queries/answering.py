"""What a person is told before and after an answer about being safe: who reads it, when, and what can help first."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.base import clock
from handrail.base.frozen import frozen
from handrail.people.models import Participant
from handrail.people.queries import coordinator_of
from handrail.safety.definitions import SafetyGuide
from handrail.safety.models import Alert, ListLine
from handrail.safety.queries.alerts import Told, told
from handrail.safety.queries.numbers import guide_for
from handrail.safety.queries.roster import on_call_for
from handrail.safety.rules import ListSection


@frozen
class WhoReads:
    """
    Who reads an answer about being safe, and when: said before somebody answers.

    ``name`` is who is on call, until when; without one, ``coordinator`` reads it when they are at work.
    """

    name: str
    until: datetime | None
    minutes: int
    coordinator: str
    guide: SafetyGuide


def who_reads(participant: Participant, *, language: str) -> WhoReads:
    """Return who would read an answer given now; for every page that asks, also one without a sign-in."""
    turn = on_call_for(participant, clock.now())
    named = coordinator_of(participant)
    return WhoReads(
        name=turn.user.name if turn else "",
        until=turn.until_at if turn else None,
        minutes=int(settings.ALERT_AFTER[0].total_seconds()) // 60,
        coordinator=named.user.name if named else "",
        guide=guide_for(language, participant),
    )


@frozen
class HelpFirst:
    """The page after such an answer: numbers, people of the own list, who was told, what was wished."""

    participant: Participant
    is_own: bool
    guide: SafetyGuide
    to_call: tuple[ListLine, ...]
    alert: Alert | None
    told: tuple[Told, ...]


def running_alert(viewer: Viewer, participant: Participant) -> Alert | None:
    """Return the alert about a person that runs and is open to the viewer; the person's own worry alone to them."""
    rows: QuerySet[Alert] = Alert.objects.all().visible_to(viewer)
    return rows.filter(participant=participant).running().select_related("participant").first()  # type: ignore[attr-defined]


def help_first(viewer: Viewer, participant: Participant) -> HelpFirst:
    """Return what can help first, and who was told."""
    lines = ListLine.objects.all().visible_to(viewer).standing()
    people = lines.filter(participant=participant, section=ListSection.CALL).exclude(phone="")
    found = running_alert(viewer, participant)
    viewer.looks.add(Category.SAFETY, {participant.pk})
    return HelpFirst(
        participant=participant,
        is_own=viewer.participant_id == participant.pk,
        guide=guide_for(viewer.language, participant),
        to_call=tuple(people.order_by("position")),
        alert=found,
        told=told(found) if found else (),
    )
