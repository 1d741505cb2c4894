"""The pages of intake."""

from handrail.intake.views.ask import asked, refer_self
from handrail.intake.views.conversation import check, conversation, kept, question
from handrail.intake.views.referrals import change_referral, refer, referral, referrals
from handrail.intake.views.start import start, start_line

__all__ = [
    "asked",
    "change_referral",
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
]
