"""Reads of lessons: the shelf, where somebody stopped, what is shared, and who asked for company."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import ngettext

from handrail.access import Category, RelationKind, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.learning import lessons as texts
from handrail.learning import rules
from handrail.learning.lessons import Card, Lesson
from handrail.learning.models import LessonCompany, LessonProgress, LessonSharing
from handrail.learning.rules import CompanyStatus, LessonStatus
from handrail.people.models import Participant, Relation
from handrail.people.queries import own_participant
from handrail.plans.models import Goal
from handrail.plans.rules import GoalStatus, LifeArea, PlanStatus
from handrail.prepared import prepared

SHOWN = 10
_TEAM = (RelationKind.COORDINATOR, RelationKind.CARE_TEAM, RelationKind.SUPERVISOR)


@frozen
class Place:
    """Where a person stands in a lesson: the row and the lesson it is about."""

    lesson: Lesson
    row: LessonProgress

    @property
    def is_open(self) -> bool:
        return bool(self.row.status == LessonStatus.OPEN)

    @property
    def is_finished(self) -> bool:
        return bool(self.row.status == LessonStatus.FINISHED)

    @property
    def card(self) -> int:
        """The card where they stopped; a lesson may have become shorter since."""
        return min(int(self.row.card), self.lesson.last)

    @property
    def words(self) -> str:
        """Where they stopped, in words; never a per cent."""
        if self.is_finished:
            return str(_("Read to the end"))
        if not self.is_open:
            return str(_("Put away"))
        return str(_("Stopped at card %(card)s of %(last)s")) % {"card": self.card, "last": self.lesson.last}


@frozen
class Shelved:
    """One lesson on the shelf, with the reader's own place in it."""

    lesson: Lesson
    place: Place | None


@frozen
class Shelf:
    """All lessons; those that the reader began stand first."""

    participant: Participant | None
    begun: tuple[Shelved, ...]
    others: tuple[Shelved, ...]


def reader(viewer: Viewer | None) -> Participant | None:
    """Return whose own progress is meant on a public page: a signed-in person's; else None."""
    if viewer is None or viewer.participant_id is None:
        return None
    return own_participant(viewer.own_user, viewer.own_organisation)


@prepared
def _progress(viewer: Viewer, participant_id: UUID) -> QuerySet[LessonProgress]:
    rows = LessonProgress.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.order_by("-last_on", "-created_at", "pk")


def _rows(viewer: Viewer, participant: Participant) -> list[LessonProgress]:
    viewer.looks.add(Category.LEARNING, {participant.pk})
    return _progress(viewer, participant.pk)


def places(viewer: Viewer, participant: Participant, language: str) -> list[Place]:
    """Return where the person stands in each lesson that the viewer may see, the newest first."""
    known = {one.slug: one for one in texts.lessons(language)}
    return [Place(known[row.lesson], row) for row in _rows(viewer, participant) if row.lesson in known]


def shelf(viewer: Viewer | None, language: str) -> Shelf:
    """Return all lessons in their order; a signed-in person also sees where they stopped."""
    participant = reader(viewer)
    mine = (
        {one.lesson.slug: one for one in places(viewer, participant, language)}
        if participant and viewer
        else {}
    )
    rows = [Shelved(one, mine.get(one.slug)) for one in texts.lessons(language)]
    begun = tuple(row for row in rows if row.place and row.place.is_open)
    return Shelf(participant, begun, tuple(row for row in rows if row not in begun))


def found_lesson(slug: str, language: str) -> Lesson:
    """Return one lesson in ``language`` or else in English; raise NotFound when there is none."""
    lesson = texts.lesson(slug, language)
    if lesson is None:
        raise NotFound(str(_("There is no such lesson.")))
    return lesson


@frozen
class LessonPage:
    """One lesson, or one card of it, with the reader's own place."""

    lesson: Lesson
    participant: Participant | None
    place: Place | None
    number: int = 0
    goal: Goal | None = None

    @property
    def card(self) -> Card:
        return self.lesson.cards[self.number - 1]

    @property
    def is_last(self) -> bool:
        return self.number == self.lesson.last


def lesson_page(viewer: Viewer | None, slug: str, language: str, number: int = 0) -> LessonPage:
    """Return a lesson, opened at card ``number`` when there is one."""
    lesson = found_lesson(slug, language)
    participant = reader(viewer)
    if participant is None or viewer is None:
        return LessonPage(lesson, None, None, number)
    viewer.looks.add(Category.LEARNING, {participant.pk})
    row = LessonProgress.objects.visible_to(viewer).filter(participant=participant, lesson=slug).first()
    place = Place(lesson, row) if row else None
    goal = goal_for(viewer, participant, lesson.area) if number == lesson.last else None
    return LessonPage(lesson, participant, place, number, goal)


