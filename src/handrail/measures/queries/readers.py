"""Who may be named as the one who reads a person's answers."""

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import CombinedExpression

from handrail.access import Category, Label, RelationKind, Viewer
from handrail.accounts.models import User
from handrail.measures.models import Schedule
from handrail.people.models import Participant, Relation

READING_KINDS = (RelationKind.COORDINATOR, RelationKind.CARE_TEAM)


def readers(viewer: Viewer, participant: Participant) -> QuerySet[User]:
    """Return the colleagues beside a person whose relation opens answers to them today, by name."""
    opens = (
        Relation.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
            participant=participant,
            kind__in=READING_KINDS,
            from_on__lte=viewer.today,
        )
        .alias(
            covers=_bit("scopes", Category.HEALTH.bit),
            cleared=_bit("clears", Label.RESTRICTED),
        )
        .filter(covers__gt=0, cleared__gt=0)
    )
    return User.objects.filter(pk__in=opens.values("user_id"), is_active=True).order_by("name", "pk")


def can_read(viewer: Viewer, schedule: Schedule) -> bool:
    """Return whether the one who reads a schedule's answers may still open them: else nobody would."""
    return readers(viewer, schedule.participant).filter(pk=schedule.reader_id).exists()


def _bit(name: str, bit: int) -> CombinedExpression:
    return F(name).bitand(bit)
