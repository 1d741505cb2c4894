from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from handrail.access import Label, Viewer
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotFound, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.intake import definitions, rules
from handrail.intake.definitions import QuestionSet
from handrail.intake.models import Answer, Conversation, Referral
from handrail.intake.queries.questions import questions_of
from handrail.intake.rules import AnswerState, AuthorKind, ConversationMode, KeptChoice, ReferralStatus
from handrail.people import actions as people
from handrail.people.models import KeptText, Participant


class NewerConversation(DomainError):
    """The conversation that somebody writes in is not the newest any more."""


@transaction.atomic
def start_conversation(
    *, participant: Participant, mode: ConversationMode, by: Viewer, place: str = ""
) -> Conversation:
    """
    Begin the conversation where and how the person likes (S-222: the place is kept).

    Raises DomainError while one is open, or while first contact has not led to a start.
    """
    if Conversation.objects.filter(participant=participant, read_back_at=None).exists():
        raise DomainError(str(_("You began this already. Go on where you stopped.")))
    referrals = Referral.objects.filter(participant=participant)
    if referrals.exists() and not referrals.filter(status=ReferralStatus.STARTED).exists():
        raise DomainError(str(_("First contact comes first. Then this page opens.")))
    first = questions_of(participant.organisation_id).first
    conversation = Conversation.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        mode=mode,
        place=kept(place)[:200],
        began_on=by.today,
        last_part=first.part,
        last_question=first.code,
    )
    record(by, "start_conversation", conversation, op="create")
    return conversation


@transaction.atomic
def choose_conversation_mode(
    *, conversation: Conversation, mode: ConversationMode, by: Viewer
) -> Conversation:
    """Change how the conversation is held: together, the person first, or a colleague writing."""
    conversation.mode = mode
    conversation.save(update_fields=["mode"])
    record(by, "choose_conversation_mode", conversation)
    return conversation


def checked_choices(question: definitions.Question, codes: Iterable[str]) -> str:
    """Return the chosen codes as they are stored; raise DomainError for one that the question does not have."""
    wanted = set(codes)
    known = [choice.code for choice in question.choices if choice.code in wanted]
    if len(known) != len(wanted) or (question.kind == "ruler" and len(known) > 1):
        raise DomainError(str(_("This choice is not on the page any more. Open the page again.")))
    return " ".join(known)


def _words(answer: Answer, language: str) -> str:
    asked = questions_of(answer.organisation_id)
    question = asked.wording(answer.question, answer.question_version) or asked.questions.get(answer.question)
    names = [one.text.say(language) for one in question.chosen(answer.choices)] if question else []
    return "\n".join([*([", ".join(names)] if names else []), *([answer.text] if answer.text else [])])


def _set_aside(answer: Answer, words: str, *, kind: str, author_id: UUID | None, language: str) -> None:
    people.keep_text(
        participant=answer.participant,
        target=answer,
        field=f"text.{kind}",
        text=words,
        author_id=author_id,
        language=language,
        label=Label.RESTRICTED,
    )


def open_conversation(conversation: Conversation) -> Conversation:
    """Return the newest row of a conversation, locked; raise NewerConversation when another has begun since."""
    row: Conversation = (
        Conversation.objects.select_for_update().select_related("participant").get(pk=conversation.pk)
    )
    later = Q(began_on__gt=row.began_on) | Q(began_on=row.began_on, pk__gt=row.pk)
    if Conversation.objects.filter(later, participant=row.participant).exists():
        raise NewerConversation(str(_("There is a newer conversation. These words stay as they were.")))
    return row


def _moved_on(conversation: Conversation, code: str, asked: QuestionSet) -> None:
    said = {}
    if asked.has_conditions:
        rows = Answer.objects.filter(conversation=conversation).exclude(state=AnswerState.SKIPPED)
        said = {row.question: frozenset(row.choices.split()) for row in rows}
    following = asked.next_question(code, said)
    conversation.last_part = following.part if following else ""
    conversation.last_question = following.code if following else ""
    conversation.read_back_at = None
    conversation.version += 1
    conversation.save()


def _merge(stored: Answer, coming: Answer, *, is_newest: bool, by: Viewer) -> Answer:
    """Write ``coming`` over ``stored``; words that would vanish are set aside, for a person to decide."""
    here, there = _words(stored, by.language), _words(coming, by.language)
    keeps = not is_newest and (
        not there or rules.stays(AuthorKind(stored.author_kind), AuthorKind(coming.author_kind))
    )
    if here != there and here and there and not is_newest:
        loser = coming if keeps else stored
        _set_aside(
            stored,
            there if keeps else here,
            kind=loser.author_kind,
            author_id=loser.author_id,
            language=loser.locale,
        )
    if keeps and here:
        return stored
    for field in ("question_version", "locale", "state", "text", "choices", "author_kind", "author_id"):
        setattr(stored, field, getattr(coming, field))
    stored.answered_at, stored.arrived_at = coming.answered_at, coming.arrived_at
    stored.version += 1
    stored.save()
    return stored


