"""What intake holds about a person: the referral, the conversation, programmes, the eight lines."""

from datetime import date

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.intake.models import (
    Answer,
    AskedAnswer,
    Conversation,
    Enrolment,
    EnrolmentStatusChange,
    FirstMeeting,
    FirstMeetingStatusChange,
    LateAnswer,
    MeetingGuest,
    PartOwner,
    Referral,
    ReferralStatusChange,
    StartLine,
    StartLineChange,
    Story,
    Viewpoint,
    Wish,
    WishRuler,
)
from handrail.intake.rules import SINGLE_RANKS, EnrolmentStatus, StartState
from handrail.people.actions import keep_text, settle_text
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant

LINE_FACTS = ("state", "who", "words", "due_on", "waits_for")
A_QUESTION = "a code of the conversation's definition"


def _only_one_conversation_open(source: Participant, to: Participant, _today: date) -> None:
    if Conversation.objects.filter(participant__in=[source, to], read_back_at=None).count() > 1:
        raise DomainError(
            str(_("Both records have an open conversation. Read one back first, then join them."))
        )


def _end_second_choices(source: Participant, to: Participant, today: date) -> None:
    """End the programmes of ``source`` that stand where ``to`` has chosen; their dates stay."""
    ranks = Enrolment.objects.filter(participant=to, to_on=None, rank__in=SINGLE_RANKS).values_list(
        "rank", flat=True
    )
    for row in Enrolment.objects.filter(participant=source, to_on=None, rank__in=list(ranks)):
        EnrolmentStatusChange.objects.create(
            organisation_id=row.organisation_id,
            participant_id=row.participant_id,
            label=row.label,
            enrolment=row,
            from_status=row.status,
            to_status=EnrolmentStatus.CHANGED,
        )
        row.status = EnrolmentStatus.CHANGED
        row.to_on = max(today, row.from_on)
        row.version += 1
        row.save(update_fields=["status", "to_on", "version"])


def _fold_lines(source: Participant, to: Participant, _today: date) -> None:
    """Lay two lines of one number together: the one that was begun stands, words of the other are kept."""
    theirs = {row.line: row for row in StartLine.objects.filter(participant=to)}
    for row in StartLine.objects.filter(participant=source, line__in=theirs):
        stands = theirs[row.line]
        if stands.state == StartState.NOT_YET:
            for name in LINE_FACTS:
                before = getattr(stands, name)
                setattr(stands, name, getattr(row, name))
                setattr(row, name, before)
            stands.version += 1
            stands.save()
        for name in ("who", "words"):
            if getattr(row, name):
                settle_text(
                    kept_text=keep_text(
                        participant=to,
                        target=stands,
                        field=name,
                        text=getattr(row, name),
                        author_id=None,
                        language="",
                    )
                )
        StartLineChange.objects.filter(start_line=row).update(start_line=stands)
        row.delete()


HOLDINGS = Holdings(
    (
        Holding(WishRuler),
        Holding(Wish, empties=("words",), keeps={"area": "a code of a fixed list"}),
        Holding(Viewpoint, deletes=True),
        Holding(StartLineChange, empties=("reason",)),
        Holding(StartLine, empties=("who", "words"), settle=_fold_lines),
        Holding(Story, deletes=True),
        Holding(EnrolmentStatusChange, empties=("reason",)),
        Holding(
            Enrolment,
            keeps={"programme_type": "a code of the catalogue", "mix": "codes of a fixed list"},
            settle=_end_second_choices,
        ),
        Holding(LateAnswer, deletes=True),
        Holding(AskedAnswer, deletes=True),
        Holding(PartOwner, empties=("person_words",), keeps={"part": A_QUESTION}),
        Holding(
            Answer, empties=("text", "choices"), keeps={"question": A_QUESTION, "locale": "of the question"}
        ),
        Holding(
            Conversation,
            empties=("place",),
            keeps={"last_part": A_QUESTION, "last_question": A_QUESTION},
            settle=_only_one_conversation_open,
        ),
        Holding(MeetingGuest, empties=("name",)),
        Holding(FirstMeetingStatusChange, empties=("reason",)),
        Holding(FirstMeeting, empties=("place",)),
        Holding(ReferralStatusChange, empties=("reason",)),
        Holding(Referral, empties=("source_name", "words")),
    )
)
