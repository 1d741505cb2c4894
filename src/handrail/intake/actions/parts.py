"""Who sees to a part of the conversation: given, taken back, answered, finished, and what the person says of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from handrail.access import RelationKind, Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import _
from handrail.intake import rules
from handrail.intake.actions.conversation import checked_choices, open_conversation
from handrail.intake.definitions import Question
from handrail.intake.models import AskedAnswer, Conversation, MeetingGuest, PartOwner
from handrail.intake.queries.questions import questions_of
from handrail.intake.rules import SaidOfPart
from handrail.people import actions as people
from handrail.people.models import Participant, Relation

OUTSIDE_KINDS = [kind for kind in rules.OWNER_KINDS if rules.needs_own_yes(kind)]


@frozen
class AskedWords:
    """What somebody who was asked says to one question."""

    text: str = ""
    choices: tuple[str, ...] = ()


def _relation_of(participant: Participant, owner: User, by: Viewer) -> Relation:
    """Return by which relation somebody can own a part; raise DomainError when none is open."""
    runs = Q(to_on__isnull=True) | Q(to_on__gt=by.today)
    rows = Relation.objects.filter(runs, participant=participant, user=owner, from_on__lte=by.today)
    found = {row.kind: row for row in rows.filter(kind__in=list(rules.OWNER_KINDS)).order_by("to_on")}
    kind = next((kind for kind in rules.OWNER_KINDS if kind in found), None)
    if kind is None:
        raise DomainError(str(_("This person is not beside you here yet. Let them in first.")))
    return found[kind]


def open_asked(relation: Relation) -> None:
    """Let somebody near, or a peer, see what they are asked; raise DomainError when the person refuses it to them."""
    people.open_wider(relation=relation, categories=rules.ASKED_OPENS)
    if not all(relation.scopes & one.bit for one in rules.ASKED_OPENS):
        raise DomainError(str(_("You closed this to them. Look at “Who sees what” first.")))


def close_asked(participant: Participant, user: User, by: Viewer) -> None:
    """Close again what was opened for asking, once nothing is asked of them any more."""
    comes = Q(user=user) | Q(supporter__user=user)
    guests = MeetingGuest.objects.filter(comes, participant=participant, to_on=None, yes_on__isnull=False)
    if guests.exists() or PartOwner.objects.standing().filter(participant=participant, owner=user).exists():
        return
    runs = Q(to_on__isnull=True) | Q(to_on__gt=by.today)
    for relation in Relation.objects.filter(runs, participant=participant, user=user, kind__in=OUTSIDE_KINDS):
        people.close_narrower(relation=relation, categories=rules.ASKED_OPENS)
        if relation.kind == RelationKind.PEER and not (relation.scopes or relation.withheld):
            people.let_out(relation=relation, by=by)


def _end(row: PartOwner, by: Viewer) -> None:
    row.to_on = by.today
    row.version += 1
    row.save()
    close_asked(row.participant, row.owner, by)


def _standing(row: PartOwner, version: int | None = None) -> PartOwner:
    rows = PartOwner.objects.select_for_update(of=("self",)).select_related("participant", "owner")
    found: PartOwner = rows.get(pk=row.pk)
    if found.to_on is not None or (version is not None and found.version != version):
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return found


@transaction.atomic
def give_part(
    *, conversation: Conversation, part: str, owner: User, by: Viewer, agreed: bool = False
) -> PartOwner:
    """
    Let somebody else see to one part of the conversation (S-048); whoever had it before has it no more.

    A relative or a peer is asked only with the person's own yes: theirs here, or ``agreed`` as the team heard it.
    They then see the questions of that part and their own answers. Raises DomainError without an open relation.
    """
    questions_of(conversation.organisation_id).part(part)
    held = open_conversation(conversation)
    relation = _relation_of(held.participant, owner, by)
    kind = RelationKind(relation.kind)
    is_outside = rules.needs_own_yes(kind)
    if is_outside and by.participant_id != held.participant_id and not agreed:
        words = _("Ask %(name)s first, and say here that the answer was yes.")
        raise DomainError(str(words % {"name": held.participant.called}))
    before = PartOwner.objects.standing().filter(conversation=held, part=part).first()
    if before is not None:
        _end(before, by)
    if is_outside:
        open_asked(relation)
    row = PartOwner.objects.create(
        organisation_id=held.organisation_id,
        participant_id=held.participant_id,
        conversation=held,
        part=part,
        owner=owner,
        kind=rules.OWNER_KINDS[kind],
        given_by_id=by.user_id,
        from_on=by.today,
    )
    record(by, "give_part", row, op="create")
    return row


@transaction.atomic
def take_part_back(*, owned: PartOwner, by: Viewer) -> PartOwner:
    """Make a part the person's own again, in one tap; what was said stays, as the words of whoever said it."""
    row = _standing(owned)
    _end(row, by)
    record(by, "take_part_back", row)
    return row


