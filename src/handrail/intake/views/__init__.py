"""The pages of intake."""

from handrail.intake.views.ask import asked, refer_self
from handrail.intake.views.choices import choices, choose, enrolment, enrolment_end, enrolment_start
from handrail.intake.views.conversation import check, conversation, kept, question
from handrail.intake.views.referrals import change_referral, refer, referral, referrals
from handrail.intake.views.start import start, start_line
from handrail.intake.views.stories import stories, story_withdraw
from handrail.intake.views.words import change_word, word, word_new, words

__all__ = [
    "choices",
    "choose",
    "enrolment",
    "enrolment_end",
    "enrolment_start",
    "stories",
    "story_withdraw",
    "asked",
    "change_referral",
    "change_word",
    "check",
    "conversation",
    "kept",
    "question",
    "refer",
    "refer_self",
    "referral",
    "referrals",
    "start",
    "start_line",
    "word",
    "word_new",
    "words",
]
