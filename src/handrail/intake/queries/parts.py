"""Who sees to which part of the conversation, what somebody near is asked, and what came back to the coordinator."""

from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from handrail.access import Category, RelationKind, Viewer
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.intake import definitions
from handrail.intake.definitions import Part, Question
from handrail.intake.models import AskedAnswer, Conversation, PartOwner, Referral
from handrail.intake.queries.conversation import current_conversation
from handrail.intake.queries.questions import questions_of
from handrail.intake.rules import OWNER_KINDS, SAID_OF_PART, AuthorKind, SaidOfPart, needs_own_yes
from handrail.people.kept import keeps
from handrail.people.models import Participant, Relation
from handrail.people.queries import coordinator_of
from handrail.prepared import prepared

LIST_LENGTH = 20


@frozen
class OwnedPart:
    """A part that somebody else sees to, as the pages of the person and the team say it."""

    row: PartOwner
    title: str
    sentence: str
    is_mine: bool
    is_open: bool
    said: str

    @property
    def key(self) -> str:
        return self.row.key


@frozen
class AskedQuestion:
    """One question as it is put to somebody near: what the person is asked, and what this one said."""

    question: Question
    title: str
    text: str
    chosen: tuple[str, ...]


@frozen
class AskedPart:
    """A part that the viewer was asked about: its questions, and nobody's answers but their own."""

    row: PartOwner
    title: str
    asked: tuple[AskedQuestion, ...]
    said: str


@frozen
class CameBack:
    """A part whose owner may not come near any more: it is the coordinator's from that day on."""

    person_key: str
    called: str
    title: str
    name: str


@frozen
class Eligible:
    """Somebody beside the person who can see to a part."""

    user: User
    part: str
    is_outside: bool


def _about(part: Part, viewer: Viewer) -> str:
    return (part.about or part.title).say(viewer.language)


def _sentence(row: PartOwner, part: Part, viewer: Viewer, *, own: bool, coordinator: str) -> str:
    said = {
        "name": row.owner.name,
        "about": _about(part, viewer) if own else part.title.say(viewer.language),
        "coordinator": coordinator,
    }
    is_family = row.kind == AuthorKind.FAMILY
    if not row.is_open:
        back = (
            _("It came back to %(coordinator)s: %(about)s.")
            if coordinator
            else _("It came back to your team: %(about)s.")
        )
        return str(back % said)
    if own:
        words = _("You asked %(name)s about %(about)s.") if is_family else _("%(name)s asks about %(about)s.")
    else:
        words = _("%(name)s was asked: %(about)s.") if is_family else _("%(name)s asks: %(about)s.")
    return str(words % said)


@prepared
def _owned(viewer: Viewer, participant_id: UUID) -> QuerySet[PartOwner]:
    rows = PartOwner.objects.visible_to(viewer).standing().told_whether_open(viewer)
    found: QuerySet[PartOwner] = rows.filter(participant_id=participant_id).select_related("owner")
    return found.order_by("pk")


def who_asks(viewer: Viewer, participant: Participant, held: Conversation | None) -> list[OwnedPart]:
    """Return who sees to which part of this conversation, in its order; the person owns every part that is not here."""
    if held is None or not keeps(viewer, participant, PartOwner):
        return []
    rows = {row.part: row for row in _owned(viewer, participant.pk) if row.conversation_id == held.pk}
    relation = coordinator_of(participant) if any(not row.is_open for row in rows.values()) else None
    own = viewer.participant_id == participant.pk
    coordinator = relation.user.name if relation else ""
    found = []
    for part in definitions.parts():
        if (row := rows.get(part.code)) is None:
            continue
        found.append(
            OwnedPart(
                row=row,
                title=part.title.say(viewer.language),
                sentence=_sentence(row, part, viewer, own=own, coordinator=coordinator),
                is_mine=row.owner_id == viewer.user_id,
                is_open=row.is_open,
                said=_said_of(row),
            )
        )
    return found


def _said_of(row: PartOwner) -> str:
    return str(SAID_OF_PART[SaidOfPart(row.person_says)]) if row.person_says else ""


