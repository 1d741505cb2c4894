"""Every write about a person's contact facts and about who may open the record."""

from handrail.people.actions.contact import (
    CONTACT_FIELDS,
    Contact,
    ContactChanges,
    PersonFacts,
    change_contact,
    choose_plan_view,
    data_key,
    new_participant,
    register_participant,
    set_contact,
)
from handrail.people.actions.outside import answer_outside_record, keep_text, settle_text
from handrail.people.actions.relations import (
    close_relation,
    let_in,
    let_out,
    name_coordinator,
    open_relation,
    open_wider,
)
from handrail.people.actions.supporters import add_supporter, give_account, give_account_to_supporter

__all__ = [
    "CONTACT_FIELDS",
    "Contact",
    "ContactChanges",
    "PersonFacts",
    "add_supporter",
    "answer_outside_record",
    "change_contact",
    "choose_plan_view",
    "close_relation",
    "data_key",
    "give_account",
    "give_account_to_supporter",
    "keep_text",
    "let_in",
    "let_out",
    "name_coordinator",
    "new_participant",
    "open_relation",
    "open_wider",
    "register_participant",
    "set_contact",
    "settle_text",
]
