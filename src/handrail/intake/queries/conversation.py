from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.intake.definitions import Part, Question, QuestionSet
from handrail.intake.models import Answer, AskedAnswer, Conversation
from handrail.intake.queries.questions import newest_of, questions_at, questions_of
from handrail.intake.rules import OUTSIDE_ROLES, AnswerState, AuthorKind
from handrail.people.kept import keeps
from handrail.people.models import KeptText, Participant
from handrail.prepared import prepared

SHOWN_STRENGTHS = 6


@frozen
class Asked:
    """One question with what was said to it, in the viewer's language; ``then`` when it was asked in other words."""

    question: Question
    title: str
    answer: Answer | None
    chosen: tuple[str, ...]
    kept: tuple[KeptText, ...] = ()
    then: str = ""
    beside: tuple[AskedAnswer, ...] = ()  # what others who were asked said, each in their own words

    def chosen_by(self, row: AskedAnswer, language: str) -> list[str]:
        """Return what somebody else chose, in words."""
        return [one.text.say(language) for one in self.question.chosen(row.choices)]

    @property
    def has_words(self) -> bool:
        return self.answer is not None and bool(self.answer.text or self.chosen)


@frozen
class ShownPart:
    """One of the seven parts with its questions and how far it is."""

    part: Part
    number: int
    title: str
    asked: tuple[Asked, ...]
    state: str
    tag: Words | str


@frozen
class ConversationPage:
    """The whole conversation as its pages show it."""

    conversation: Conversation | None
    parts: tuple[ShownPart, ...]
    stopped_at: Asked | None

    @property
    def all_asked(self) -> Iterable[Asked]:
        return (one for part in self.parts for one in part.asked)

    def asked(self, part: str, question: str) -> Asked:
        """Return one question; raise NotFound when the part has none of that name."""
        for one in self.all_asked:
            if (one.question.part, one.question.code) == (part, question):
                return one
        raise NotFound(str(_("There is no such page.")))


@prepared
def _conversation(viewer: Viewer, participant_id: UUID) -> QuerySet[Conversation]:
    rows = Conversation.objects.visible_to(viewer).filter(participant_id=participant_id)
    newest = Subquery(newest_of(OuterRef("organisation_id")))
    found: QuerySet[Conversation] = rows.annotate(newest_question=newest).order_by("-began_on", "-pk")[:1]
    return found


@prepared
def _answered(viewer: Viewer, conversation_id: UUID, questions: tuple[str, ...]) -> QuerySet[Answer]:
    rows = Answer.objects.visible_to(viewer).filter(conversation_id=conversation_id)
    return rows.filter(question__in=questions, state=AnswerState.ANSWERED)


def current_conversation(viewer: Viewer, participant: Participant) -> Conversation | None:
    """Return the newest conversation with the person, or None before the first."""
    return _conversation.first(viewer, participant.pk)


@prepared
def _asked_answers(viewer: Viewer, conversation_id: UUID) -> QuerySet[AskedAnswer]:
    rows = AskedAnswer.objects.visible_to(viewer).filter(conversation_id=conversation_id)
    return rows.select_related("author").order_by("answered_at", "pk")


def asked_answers(viewer: Viewer, held: Conversation, participant: Participant) -> list[AskedAnswer]:
    """Return what others said to the questions of a conversation: for the person and the team, never for who was asked."""
    if viewer.role in OUTSIDE_ROLES or not keeps(viewer, participant, AskedAnswer):
        return []
    return list(_asked_answers(viewer, held.pk))


def _asking(participant: Participant, conversation: Conversation | None) -> QuestionSet:
    """Return what is asked of a person; the conversation has brought along which questions are the newest."""
    if conversation is None:
        return questions_of(participant.organisation_id)
    return questions_at(conversation.organisation_id, conversation.newest_question)


def _asked(
    question: Question, answer: Answer | None, kept: list[KeptText], language: str, asked: QuestionSet
) -> Asked:
    if answer is None:
        return Asked(question, question.text.say(language), None, ())
    shown, spoken = question, language
    if answer.question_version != question.version:
        older = asked.wording(question.code, answer.question_version)
        shown, spoken = older or question, answer.locale if older else language
    chosen = tuple(one.text.say(spoken) for one in shown.chosen(answer.choices))
    mine = tuple(row for row in kept if row.object_id == answer.pk)
    then, now = shown.text.say(spoken), question.text.say(language)
    return Asked(
        question,
        now,
        answer,
        chosen,
        mine,
        then if shown is not question and shown.text != question.text else "",
    )


