"""The pages of intake."""

from handrail.intake.views.ask import asked, refer_self
from handrail.intake.views.choices import choices, choose, enrolment, enrolment_end, enrolment_start
from handrail.intake.views.conversation import check, conversation, kept, question
from handrail.intake.views.meetings import first_meeting, guest, meeting_change
from handrail.intake.views.no_signal import late, no_signal, outbox
from handrail.intake.views.parts import asked_of_me, asks, owned
from handrail.intake.views.referrals import change_referral, refer, referral, referrals
from handrail.intake.views.start import start, start_line
from handrail.intake.views.stories import stories, story_withdraw
from handrail.intake.views.viewpoints import side, sides
from handrail.intake.views.wishes import wish_move, wish_rulers, wishes
from handrail.intake.views.words import change_word, word, word_new, words

__all__ = [
    "asked",
    "asked_of_me",
    "asks",
    "change_referral",
    "change_word",
    "check",
    "choices",
    "choose",
    "conversation",
    "enrolment",
    "enrolment_end",
    "enrolment_start",
    "first_meeting",
    "guest",
    "kept",
    "late",
    "meeting_change",
    "no_signal",
    "outbox",
    "owned",
    "question",
    "refer",
    "refer_self",
    "referral",
    "referrals",
    "start",
    "start_line",
    "stories",
    "story_withdraw",
    "word",
    "word_new",
    "words",
    "side",
    "sides",
    "wish_move",
    "wish_rulers",
    "wishes",
]
