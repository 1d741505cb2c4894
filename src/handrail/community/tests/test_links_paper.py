"""Some places ask for a referral: the link says so, and keeps who wrote it and where the paper lies."""

from datetime import UTC, datetime, timedelta

import pytest

from handrail.accounts.tests.browsing import about, browser
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.community import actions
from handrail.community.models import Link
from handrail.community.rules import LinkStatus
from handrail.community.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def link(person, sasha):
    place = make.place(person.organisation, "Sleep clinic", needs_referral=True)
    return make.link(person, sasha, place)


def typed(on, **more):
    """Return a form as somebody types it: the day in three fields."""
    day = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    return {"written_by": "Dr. Haddad", "kept_at": "Elena’s blue folder", **day, **more}


def address(link: Link) -> str:
    return f"/people/{link.participant.key}/links/{link.key}"


@pytest.mark.seed("S-173")
def test_a_place_that_asks_for_a_referral_keeps_who_wrote_it_and_where_it_lies(link, sasha, me):
    client, page = browser(sasha), address(link)
    assert "This place asks for a referral. Nobody has noted one yet." in client.get(page).content.decode()
    client.post(f"{page}/paper", {"about": about(client, page), **typed(make.TODAY)})
    shown = browser(me).get(page).content.decode()
    assert "Dr. Haddad" in shown
    assert "It is kept here: Elena’s blue folder" in shown
    assert "Nobody has noted one yet" not in shown
    assert "Referral: Dr. Haddad, 20 October" in shown


def test_a_place_without_a_referral_asks_for_none(person, sasha):
    link = make.link(person, sasha, make.place(person.organisation, needs_referral=False))
    assert "The referral" not in browser(sasha).get(address(link)).content.decode()


def test_a_paper_of_a_day_to_come_or_without_a_writer_is_not_kept_and_nothing_typed_is_lost(link, sasha):
    client, page = browser(sasha), address(link)
    tomorrow = make.TODAY + timedelta(days=1)
    answer = client.post(f"{page}/paper", {"about": about(client, page), **typed(tomorrow)})
    assert answer.status_code == 422
    assert "This day is still to come." in answer.content.decode()
    assert "blue folder" in answer.content.decode()
    answer = client.post(f"{page}/paper", {"about": about(client, page), **typed(make.TODAY, written_by="")})
    assert answer.status_code == 422
    assert Link.objects.get().paper_on is None


def test_a_link_that_has_ended_takes_no_paper(link, sasha):
    actions.change_link_status(link=link, to=LinkStatus.SET_ASIDE, by=sasha)
    with pytest.raises(DomainError, match="come to its end"):
        actions.keep_paper(link=link, written_by="Dr. Haddad", on=make.TODAY, kept_at="", by=sasha)