def card_page(viewer: Viewer | None, slug: str, language: str, number: int) -> LessonPage:
    """Return a lesson opened at a card; raise NotFound when there is no such card."""
    if not 1 <= number <= found_lesson(slug, language).last:
        raise NotFound(str(_("There is no such card.")))
    return lesson_page(viewer, slug, language, number)


def goal_for(viewer: Viewer, participant: Participant, area: LifeArea) -> Goal | None:
    """Return the goal to which a thing to do belongs: of the same part of life, else the first; None without one."""
    goals = (
        Goal.objects.visible_to(viewer)
        .filter(participant=participant, status=GoalStatus.ACTIVE)
        .exclude(plan__status=PlanStatus.ENDED)
        .order_by("position", "pk")
    )
    found: list[Goal] = list(goals)
    return next((goal for goal in found if goal.life_area == area), found[0] if found else None)


# ---- what is shared --------------------------------------------------------------------------------------------


def is_shared(participant: Participant) -> bool:
    """Return whether the person shows their lessons to the team."""
    return LessonSharing.objects.filter(participant=participant, is_shared=True).exists()


def team_names(viewer: Viewer, participant: Participant) -> list[str]:
    """Return the names of the team members who would see what is shared, by name."""
    rows = (
        Relation.objects.annotate(covers=F("scopes").bitand(Category.LEARNING.bit))
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=viewer.today), participant=participant, kind__in=_TEAM)
        .filter(from_on__lte=viewer.today, covers__gt=0)
    )
    return sorted(set(rows.values_list("user__name", flat=True)))


# ---- company ---------------------------------------------------------------------------------------------------


def asked(viewer: Viewer, participant: Participant) -> LessonCompany | None:
    """Return the person's wish to look at lessons together that still waits, if the viewer may see it."""
    rows = LessonCompany.objects.visible_to(viewer).filter(participant=participant)
    found: LessonCompany | None = rows.filter(status=CompanyStatus.ASKED).first()
    return found


def _answered_on(participant: Participant) -> date | None:
    rows = LessonCompany.objects.filter(participant=participant).order_by("-answered_on", "-pk")
    newest: date | None = rows.values_list("answered_on", flat=True).first()
    return newest


def offers_company(viewer: Viewer, participant: Participant, seen: Sequence[Place]) -> bool:
    """Return whether to ask the person themselves if they would like company; nobody else is told."""
    if viewer.participant_id != participant.pk:
        return False
    days = [place.row.last_on for place in seen if place.is_open]
    if not rules.offers_company(days, None, viewer.today):
        return False
    return rules.offers_company(days, _answered_on(participant), viewer.today)


def company(viewer: Viewer, participant: Participant, key: str) -> LessonCompany:
    """Return one wish for company by its key; raise NotFound when it is absent or closed to the viewer."""
    rows = LessonCompany.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: LessonCompany | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@prepared
def _waiting(viewer: Viewer) -> QuerySet[LessonCompany]:
    rows = LessonCompany.objects.among_people_of(viewer).filter(status=CompanyStatus.ASKED)
    return rows.select_related("participant").order_by("answered_on", "pk")[:SHOWN]


def waiting_for_company(viewer: Viewer) -> list[LessonCompany]:
    """Return the people of the viewer who asked to look at lessons together, the oldest wish first."""
    found = _waiting(viewer)
    viewer.looks.add(Category.LEARNING, {row.participant_id for row in found})
    return found


# ---- pages about a person --------------------------------------------------------------------------------------


@frozen
class PersonLessons:
    """What the page about a person's lessons shows."""

    mine: bool
    open: tuple[Place, ...]
    finished: tuple[Place, ...]
    put_away: tuple[Place, ...]
    is_shared: bool
    effect: str
    asked: LessonCompany | None
    offers_company: bool


def person_lessons(viewer: Viewer, participant: Participant, language: str) -> PersonLessons:
    """Return a person's lessons: all to the person, to others what the person shares."""
    mine = viewer.participant_id == participant.pk
    seen = places(viewer, participant, language)
    waiting = asked(viewer, participant)
    return PersonLessons(
        mine=mine,
        open=tuple(place for place in seen if place.is_open),
        finished=tuple(place for place in seen if place.is_finished),
        put_away=tuple(place for place in seen if not (place.is_open or place.is_finished)),
        is_shared=is_shared(participant),
        effect=rules.sharing_effect(team_names(viewer, participant)) if mine else "",
        asked=waiting,
        offers_company=waiting is None and offers_company(viewer, participant, seen),
    )


def in_one_line(seen: Sequence[Place]) -> str:
    """Return how many lessons were read and how many are open: "2 lessons read. 1 open."."""
    read, opened = sum(place.is_finished for place in seen), sum(place.is_open for place in seen)
    words = []
    if read:
        words.append(ngettext("%(n)s lesson read.", "%(n)s lessons read.", read) % {"n": read})
    if opened:
        words.append(ngettext("%(n)s lesson open.", "%(n)s lessons open.", opened) % {"n": opened})
    return " ".join(words)
