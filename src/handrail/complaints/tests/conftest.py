import pytest

from handrail.complaints.tests import factories as make


@pytest.fixture
def at(db):
    return make.house()
