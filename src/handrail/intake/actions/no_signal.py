"""Taking what was written without a signal: opened, once only, under the rights that its author has now."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from handrail.access import Category, Label, Permission, Role, Viewer
from handrail.accounts.models import Membership
from handrail.audit import actions as audit
from handrail.base import clock
from handrail.base.errors import DomainError, NotFound, Stale
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.intake import sealing
from handrail.intake.actions.conversation import NewerConversation, answer_question
from handrail.intake.models import Answer, Conversation, LateAnswer
from handrail.intake.queries.questions import questions_of
from handrail.intake.rules import LATE_REASONS, AnswerState, AuthorKind, Became, LateReason
from handrail.intake.rules.no_signal import (
    PASS_LASTS,
    SealedOp,
    Unreadable,
    Written,
    read_written,
    written_at,
)
from handrail.people.models import DataKey
from handrail.people.queries import own_record_id, person

ROUTE = "intake:no_signal"
ANSWERED, NOTHING, REPLACED = "answer", "nothing", "replaced"


@frozen
class Taken:
    """What became of one sealed answer, and the sentence that says why where it is not an answer now."""

    op: UUID
    became: Became
    why: str = ""


@frozen
class Arrival:
    """One answer with all that is known of it: opened, its pass read, its conversation found."""

    written: Written
    given: sealing.Pass
    conversation: Conversation
    digest: str
    at: datetime
    now: datetime

    @property
    def kind(self) -> AuthorKind:
        """Whose words they are; where nobody said so, those of the role that wrote."""
        is_own = self.given.role == Role.PARTICIPANT
        return AuthorKind(self.written.author or (AuthorKind.MINE if is_own else AuthorKind.STAFF))


def _opened(op: SealedOp, now: datetime) -> Arrival:
    """Return what was sealed; raise Unreadable for what this place did not give a pass to."""
    plain = sealing.open_sealed(op)
    written = read_written(op.op, plain)
    given = sealing.read_pass(written.given)
    rows = Conversation.objects.select_related("participant", "organisation")
    held = rows.filter(key=given.conversation).first()
    if held is None:
        raise Unreadable(str(_("Nobody can say whose answer this is. It stays on the phone.")))
    at = written_at(written.at, opened_at=given.opened_at, now=now)
    return Arrival(written, given, held, audit.body_digest(plain), at, now)


def _author(arrival: Arrival, by: Viewer) -> tuple[Viewer, bool]:
    """Return who wrote it as a viewer of today, and whether they still are what they were when the page was opened."""
    place, given = arrival.conversation.organisation, arrival.given
    today = clock.today(place.zone)
    rows = Membership.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=today),
        organisation=place,
        user_id=given.user_id,
        user__is_active=True,
        role=given.role,
        from_on__lte=today,
    )
    viewer = Viewer(
        actor="user",
        today=today,
        user_id=given.user_id,
        organisation_id=place.pk,
        role=given.role,
        session=by.session,
        language=given.language,
        zone=place.zone,
        participant_id=own_record_id(given.user_id, place.pk),
        request_id=by.request_id,
    )
    return viewer, rows.exists()


def _barred(arrival: Arrival, author: Viewer, *, is_member: bool) -> LateReason | None:
    """Return why nothing of its author may be written here now, None when it may."""
    if arrival.now - arrival.given.opened_at > PASS_LASTS:
        return LateReason.OLD
    try:
        if not is_member or not author.may(Permission.INTAKE_ANSWER):
            return LateReason.CLOSED
        person(author, arrival.conversation.participant.key, Category.INTAKE)
    except NotFound:
        return LateReason.CLOSED
    return None


def _answer(arrival: Arrival, author: Viewer, version: int) -> str:
    """Write the answer and return what is remembered of it: its version, by which a later one knows that it saw it."""
    written = arrival.written
    answer = answer_question(
        conversation=arrival.conversation,
        question=written.question,
        state=AnswerState.ANSWERED if written.says else AnswerState.LATER,
        author_kind=arrival.kind,
        text=written.text,
        choices=written.choices,
        version=version,
        shown_version=written.version,
        at=arrival.at,
        by=author,
    )
    return f"{ANSWERED} {answer.version}"


@transaction.atomic
def keep_late_answer(*, arrival: Arrival, reason: LateReason, by: Viewer) -> LateAnswer:
    """Keep apart what could not be taken as an answer, in its author's name, for the person and the team to read."""
    written, held = arrival.written, arrival.conversation
    asked = questions_of(held.organisation_id).questions.get(written.question)
    is_open = asked is not None and not asked.sensitive
    late = LateAnswer.objects.create(
        organisation_id=held.organisation_id,
        participant_id=held.participant_id,
        label=Label.NORMAL if is_open else Label.RESTRICTED,
        conversation=held,
        op_id=written.op,
        question=written.question,
        question_version=written.version,
        locale=by.language,
        text=written.text,
        choices=" ".join(written.choices),
        author_kind=arrival.kind,
        author_id=arrival.given.user_id,
        reason=reason,
        written_at=arrival.at,
        arrived_at=arrival.now,
    )
    audit.record(by, "keep_late_answer", late, op="create")
    return late


