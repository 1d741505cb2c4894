from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue.definitions import Said
from handrail.intake.models import Answer, Wish, WishRuler
from handrail.intake.queries.conversation import current_conversation
from handrail.intake.rules import AnswerState, AuthorKind, lines_of
from handrail.intake.topics import areas
from handrail.measures.definitions import instruments
from handrail.people.models import Participant
from handrail.prepared import prepared

SHOWN_WISHES = 3
# The question of the conversation whose answer can begin the list.
HELP_WITH = "help-with"


@frozen
class ShownWish:
    """A wish in its place, with the first and the newest of its rulers."""

    row: Wish
    area: str
    first: WishRuler | None
    newest: WishRuler | None


@frozen
class Ruler:
    """One of the two rulers: its question and its two ends, as the measure of that name has them."""

    text: str
    low: str
    high: str


@prepared
def _wishes(viewer: Viewer, participant_id: UUID) -> QuerySet[Wish]:
    rows: QuerySet[Wish] = (
        Wish.objects.visible_to(viewer)
        .filter(participant_id=participant_id, ended_on=None)
        .order_by("place", "pk")
    )
    return rows


@prepared
def _rulers(viewer: Viewer, participant_id: UUID) -> QuerySet[WishRuler]:
    rows = WishRuler.objects.visible_to(viewer).filter(participant_id=participant_id, wish__ended_on=None)
    return rows.select_related("author").order_by("said_at", "pk")


def wishes(viewer: Viewer, participant: Participant) -> list[ShownWish]:
    """Return the person's wishes in the person's own order, each with its rulers, in two queries (S-044)."""
    found: dict[UUID, list[WishRuler]] = defaultdict(list)
    for row in _rulers(viewer, participant.pk):
        found[row.wish_id].append(row)
    viewer.looks.add(Category.INTAKE, {participant.pk})
    return [
        ShownWish(
            row,
            areas()[row.area].say(viewer.language) if row.area in areas() else "",
            found[row.pk][0] if len(found[row.pk]) > 1 else None,
            found[row.pk][-1] if found[row.pk] else None,
        )
        for row in _wishes(viewer, participant.pk)
    ]


def first_wishes(viewer: Viewer, participant: Participant) -> list[Wish]:
    """Return the first of the person's wishes, in their own order, for the person page."""
    found = list(_wishes(viewer, participant.pk))[:SHOWN_WISHES]
    if found:
        viewer.looks.add(Category.INTAKE, {participant.pk})
    return found


def wish_areas(viewer: Viewer, participant: Participant) -> list[str]:
    """Return the areas of life of the person's wishes, each once, that of the first wish first: for the finder."""
    found = [row.area for row in _wishes(viewer, participant.pk) if row.area]
    if found:
        viewer.looks.add(Category.INTAKE, {participant.pk})
    return list(dict.fromkeys(found))


def wish(viewer: Viewer, participant: Participant, key: str) -> Wish:
    """Return one standing wish of the person, or raise NotFound."""
    rows = Wish.objects.visible_to(viewer).filter(participant=participant, key=key, ended_on=None)
    found: Wish | None = rows.select_related("participant").first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def wishes_said(viewer: Viewer, participant: Participant) -> tuple[list[str], AuthorKind]:
    """Return the lines of what the person would like help with, word for word, and whose words they are."""
    held = current_conversation(viewer, participant)
    rows = Answer.objects.visible_to(viewer).filter(
        conversation=held, question=HELP_WITH, state__in=[AnswerState.ANSWERED, AnswerState.LATER]
    )
    found = rows.first() if held else None
    return (lines_of(found.text), AuthorKind(found.author_kind)) if found else ([], AuthorKind.MINE)


def rulers(language: str) -> dict[str, Ruler]:
    """Return the two rulers by the field of a form: how much I want it, how ready I feel."""
    items = {one.key: one for one in instruments()["rulers"].items}
    fields = {"wants": items["importance"], "ready": items["readiness"]}

    def say(text: Said | None) -> str:
        return text.say(language) if text else ""

    return {name: Ruler(say(one.text), say(one.low), say(one.high)) for name, one in fields.items()}
