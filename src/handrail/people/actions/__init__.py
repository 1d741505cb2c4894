"""Every write about a person's contact facts and about who may open the record."""

from handrail.people.actions.blocked import block_contact, unblock_contact
from handrail.people.actions.consents import (
    OneThing,
    Recipient,
    Terms,
    add_yes,
    close_to,
    give_consent,
    needed_voices,
    new_consent,
    tell_of_replaced,
    withdraw_consent,
)
from handrail.people.actions.contact import (
    CONTACT_FIELDS,
    Contact,
    ContactChanges,
    PersonFacts,
    change_contact,
    choose_plan_view,
    data_key,
    find_by_numbers,
    new_participant,
    register_participant,
    set_contact,
)
from handrail.people.actions.guardians import end_guardian, grant_guardian, report_conflict
from handrail.people.actions.outside import answer_outside_record, keep_text, settle_text
from handrail.people.actions.own import choose_page, give_card, stop_card
from handrail.people.actions.refusals import lift_refusal, refuse
from handrail.people.actions.relations import (
    close_narrower,
    close_relation,
    let_in,
    let_out,
    name_coordinator,
    open_relation,
    open_wider,
)
from handrail.people.actions.repeat import repeat_closings
from handrail.people.actions.same import look_for_same
from handrail.people.actions.supporters import (
    add_supporter,
    give_account,
    give_account_to_supporter,
    new_supporter,
)
from handrail.people.actions.tasks import (
    ask_for_team,
    ask_other_worker,
    settle_task,
    take_back_request,
    tell_of_blocked,
)
from handrail.people.actions.workers import Leaving, hand_over, let_go

__all__ = [
    "CONTACT_FIELDS",
    "Contact",
    "ContactChanges",
    "Leaving",
    "OneThing",
    "PersonFacts",
    "Recipient",
    "Terms",
    "add_supporter",
    "add_yes",
    "answer_outside_record",
    "ask_for_team",
    "ask_other_worker",
    "block_contact",
    "change_contact",
    "choose_page",
    "choose_plan_view",
    "close_narrower",
    "close_relation",
    "close_to",
    "data_key",
    "end_guardian",
    "find_by_numbers",
    "give_account",
    "give_account_to_supporter",
    "give_card",
    "give_consent",
    "grant_guardian",
    "hand_over",
    "keep_text",
    "let_go",
    "let_in",
    "let_out",
    "lift_refusal",
    "look_for_same",
    "name_coordinator",
    "needed_voices",
    "new_consent",
    "new_participant",
    "new_supporter",
    "open_relation",
    "open_wider",
    "refuse",
    "register_participant",
    "repeat_closings",
    "report_conflict",
    "set_contact",
    "settle_task",
    "settle_text",
    "stop_card",
    "take_back_request",
    "tell_of_blocked",
    "tell_of_replaced",
    "unblock_contact",
    "withdraw_consent",
]