@transaction.atomic
def put_late_answer_away(*, late: LateAnswer, by: Viewer) -> LateAnswer:
    """Keep that somebody read what came late; raise Stale when somebody else did so before."""
    row: LateAnswer = LateAnswer.objects.select_for_update(of=("self",)).get(pk=late.pk)
    if row.put_away_at is not None:
        raise Stale(str(_("Somebody put this away already.")))
    row.put_away_at, row.put_away_by_id = clock.now(), by.user_id
    row.save(update_fields=["put_away_at", "put_away_by"])
    audit.record(by, "put_late_answer_away", row)
    return row


def _stands_already(arrival: Arrival) -> bool:
    """Return whether just these words are kept here already, as an answer or apart."""
    written = arrival.written
    rows = Answer.objects.filter(conversation=arrival.conversation, question=written.question)
    said = {"text": written.text, "choices": " ".join(written.choices)}
    return rows.filter(**said).exists() or LateAnswer.objects.filter(op_id=written.op).exists()


def _carry_out(arrival: Arrival, author: Viewer, *, is_member: bool, version: int) -> tuple[Taken, str]:
    """Write one answer, or keep it apart; return what the phone is told and what is remembered."""
    written = arrival.written
    if not DataKey.objects.filter(participant_id=arrival.conversation.participant_id).exists():
        return Taken(written.op, Became.GONE, str(_("This record is not here any more."))), NOTHING
    if not written.says and not version:
        return Taken(
            written.op, Became.RECEIVED
        ), NOTHING  # words that were taken back before they had arrived
    reason = _barred(arrival, author, is_member=is_member)
    if reason is None:
        try:
            with transaction.atomic():
                return Taken(written.op, Became.RECEIVED), _answer(arrival, author, version)
        except NewerConversation:
            reason = LateReason.NEWER
        except DomainError:
            reason = LateReason.CHANGED
    if not written.says:
        return Taken(written.op, Became.RECEIVED), NOTHING
    if _stands_already(arrival):
        return Taken(written.op, Became.AGAIN), NOTHING
    keep_late_answer(arrival=arrival, reason=reason, by=author)
    return Taken(written.op, Became.LATE, str(LATE_REASONS[reason])), str(reason)


def _seen_version(known: dict[UUID, tuple[str, str]], before: tuple[UUID, ...]) -> int:
    """Return the version that the newest of the earlier answers left, 0 when none of them has arrived."""
    answers = [known[one][0].split() for one in before if one in known]
    return max((int(rest[0]) for word, *rest in answers if word == ANSWERED), default=0)


def _take(arrival: Arrival, by: Viewer) -> Taken:
    written = arrival.written
    author, is_member = _author(arrival, by)
    ids = (written.op, *written.before)
    known = audit.answers_given(author, route=ROUTE, op_ids=ids)
    if written.op in known:
        is_same = known[written.op][0] == REPLACED or known[written.op][1] == arrival.digest
        why = "" if is_same else str(_("This answer was sent before with other words."))
        return Taken(written.op, Became.AGAIN if is_same else Became.REFUSED, why)
    version = _seen_version(known, written.before)
    taken, remembered = _carry_out(arrival, author, is_member=is_member, version=version)
    audit.receive(author, op_id=written.op, route=ROUTE, body_sha256=arrival.digest, answer=remembered)
    for one in dict.fromkeys(written.before):
        if (
            one not in known and one != written.op
        ):  # comes later, or never: newer words of the same hand stand
            audit.receive(author, op_id=one, route=ROUTE, body_sha256="", answer=REPLACED)
    return taken


def take_sealed(op: SealedOp, *, by: Viewer) -> Taken:
    """
    Take one sealed answer in a transaction of its own: once, however often and by whomever it is brought.

    ``by`` is whose session brings it, ``Viewer`` of the event is its author. What cannot be opened, and whose author
    this place does not know, is refused and stays on the phone; everything else is an answer, or is kept apart.
    """
    try:
        arrival = _opened(op, clock.now())
        try:
            with transaction.atomic():
                return _take(arrival, by)
        except IntegrityError:  # the same answer came by two ways at once, and the other was first
            with transaction.atomic():
                return _take(arrival, by)
    except (Unreadable, IntegrityError) as error:
        words = (
            str(error) if isinstance(error, Unreadable) else str(_("This answer came under another name."))
        )
        return Taken(op.op, Became.REFUSED, words)