def _said(answers: Iterable[Answer]) -> dict[str, frozenset[str]]:
    """Return the choices of each answer by question, for what is asked only after another answer."""
    return {
        row.question: frozenset(row.choices.split()) for row in answers if row.state != AnswerState.SKIPPED
    }


def _progress(asked: Iterable[Asked]) -> tuple[str, Words | str]:
    states = [one.answer.state if one.answer else "" for one in asked]
    settled = sum(state in (AnswerState.ANSWERED, AnswerState.SKIPPED) for state in states)
    if settled == len(states):
        return "done", _("Done")
    if any(states):
        return "asked", _("%(done)s of %(all)s") % {"done": settled, "all": len(states)}
    return "open", _("Not yet")


def conversation_page(viewer: Viewer, participant: Participant) -> ConversationPage:
    """
    Return the seven parts with answers, progress, kept words, what others said and where it stopped.

    A hidden question, and one that is asked only after another answer, is there when it was answered.
    """
    conversation = current_conversation(viewer, participant)
    answers = {}
    if conversation is not None:
        rows = Answer.objects.visible_to(viewer).filter(conversation=conversation).select_related("author")
        answers = {row.question: row for row in rows}
    sets_aside = bool(answers) and keeps(viewer, participant, KeptText)
    kept = list(open_kept_words(viewer, participant)) if sets_aside else []
    beside = asked_answers(viewer, conversation, participant) if conversation else []
    viewer.looks.add(Category.INTAKE, {participant.pk})
    shown = []
    heard = {*answers, *(row.question for row in beside)}
    asking, said = _asking(participant, conversation), _said(answers.values())
    for number, part in enumerate(asking.parts, start=1):
        asked = tuple(
            replace(
                _asked(question, answers.get(question.code), kept, viewer.language, asking),
                beside=tuple(row for row in beside if row.question == question.code),
            )
            for question in part.questions
            if question.code in heard or question.is_asked(said)
        )
        state, tag = _progress(asked)
        shown.append(ShownPart(part, number, part.title.say(viewer.language), asked, state, tag))
    stopped = ""
    if conversation is not None and answers and conversation.read_back_at is None:
        stopped = conversation.last_question
    found = [one for part in shown for one in part.asked if one.question.code == stopped]
    return ConversationPage(conversation, tuple(shown), found[0] if found else None)


def open_kept_words(viewer: Viewer, participant: Participant) -> QuerySet[KeptText]:
    """Return words to answers that were set aside and nobody has decided about, oldest first."""
    rows = KeptText.objects.visible_to(viewer).select_related("author")
    kind = Answer._meta.label_lower
    return rows.filter(participant=participant, object_kind=kind, settled_at=None).order_by("kept_at", "pk")


def kept_words(viewer: Viewer, participant: Participant, key: str) -> tuple[KeptText, Answer]:
    """Return set-aside words and the answer that they lost to; raise NotFound when they are settled or closed."""
    row = open_kept_words(viewer, participant).filter(key=key).first()
    answer = Answer.objects.visible_to(viewer).filter(pk=row.object_id).first() if row else None
    if row is None or answer is None:
        raise NotFound(str(_("There is no such page.")))
    return row, answer


def strengths(viewer: Viewer, participant: Participant) -> list[Asked]:
    """Return what the person said about what is strong and what matters, in the order of asking (S-012)."""
    conversation = current_conversation(viewer, participant)
    if conversation is None:
        return []
    asking = _asking(participant, conversation)
    codes = [question.code for part in asking.parts if part.strengths for question in part.questions]
    found = {row.question: row for row in _answered(viewer, conversation.pk, tuple(codes))}
    if found:
        viewer.looks.add(Category.INTAKE, {participant.pk})
    every = asking.questions
    shown = [_asked(every[code], found[code], [], viewer.language, asking) for code in codes if code in found]
    return shown[:SHOWN_STRENGTHS]


def said_by(kind: str, *, own: bool, called: str) -> str:
    """Return whose words these are, for the person ("My words") or about them ("Elena's words")."""
    words = {
        AuthorKind.MINE: _("My words") if own else _("%(name)s’s words") % {"name": called},
        AuthorKind.FAMILY: _("My family’s words") if own else _("The family’s words"),
        AuthorKind.STAFF: _("My team’s words") if own else _("The team’s words"),
    }
    return str(words[AuthorKind(kind)])
