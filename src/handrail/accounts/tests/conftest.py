"""People who sign in, at a noon that stands, with passwords that are quick to check."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from handrail.access import Role
from handrail.accounts.tests import factories as make
from handrail.base import clock

NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    for name, cost in [("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)]:
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)
    with clock.clock_at(NOON) as held:
        yield held


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def sasha(place):
    return make.member(place, sign_in_name="sasha", password=make.PASSWORD)


@pytest.fixture
def elena(place):
    return make.member(place, Role.PARTICIPANT, sign_in_name="elena", password=make.PASSWORD)
