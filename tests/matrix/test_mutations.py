"""No cell of the tables can change unnoticed; script/matrix-mutations says the same by hand."""

import pytest

from handrail.access import Permission, RelationKind, Role
from handrail.access.roles import ROLE_RELATIONS, ROLES
from tests.matrix.mutations import survivors


@pytest.mark.slow
def test_every_single_cell_that_changes_is_noticed():
    count, left = survivors()
    assert left == []
    assert count > 3000


def test_a_role_that_no_record_is_for_has_no_relation_either():
    nobody = [role for role in Role if Permission.RECORD_READ not in ROLES[role].permissions]
    assert [ROLE_RELATIONS[role] for role in nobody] == [frozenset()] * 2
    assert len(RelationKind) == 11
