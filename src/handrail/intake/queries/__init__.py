"""Every read of intake. Rows about a person are open by relation; looks are noted."""

from handrail.intake.queries.conversation import (
    Asked,
    ConversationPage,
    conversation_page,
    current_conversation,
    enrolments,
    kept_words,
    open_kept_words,
    strengths,
)
from handrail.intake.queries.referrals import (
    OpenReferral,
    may_take_referrals,
    open_referral,
    open_referrals,
    referral,
    referral_changes,
    referrals,
    self_referral_places,
    waiting_for,
)
from handrail.intake.queries.start import (
    ShownLine,
    StartFact,
    offer_start_fact,
    open_lines,
    start_line,
    start_lines,
)

__all__ = [
    "Asked",
    "ConversationPage",
    "OpenReferral",
    "ShownLine",
    "StartFact",
    "conversation_page",
    "current_conversation",
    "enrolments",
    "kept_words",
    "may_take_referrals",
    "offer_start_fact",
    "open_kept_words",
    "open_lines",
    "open_referral",
    "open_referrals",
    "referral",
    "referral_changes",
    "referrals",
    "self_referral_places",
    "start_line",
    "start_lines",
    "strengths",
    "waiting_for",
]
