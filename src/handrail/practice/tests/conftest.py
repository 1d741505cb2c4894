import pytest
from django.test import RequestFactory

from handrail.accounts import sign_in
from handrail.accounts.models import User
from handrail.accounts.rules import How
from handrail.practice import actions
from handrail.practice.models import HomePractice
from handrail.practice.rules.groups import Came, MeetingRecord, PersonRecord
from handrail.practice.tests import factories as make


@pytest.fixture
def sign(client):
    """Return a client that is signed in as a viewer."""

    def as_viewer(viewer):
        request = RequestFactory().get("/")
        request.session = client.session
        sign_in.begin_session(request, User.objects.get(pk=viewer.user_id), how=How.DEMO)
        request.session.save()
        client.cookies["handrail"] = request.session.session_key
        return client

    return as_viewer


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


@pytest.fixture
def group(person, sasha):
    return make.group(person.organisation, sasha)


@pytest.fixture
def three(person, sasha, group):
    """Elena, Rosa and Daniel in the group, with today's meeting."""
    everybody = [person, *(make.participant(person.organisation, name) for name in ("Rosa", "Daniel"))]
    for one in everybody:
        actions.join_group(group=group, participant=one, by=sasha)
    return everybody, make.group_meeting(group, sasha, skill="saying-no")


@pytest.fixture
def agreed(three, sasha):
    (elena, _rosa, _daniel), meeting = three
    facts = MeetingRecord(
        people=(
            PersonRecord(
                meeting.sessions.get(participant=elena).key,
                Came.CAME,
                shown=(0,),
                home="Say no to a leaflet.",
            ),
        )
    )
    actions.record_group_meeting(meeting=meeting, facts=facts, by=sasha)
    return HomePractice.objects.get()
