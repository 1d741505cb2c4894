import pytest

from handrail.access import Viewer
from handrail.community.tests import factories as make
from handrail.people.models import Participant


@pytest.fixture
def person() -> Participant:
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person: Participant) -> Viewer:
    return make.staff_for(person)


@pytest.fixture
def me(person: Participant) -> Viewer:
    return make.self_viewer(person)