@transaction.atomic
def finish_part(*, owned: PartOwner, by: Viewer) -> PartOwner:
    """Keep that the owner says: my part is finished. The person goes on as they like. Only the owner says so."""
    row = _own(owned, by)
    row.finished_at = clock.now()
    row.version += 1
    row.save()
    record(by, "finish_part", row)
    return row


def _own(owned: PartOwner, by: Viewer, version: int | None = None) -> PartOwner:
    row = _standing(owned, version)
    if row.owner_id != by.user_id:
        raise NotAllowed(str(_("Whoever has this part says that. You can ask them.")))
    row.person_says, row.person_said_at, row.person_words = "", None, ""
    return row


@transaction.atomic
def say_of_part(*, owned: PartOwner, says: SaidOfPart, by: Viewer, words: str = "") -> PartOwner:
    """Keep what the person says of a finished part: it is right, or not yet and why. Its owner reads that."""
    row = _standing(owned)
    if by.participant_id != row.participant_id:
        raise NotAllowed(str(_("The person says that themselves.")))
    if row.finished_at is None:
        raise DomainError(str(_("This part is not finished yet. You can take it back at any time.")))
    row.person_says, row.person_said_at, row.person_words = says, clock.now(), kept(words)
    row.version += 1
    row.save()
    record(by, "say_of_part", row)
    return row


def _said(row: PartOwner, question: Question, words: AskedWords, by: Viewer) -> None:
    """Write, change or take away the owner's own words to one question."""
    text, codes = kept(words.text), checked_choices(question, words.choices)
    own: dict[str, Any] = {
        "conversation_id": row.conversation_id,
        "question": question.code,
        "author_id": row.owner_id,
    }
    if not (text.strip() or codes):
        AskedAnswer.objects.filter(**own).delete()
        return
    AskedAnswer.objects.update_or_create(
        **own,
        defaults={
            "organisation_id": row.organisation_id,
            "participant_id": row.participant_id,
            "question_version": question.version,
            "locale": by.language,
            "text": text,
            "choices": codes,
            "author_kind": row.kind,
            "answered_at": clock.now(),
        },
    )


@transaction.atomic
def answer_part(
    *,
    owned: PartOwner,
    words: Mapping[str, AskedWords],
    by: Viewer,
    version: int,
    is_finished: bool = False,
) -> PartOwner:
    """
    Keep what the owner of a part says to its questions, beside the person's own words and never over them.

    ``version`` is that of the part which the page showed: raises Stale when it was changed on another device.
    """
    row = _own(owned, by, version)
    open_conversation(row.conversation)
    for question in questions_of(row.organisation_id).part(row.part).asked_of_others:
        _said(row, question, words.get(question.code, AskedWords()), by)
    row.finished_at = clock.now() if is_finished else None
    row.version += 1
    row.save()
    record(by, "answer_part", row)
    return row
