"""Every write of housing: homes, looking for one, early notice, households and routines. One event each."""

from handrail.housing.actions.homes import answer_home, change_home, end_home, move_in
from handrail.housing.actions.household import (
    add_routine,
    choose_what_household_sees,
    end_routine,
    join_household,
    leave_household,
    name_household_member,
    start_household,
)
from handrail.housing.actions.looking import add_application, change_application_status, say_home_wish
from handrail.housing.actions.trouble import notice_trouble, see_to_trouble, settle_trouble

__all__ = [
    "add_application",
    "add_routine",
    "answer_home",
    "change_application_status",
    "change_home",
    "choose_what_household_sees",
    "end_home",
    "end_routine",
    "join_household",
    "leave_household",
    "move_in",
    "name_household_member",
    "notice_trouble",
    "say_home_wish",
    "see_to_trouble",
    "settle_trouble",
    "start_household",
]
