import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from handrail.access import RelationKind, Role
from handrail.people.tests import factories as people
from handrail.safety.tests import factories as make


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch):
    """Let a hash cost little here: what is compared is the same."""
    for name, cost in [("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)]:
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)


@pytest.fixture
def elena():
    return make.somebody(people.organisation())


@pytest.fixture
def me(elena):
    return people.self_viewer(elena)


@pytest.fixture
def dana(elena):
    return people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def imran(elena):
    return make.reachable(elena.organisation, Role.CLINICIAN, "Imran Siddiqui")


@pytest.fixture
def tom(elena):
    return make.reachable(elena.organisation, Role.SPECIALIST, "Tom Berger")


@pytest.fixture
def turn(elena, imran, tom):
    return make.on_call(elena.organisation, imran, backup=tom)
