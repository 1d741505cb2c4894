"""What a place asks in the conversation: ours, with its own questions in their place."""

from collections import OrderedDict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from handrail.access import Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue.definitions import Said
from handrail.intake import definitions
from handrail.intake.definitions import AskedAfter, Choice, Question, QuestionSet
from handrail.intake.models import SiteQuestion
from handrail.intake.rules.questions import SITE_VERSIONS
from handrail.prepared import prepared

PLACES_REMEMBERED = 64
# What each place asks, as this process read it last, under the place and the newest row that was there then.
_remembered: OrderedDict[tuple[UUID, UUID], QuestionSet] = OrderedDict()


@frozen
class WrittenQuestion:
    """One question as the page of words shows it."""

    question: Question
    text: str
    is_ours: bool  # we ship it; else it is the place's alone
    is_changed: bool  # the place has words of its own for it


@frozen
class WrittenPart:
    """One part with its questions, hidden ones too."""

    code: str
    title: str
    questions: tuple[WrittenQuestion, ...]


@frozen
class Version:
    """One wording of a question, and since when."""

    question: Question
    text: str
    since: date | None  # None: as we ship it
    by: str


def newest_of(organisation_id: UUID | OuterRef) -> QuerySet[SiteQuestion, UUID]:
    """Return the key of the newest row of a place: while it stays, what the place asks stays."""
    rows = SiteQuestion.objects.filter(organisation_id=organisation_id).order_by("-edition", "-pk")
    return rows.values_list("pk", flat=True)[:1]


@prepared
def _newest(organisation_id: UUID) -> QuerySet[SiteQuestion, UUID]:
    return newest_of(organisation_id)


def _said(texts: dict[str, str]) -> Said:
    return Said(tuple(sorted(texts.items())))


def _after(raw: dict[str, Any]) -> tuple[AskedAfter, ...]:
    found = raw.get("all") or raw.get("any") or ()
    return tuple(AskedAfter(one["question"], frozenset(one["choices"]), one["without"]) for one in found)


def as_question(row: SiteQuestion) -> Question:
    """Return a stored version as the conversation asks it."""
    hint = row.texts.get("hint")
    return Question(
        code=row.code,
        part=row.part,
        version=row.version,
        kind=row.kind,
        sensitive=row.is_sensitive,
        text=_said(row.texts["text"]),
        why=_said(row.texts["why"]),
        hint=_said(hint) if hint else None,
        choices=tuple(Choice(one["code"], _said(one["text"])) for one in row.choices),
        hidden=row.is_hidden,
        after=_after(row.asked_after),
        after_all="all" in row.asked_after,
    )


def questions_of(organisation_id: UUID) -> QuestionSet:
    """Return what a place asks. It costs one small statement; the rows are read again only after a change."""
    return questions_at(organisation_id, _newest.first(organisation_id))


def questions_at(organisation_id: UUID, newest: UUID | None) -> QuestionSet:
    """Return what a place asks while ``newest`` is its newest row; without one, what we ship."""
    if newest is None:
        return definitions.shipped()
    found = _remembered.get((organisation_id, newest))
    if found is None:
        rows = SiteQuestion.objects.filter(organisation_id=organisation_id).order_by("edition", "pk")
        found = definitions.question_set(as_question(row) for row in rows)
        _remembered[organisation_id, newest] = found
        while len(_remembered) > PLACES_REMEMBERED:
            _remembered.popitem(last=False)
    return found


def written_parts(viewer: Viewer) -> list[WrittenPart]:
    """Return every part with its questions, for who writes the words of the place."""
    ours = definitions.questions()
    found = questions_of(viewer.own_organisation)
    return [
        WrittenPart(
            part.code,
            part.title.say(viewer.language),
            tuple(
                WrittenQuestion(
                    one, one.text.say(viewer.language), one.code in ours, one.version > SITE_VERSIONS
                )
                for one in part.questions
            ),
        )
        for part in found.parts
    ]


def written_question(viewer: Viewer, code: str) -> Question:
    """Return one question of the viewer's place; raise NotFound when it asks none of that name."""
    found = questions_of(viewer.own_organisation).questions.get(code)
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def versions_of(viewer: Viewer, code: str, language: str) -> list[Version]:
    """Return every wording that a question has had here, the newest first."""
    rows = SiteQuestion.objects.filter(organisation_id=viewer.own_organisation, code=code)
    found = [
        Version(
            as_question(row),
            as_question(row).text.say(language),
            row.written_on,
            row.written_by.name if row.written_by else "",
        )
        for row in rows.select_related("written_by").order_by("-version")
    ]
    ours = definitions.questions().get(code)
    return [*found, *([Version(ours, ours.text.say(language), None, "")] if ours else [])]
