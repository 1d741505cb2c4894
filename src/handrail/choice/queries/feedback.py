"""How people found a programme: one's own answers, and the sum for everybody."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import ngettext

from handrail.access import Viewer
from handrail.base.words import _
from handrail.catalogue.definitions import programme_types
from handrail.catalogue.figures import Figure
from handrail.choice.models import Feedback
from handrail.choice.rules import feedback as rules
from handrail.choice.rules.feedback import QUESTIONS, Found
from handrail.intake.models import Enrolment
from handrail.people.models import Participant
from handrail.prepared import prepared


def own_feedback(viewer: Viewer, participant: Participant, programme_type: str) -> Feedback | None:
    """Return what the person says of a programme now; it opens to them alone."""
    rows: QuerySet[Feedback] = Feedback.objects.visible_to(viewer)
    return rows.filter(participant=participant, programme_type=programme_type, withdrawn_on=None).first()


def has_begun(viewer: Viewer, participant: Participant, programme_type: str) -> bool:
    """Return whether a programme of this type has ever begun for the person."""
    rows: QuerySet[Enrolment] = Enrolment.objects.visible_to(viewer).filter(participant=participant)
    return rows.filter(programme_type=programme_type, started_on__isnull=False).exists()


@prepared
def _sums(viewer: Viewer | None, code: str) -> QuerySet[Feedback, tuple[int, ...]]:
    rows = Feedback.objects.filter(programme_type=code, withdrawn_on__isnull=True)
    if viewer is not None:
        rows = rows.filter(organisation_id=viewer.own_organisation)
    counts: dict[str, Any] = {"people": Count("pk")}
    for question in QUESTIONS:
        counts[f"yes_{question}"] = Count("pk", filter=Q(**{question: Found.YES}))
        counts[f"said_{question}"] = Count("pk", filter=~Q(**{question: ""}))
    found: QuerySet[Feedback, tuple[int, ...]] = (
        rows.order_by().values("programme_type").annotate(**counts).values_list(*counts)
    )
    return found


def _count(viewer: Viewer | None, slug: str) -> dict[str, list[int]]:
    """Count answers about a programme: how many people, then yes and answered of each question. No names."""
    code = next(one.code for one in programme_types() if one.slug == slug)
    people, *numbers = _sums.first(viewer, code) or [0] * (1 + 2 * len(QUESTIONS))
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return {"people": [people], **{name: list(pair) for name, pair in zip(QUESTIONS, pairs, strict=True)}}


FEEDBACK = Figure("feedback", _count)


def told_of(viewer: Viewer | None, slug: str) -> list[str]:
    """Return what people say of a programme as a few lines in tenths; one line while too few have answered."""
    counts = _count(None, slug) if viewer is None else FEEDBACK.of(viewer, slug)
    (people,) = counts["people"]
    yes = {question: (counts[question][0], counts[question][1]) for question in QUESTIONS}
    lines = rules.told(people, yes)
    if not lines:
        return [str(_("Too few people have answered to show what they say."))]
    return [
        ngettext("About %(n)s of 10 say: %(what)s.", "About %(n)s of 10 say: %(what)s.", one.tenths)
        % {"n": one.tenths, "what": QUESTIONS[one.question][1]}
        for one in lines
    ]
