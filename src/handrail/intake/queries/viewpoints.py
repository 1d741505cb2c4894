from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.intake import rules
from handrail.intake.models import Viewpoint
from handrail.intake.rules import AuthorKind
from handrail.intake.topics import UNSAID, Topic, TopicSet, sets
from handrail.people.models import Participant
from handrail.prepared import prepared


@frozen
class SaidThen:
    """What one side said on one day, in the viewer's language."""

    row: Viewpoint
    level: str


@frozen
class Side:
    """One side of one topic: how it was at first, and how it is now if that was said on a later day."""

    kind: AuthorKind
    then: SaidThen | None
    now: SaidThen | None

    @property
    def last(self) -> SaidThen | None:
        return self.now or self.then


@frozen
class ShownTopic:
    """One topic with its sides beside each other."""

    topic: Topic
    label: str
    text: str
    hint: str
    sides: tuple[Side, ...]
    differ: bool

    @property
    def has_words(self) -> bool:
        return any(side.then for side in self.sides)

    def side(self, kind: AuthorKind) -> Side:
        """Return what one side said."""
        return next(one for one in self.sides if one.kind == kind)


@frozen
class ShownSet:
    """A set of topics as its page and the page of answers show it."""

    topics: TopicSet
    title: str
    lead: str
    why: str
    shown: tuple[ShownTopic, ...]

    @property
    def said(self) -> tuple[ShownTopic, ...]:
        """Return the topics about which somebody said something."""
        return tuple(one for one in self.shown if one.has_words)

    @property
    def next_blank(self) -> ShownTopic:
        """Return the first topic that is blank, or the first of all."""
        return next((one for one in self.shown if not one.has_words), self.shown[0])

    def one(self, code: str) -> ShownTopic:
        """Return one topic; raise NotFound when there is none of this code."""
        asked = self.topics.topic(code)
        return next(one for one in self.shown if one.topic == asked)


@prepared
def _said(viewer: Viewer, participant_id: UUID) -> QuerySet[Viewpoint]:
    rows = Viewpoint.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.select_related("author").order_by("said_at", "pk")


def _then(asked: Topic, row: Viewpoint | None, language: str) -> SaidThen | None:
    if row is None:
        return None
    level = asked.level(row.level)
    return SaidThen(row, level.said_by(AuthorKind(row.author_kind)).say(language) if level else "")


def _shown(asked: Topic, kinds: Iterable[AuthorKind], rows: list[Viewpoint], language: str) -> ShownTopic:
    sides = []
    for kind in kinds:
        then, now = rules.then_and_now([row for row in rows if row.author_kind == kind])
        sides.append(Side(kind, _then(asked, then, language), _then(asked, now, language)))
    lasts = [side.last.row for side in sides if side.last]
    asks_now = asked.now is not None and any(row.author_kind == AuthorKind.MINE for row in rows)
    return ShownTopic(
        topic=asked,
        label=asked.label.say(language),
        text=(asked.now if asks_now and asked.now else asked.text).say(language),
        hint=asked.hint.say(language) if asked.hint else "",
        sides=tuple(sides),
        differ=rules.differ((row.level for row in lasts), UNSAID),
    )


def viewpoints(viewer: Viewer, participant: Participant) -> dict[str, ShownSet]:
    """
    Return every set of topics with what each side said then and now, by the set's code, in one query.

    What differs is said and never settled: both stand, with their authors and days (S-043, S-067).
    """
    by_topic: dict[tuple[str, str], list[Viewpoint]] = defaultdict(list)
    for row in _said(viewer, participant.pk):
        by_topic[row.topics, row.topic].append(row)
    viewer.looks.add(Category.INTAKE, {participant.pk})
    language = viewer.language
    return {
        one.code: ShownSet(
            one,
            one.title.say(language),
            one.lead.say(language),
            one.why.say(language),
            tuple(_shown(asked, one.sides, by_topic[one.code, asked.code], language) for asked in one.topics),
        )
        for one in sets().values()
    }
