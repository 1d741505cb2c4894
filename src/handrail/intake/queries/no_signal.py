"""What came too late to be an answer: for the person and the team beside the conversation, and who has to look at it."""

from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.intake.models import LateAnswer
from handrail.intake.queries.parts import LIST_LENGTH, whoever_answers
from handrail.intake.queries.questions import questions_of
from handrail.intake.rules import LATE_REASONS, LateReason
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.prepared import prepared


@frozen
class ShownLate:
    """One answer that came too late: the question as it was asked, what was said, and why it stands apart."""

    row: LateAnswer
    title: str
    chosen: tuple[str, ...]
    why: str


@prepared
def _late(viewer: Viewer, participant_id: UUID) -> QuerySet[LateAnswer]:
    rows = LateAnswer.objects.visible_to(viewer).filter(participant_id=participant_id, put_away_at=None)
    found: QuerySet[LateAnswer] = rows.select_related("author").order_by("written_at", "pk")
    return found


def late_answers(viewer: Viewer, participant: Participant) -> list[ShownLate]:
    """Return what came too late and nobody has put away, in the order of writing."""
    if not keeps(viewer, participant, LateAnswer):
        return []
    rows = list(_late(viewer, participant.pk))
    if rows:
        viewer.looks.add(Category.INTAKE, {participant.pk})
    return [_shown(row) for row in rows]


def _shown(row: LateAnswer) -> ShownLate:
    asked = questions_of(row.organisation_id)
    question = asked.wording(row.question, row.question_version) or asked.questions.get(row.question)
    title = question.text.say(row.locale) if question else row.question
    chosen = tuple(one.text.say(row.locale) for one in question.chosen(row.choices)) if question else ()
    return ShownLate(row, title, chosen, str(LATE_REASONS[LateReason(row.reason)]))


def late_answer(viewer: Viewer, participant: Participant, key: str) -> LateAnswer:
    """Return one of them by its key; raise NotFound when it was put away or is closed."""
    found: LateAnswer | None = next((one for one in _late(viewer, participant.pk) if one.key == key), None)
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@prepared
def _late_people(viewer: Viewer) -> QuerySet[LateAnswer]:
    rows = LateAnswer.objects.among_people_of(viewer).filter(put_away_at=None)
    mine = rows.annotate(answers=whoever_answers()).filter(answers=viewer.own_user)
    found: QuerySet[LateAnswer] = mine.select_related("participant").order_by("arrived_at", "pk")[
        :LIST_LENGTH
    ]
    return found


def late_people(viewer: Viewer) -> list[Participant]:
    """Return the people for whom something came too late, to whoever answers for them."""
    if not viewer.is_staff:
        return []
    people = {row.participant_id: row.participant for row in _late_people(viewer)}
    viewer.looks.add(Category.INTAKE, set(people))
    return list(people.values())
