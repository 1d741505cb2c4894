import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch):
    """Let a hash cost little here: what is compared is the same."""
    for name, cost in [("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)]:
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)
