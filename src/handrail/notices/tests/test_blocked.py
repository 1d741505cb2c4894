"""No letter and no invitation goes to somebody who must not come near, and the words give nothing away."""

from datetime import UTC, datetime

import pytest

from handrail.access import RelationKind, Role
from handrail.base import clock
from handrail.notices import jobs
from handrail.notices.actions import queue_message
from handrail.notices.queries import may_reach
from handrail.notices.rules import Channel, MessageKind
from handrail.people import actions
from handrail.people.limits import Blocked
from handrail.people.queries import access
from handrail.people.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def daniel():
    return people.participant(people.organisation(), "Daniel", "Weiss")


@pytest.fixture
def dana(daniel):
    return people.staff_for(daniel, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def father(daniel):
    user = people.member(daniel.organisation, Role.FAMILY, "Karl Weiss")
    user.email = "karl@example.org"
    user.save(update_fields=["email"])
    return user


def queued(kind, father, daniel, dana):
    return queue_message(kind=kind, recipient=father, organisation=daniel.organisation, about=daniel, by=dana)


@pytest.mark.parametrize(
    ("kind", "place"), [(MessageKind.INVITATION, "invitation"), (MessageKind.PROPOSAL, "letter")]
)
def test_a_message_to_a_blocked_contact_looks_as_if_nobody_were_there(kind, place, daniel, dana, father):
    actions.block_contact(participant=daniel, name="Karl Weiss", by=dana)
    with pytest.raises(Blocked) as caught:
        queued(kind, father, daniel, dana)
    assert (caught.value.place, str(caught.value)) == (place, "There is no such page.")


def test_no_letter_leaves_and_the_words_give_nothing_away(daniel, dana, father):
    assert may_reach(father, Channel.EMAIL, when=clock.now(), about=daniel)
    actions.block_contact(participant=daniel, name="Karl Weiss", by=dana)
    reach = may_reach(father, Channel.EMAIL, when=clock.now(), about=daniel)
    assert not reach
    assert str(reach.reason) == "There is no mail address for this person."
    assert may_reach(father, Channel.EMAIL, when=clock.now())


@pytest.mark.hazard("H-14")
def test_a_letter_that_waited_stays_here_and_the_coordinator_learns_of_it(daniel, dana, father, mailoutbox):
    message = queued(MessageKind.PROPOSAL, father, daniel, dana)
    actions.block_contact(participant=daniel, name="Karl Weiss", by=dana)
    jobs.send_due()
    message.refresh_from_db()
    assert (message.sent_at, mailoutbox) == (None, [])
    assert [(task.kind, task.place) for task in access.access_tasks(dana)] == [("blocked", "letter")]
