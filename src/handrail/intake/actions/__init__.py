"""Every write of intake: referrals, the conversation, getting started, enrolment. One event each."""

from handrail.intake.actions.choices import (
    change_mix,
    choose_offer,
    end_enrolment,
    enrol,
    start_enrolment,
    tell_story,
    withdraw_story,
)
from handrail.intake.actions.conversation import (
    answer_question,
    choose_conversation_mode,
    read_back,
    settle_kept_words,
    start_conversation,
)
from handrail.intake.actions.guests import (
    Guest,
    ask_joint_meeting,
    invite,
    say_yes_to_guest,
    take_guest_off,
)
from handrail.intake.actions.meetings import (
    arrange_first_meeting,
    ask_first_meeting,
    call_first_meeting_off,
)
from handrail.intake.actions.no_signal import (
    Taken,
    keep_late_answer,
    put_late_answer_away,
    take_sealed,
)
from handrail.intake.actions.parts import (
    AskedWords,
    answer_part,
    finish_part,
    give_part,
    say_of_part,
    take_part_back,
)
from handrail.intake.actions.questions import (
    add_question,
    hide_question,
    import_questions,
    use_shipped_question,
    write_question,
)
from handrail.intake.actions.referrals import (
    Brought,
    Near,
    make_first_contact,
    put_referral_off,
    receive_referral,
    receive_referral_of,
    start_referral,
    take_referral,
    withdraw_referral,
)
from handrail.intake.actions.start import set_start_line
from handrail.intake.actions.viewpoints import say_viewpoint
from handrail.intake.actions.wishes import add_wish, list_wishes, move_wish, say_rulers, set_wish_aside

__all__ = [
    "AskedWords",
    "Brought",
    "Guest",
    "Near",
    "Taken",
    "add_question",
    "answer_part",
    "answer_question",
    "add_wish",
    "arrange_first_meeting",
    "ask_first_meeting",
    "ask_joint_meeting",
    "call_first_meeting_off",
    "change_mix",
    "choose_conversation_mode",
    "choose_offer",
    "end_enrolment",
    "enrol",
    "finish_part",
    "give_part",
    "hide_question",
    "import_questions",
    "invite",
    "keep_late_answer",
    "list_wishes",
    "make_first_contact",
    "move_wish",
    "put_late_answer_away",
    "put_referral_off",
    "read_back",
    "receive_referral",
    "receive_referral_of",
    "say_of_part",
    "say_yes_to_guest",
    "say_rulers",
    "say_viewpoint",
    "set_start_line",
    "set_wish_aside",
    "settle_kept_words",
    "start_conversation",
    "start_enrolment",
    "start_referral",
    "take_guest_off",
    "take_part_back",
    "take_sealed",
    "take_referral",
    "tell_story",
    "use_shipped_question",
    "withdraw_referral",
    "withdraw_story",
    "write_question",
]
