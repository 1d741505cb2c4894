import pytest

from handrail.accounts.models import Organisation
from handrail.people.tests import factories


@pytest.fixture
def place() -> Organisation:
    return factories.organisation()
