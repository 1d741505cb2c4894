"""What one side says about one thing. Each word is a row of its own, and none replaces another."""

from django.db import transaction

from handrail.access import Label, Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.intake import rules
from handrail.intake.models import Viewpoint
from handrail.intake.rules import AuthorKind
from handrail.intake.topics import MOST, Topic, topic_set
from handrail.people.models import Participant


def _check_answer(asked: Topic, level: str, number: int | None) -> None:
    known = not level or asked.level(level) is not None
    counted = number is None or (asked.counts and 0 <= number <= MOST)
    if not (known and counted):
        raise DomainError(str(_("This choice is not on the page any more. Open the page again.")))


@transaction.atomic
def say_viewpoint(
    *,
    participant: Participant,
    topics: str,
    topic: str,
    side: AuthorKind,
    by: Viewer,
    level: str = "",
    number: int | None = None,
    words: str = "",
) -> Viewpoint:
    """
    Keep how one side sees one thing today: a level, or for some a number from 0 to 99, and own words (S-043, S-144).

    What was said before stays. Raises NotFound for a topic that is not asked, NotAllowed for a side that is not the
    writer's to say, DomainError for an answer that is not on the page, and for nothing at all.
    """
    asked_together = topic_set(topics)
    asked = asked_together.topic(topic)
    own = by.participant_id == participant.pk
    allowed = rules.may_say(side, own=own, own_only=asked_together.own_only)
    if side not in asked_together.sides or not allowed:
        raise NotAllowed(str(_("Only the person says this. You can ask them.")))
    _check_answer(asked, level, number)
    if not level and number is None and not words.strip():
        raise DomainError(str(_("Write a word or choose something. Skip and Later are fine too.")))
    row = Viewpoint.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        label=Label.RESTRICTED if asked_together.sensitive else Label.NORMAL,
        topics=topics,
        topic=topic,
        author_kind=side,
        level=level,
        number=number,
        words=kept(words),
        author_id=by.user_id,
        said_on=by.today,
    )
    record(by, "say_viewpoint", row, op="create")
    return row