def owned_part(viewer: Viewer, participant: Participant, key: str) -> PartOwner:
    """Return one standing row by its key; raise NotFound when it was taken back or is closed."""
    rows = PartOwner.objects.visible_to(viewer).standing().select_related("owner")
    found: PartOwner | None = rows.filter(participant=participant, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def may_own(viewer: Viewer, participant: Participant) -> list[Eligible]:
    """Return who can see to a part: everybody beside the person whose relation runs today, the team first."""
    rows = Relation.objects.select_related("user").filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
        participant=participant,
        from_on__lte=viewer.today,
        kind__in=list(OWNER_KINDS),
        user__is_active=True,
    )
    order = list(OWNER_KINDS)
    found: dict[UUID, Eligible] = {}
    for row in sorted(rows, key=lambda row: (order.index(RelationKind(row.kind)), row.user.name)):
        outside = needs_own_yes(RelationKind(row.kind))
        found.setdefault(row.user_id, Eligible(row.user, row.part, outside))
    return list(found.values())


@prepared
def _asked_of(viewer: Viewer, participant_id: UUID) -> QuerySet[PartOwner]:
    rows = PartOwner.objects.visible_to(viewer).standing()
    return rows.filter(participant_id=participant_id, owner_id=viewer.own_user).order_by("pk")


@prepared
def _own_words(viewer: Viewer, participant_id: UUID) -> QuerySet[AskedAnswer]:
    rows = AskedAnswer.objects.visible_to(viewer)
    return rows.filter(participant_id=participant_id, author_id=viewer.own_user)


def asked_of_me(viewer: Viewer, participant: Participant) -> list[AskedPart]:
    """Return the parts that the viewer was asked about, with their own words and nobody else's."""
    viewer.looks.add(Category.ASKED, {participant.pk})
    rows = {row.part: row for row in _asked_of(viewer, participant.pk)}
    if not rows:
        return []
    words = {(row.conversation_id, row.question): row for row in _own_words(viewer, participant.pk)}
    found = []
    for part in questions_of(participant.organisation_id).parts:
        if (row := rows.get(part.code)) is None:
            continue
        asked = tuple(
            _put(question, words.get((row.conversation_id, question.code)), viewer)
            for question in part.asked_of_others
        )
        found.append(AskedPart(row, part.title.say(viewer.language), asked, _said_of(row)))
    return found


def _put(question: Question, said: AskedAnswer | None, viewer: Viewer) -> AskedQuestion:
    return AskedQuestion(
        question,
        question.text.say(viewer.language),
        said.text if said else "",
        tuple(said.choices.split()) if said else (),
    )


def whoever_answers() -> Coalesce:
    """Return, for rows about a person, who answers for them: the coordinator, or whoever has first contact meanwhile."""
    named = Relation.objects.filter(
        participant_id=OuterRef("participant_id"), kind=RelationKind.COORDINATOR, to_on__isnull=True
    )
    called = Referral.objects.filter(participant_id=OuterRef("participant_id"), contact__isnull=False)
    return Coalesce(
        Subquery(named.values("user_id")[:1]), Subquery(called.order_by("-pk").values("contact_id")[:1])
    )


@prepared
def _came_back(viewer: Viewer) -> QuerySet[PartOwner]:
    rows = PartOwner.objects.among_people_of(viewer).standing().told_whether_open(viewer)
    mine = rows.annotate(answers=whoever_answers()).filter(answers=viewer.own_user, is_open=False)
    found: QuerySet[PartOwner] = mine.select_related("participant", "owner").order_by("pk")[:LIST_LENGTH]
    return found


def came_back(viewer: Viewer) -> list[CameBack]:
    """
    Return the parts that came back to the viewer, who coordinates, or made first contact while nobody does.

    Asked of the relations as they are today: nothing has to run when somebody is let out.
    """
    if not viewer.is_staff:
        return []
    rows = _came_back(viewer)
    viewer.looks.add(Category.ASKED, {row.participant_id for row in rows})
    return [
        CameBack(
            row.participant.key,
            row.participant.called,
            definitions.shipped().part(row.part).title.say(viewer.language),
            row.owner.name,
        )
        for row in rows
    ]


def came_back_of(viewer: Viewer, participant: Participant) -> list[str]:
    """Return in sentences which parts of the person's own conversation came back, for the person."""
    held = current_conversation(viewer, participant)
    return [one.sentence for one in who_asks(viewer, participant, held) if not one.is_open]
