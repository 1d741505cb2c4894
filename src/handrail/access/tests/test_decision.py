"""Denied unless everything agrees, and the first thing that does not is the reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handrail.access import ROLES, Category, Label, Permission, RelationKind, Role
from handrail.access.decision import Facts, Obligation, Opening, Reason, decide
from handrail.access.roles import ROLE_RELATIONS

TODAY = date(2026, 10, 20)
TEAM = Opening(
    RelationKind.CARE_TEAM, frozenset({Category.PLAN}), frozenset({Label.NORMAL}), TODAY - timedelta(days=9)
)
OPEN = Facts(
    role=Role.SPECIALIST,
    permission=Permission.RECORD_READ,
    today=TODAY,
    category=Category.PLAN,
    label=Label.NORMAL,
    openings=(TEAM,),
)


def test_a_colleague_of_the_team_reads_the_plan_and_leaves_a_look():
    found = decide(OPEN)
    assert (found.allow, found.reason, found.by) == (True, Reason.OPEN, RelationKind.CARE_TEAM)
    assert found.obligations == {Obligation.LOOK}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"role": None}, Reason.ROLE),
        ({"role": Role.FUNDER}, Reason.ROLE),
        ({"permission": Permission.COORDINATE}, Reason.ROLE),
        ({"same_organisation": False}, Reason.ORGANISATION),
        ({"openings": ()}, Reason.RELATION),
        ({"openings": (replace(TEAM, kind=RelationKind.FAMILY),)}, Reason.RELATION),
        ({"openings": (replace(TEAM, from_on=TODAY + timedelta(days=1)),)}, Reason.PERIOD),
        ({"openings": (replace(TEAM, to_on=TODAY),)}, Reason.PERIOD),
        ({"label": Label.SAFEGUARDING}, Reason.LABEL),
        ({"category": Category.NOTES}, Reason.SCOPE),
        ({"openings": (None,)}, Reason.ERROR),
        ({"openings": (replace(TEAM, from_on="yesterday"),)}, Reason.ERROR),
    ],
)
@pytest.mark.hazard("H-22")
def test_whatever_is_missing_closes_the_record(changed, reason):
    found = decide(replace(OPEN, **changed))
    assert (found.allow, found.reason, found.by) == (False, reason, None)
    assert found.obligations == frozenset()


def test_two_half_relations_do_not_make_a_whole_one():
    wide = replace(TEAM, scopes=frozenset(Category), clears=frozenset(), kind=RelationKind.GROUP)
    assert not decide(replace(OPEN, category=Category.NOTES, openings=(TEAM, wide))).allow


def test_an_emergency_is_shown_and_told():
    opened = replace(TEAM, kind=RelationKind.EMERGENCY)
    found = decide(replace(OPEN, openings=(opened,), in_emergency=True))
    assert (found.allow, found.by, found.obligations) == (
        True,
        RelationKind.EMERGENCY,
        frozenset(Obligation),
    )


def test_an_emergency_opens_its_own_page_and_no_other():
    opened = replace(TEAM, kind=RelationKind.EMERGENCY)
    assert decide(replace(OPEN, openings=(opened,))).reason == Reason.RELATION
    assert decide(replace(OPEN, in_emergency=True)).reason == Reason.RELATION, "and there nothing else opens"
    for role in Role:
        may_open = Permission.EMERGENCY_OPEN in ROLES[role].permissions
        assert decide(replace(OPEN, openings=(opened,), role=role, in_emergency=True)).allow == may_open


def test_no_row_is_open_to_who_reads_totals_or_keeps_places():
    for role in (Role.FUNDER, Role.ADMINISTRATOR):
        assert ROLE_RELATIONS[role] == frozenset()
        assert Permission.RECORD_READ not in ROLES[role].permissions


def test_whoever_may_read_records_has_a_reason_and_nobody_else():
    readers = {role for role, card in ROLES.items() if Permission.RECORD_READ in card.permissions}
    assert readers == {role for role, kinds in ROLE_RELATIONS.items() if kinds}