def _coming(
    conversation: Conversation,
    asked: definitions.Question,
    state: AnswerState,
    author_kind: AuthorKind,
    text: str,
    choices: Iterable[str],
    by: Viewer,
) -> Answer:
    """Return the answer as it was said, not yet written; raise DomainError for an answer without a word."""
    holds_words = state != AnswerState.SKIPPED
    coming = Answer(
        organisation_id=conversation.organisation_id,
        participant=conversation.participant,
        conversation=conversation,
        question=asked.code,
        question_version=asked.version,
        locale=by.language,
        state=state,
        text=kept(text) if holds_words else "",
        choices=checked_choices(asked, choices) if holds_words else "",
        author_kind=author_kind,
        author_id=by.user_id,
        label=Label.RESTRICTED if asked.sensitive else Label.NORMAL,
    )
    if state == AnswerState.ANSWERED and not (coming.text.strip() or coming.choices):
        raise DomainError(str(_("Write a word or choose something. Skip and Later are fine too.")))
    return coming


@transaction.atomic
def answer_question(
    *,
    conversation: Conversation,
    question: str,
    state: AnswerState,
    author_kind: AuthorKind,
    by: Viewer,
    text: str = "",
    choices: Iterable[str] = (),
    version: int = 0,
    shown_version: int = 0,
    at: datetime | None = None,
) -> Answer:
    """
    Keep what was said to one question, in whose words, or that it was skipped or left for later (S-041).

    ``version`` is that of the answer which the page showed, 0 for none. Words that somebody else wrote
    meanwhile never vanish: the person's own stay, the others are kept aside until a person decides.
    The resume position moves on, and answers that were read back are open again. ``at`` is when it was said, where
    that was without a signal and before now; then ``shown_version`` is the wording that the page had.
    """
    every = questions_of(conversation.organisation_id)
    asked = every.questions.get(question)
    if asked is None:
        raise NotFound(str(_("There is no such page.")))
    row = open_conversation(conversation)
    shown = every.wording(question, shown_version) or asked
    answer = _coming(row, shown, state, author_kind, text, choices, by)
    if at is not None:
        answer.answered_at, answer.arrived_at = at, clock.now()
    stored = Answer.objects.select_for_update().filter(conversation=row, question=question).first()
    if stored is None:
        answer.save()
    else:
        answer = _merge(stored, answer, is_newest=stored.version == version, by=by)
    _moved_on(row, question, every)
    record(by, "answer_question", answer, op="create" if stored is None else "change")
    return answer


@transaction.atomic
def settle_kept_words(*, words: KeptText, choice: KeptChoice, by: Viewer) -> KeptText:
    """Carry out what a person decided about words that were set aside; the words that go are kept in their place."""
    row: KeptText = KeptText.objects.select_for_update().get(pk=words.pk)
    if row.settled_at is not None:
        raise Stale(str(_("Somebody decided this already. Look at the answer again.")))
    answer = Answer.objects.select_for_update().get(pk=row.object_id)
    if choice == KeptChoice.BOTH:
        answer.text = f"{answer.text}\n\n{row.text}" if answer.text else row.text
    if choice == KeptChoice.USE_OTHER:
        here, kind = _words(answer, by.language), answer.author_kind
        answer.text, answer.choices, answer.author_kind = row.text, "", row.field.removeprefix("text.")
        answer.author_id, row.author_id = row.author_id, answer.author_id
        row.text, row.field = here, f"text.{kind}"
    if choice != KeptChoice.THESE_STAY:
        answer.state = AnswerState.ANSWERED
        answer.version += 1
        answer.save()
    row.settled_at = clock.now()
    row.save()
    record(by, "settle_kept_words", row)
    return row


@transaction.atomic
def read_back(*, conversation: Conversation, version: int, by: Viewer) -> Conversation:
    """Keep that the answers were read together and agreed; raise Stale when one changed since the page was shown."""
    row = open_conversation(conversation)
    if row.version != version:
        raise Stale(str(_("An answer changed in the meantime. Read it once more.")))
    row.read_back_at = clock.now()
    row.version += 1
    row.save()
    record(by, "read_back", row)
    return row
