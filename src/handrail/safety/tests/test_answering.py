"""Before and after an answer about being safe: who reads it, what helps first, and numbers that somebody confirmed."""

from datetime import timedelta

import pytest
from django.template import engines

from handrail.access import Role
from handrail.accounts import actions as accounts
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, family, signed, stranger, text
from handrail.safety import actions as list_actions
from handrail.safety.actions import alerts, numbers
from handrail.safety.models import Alert, CrisisLine
from handrail.safety.queries.answering import who_reads
from handrail.safety.queries.numbers import guide_for, guide_of
from handrail.safety.rules import ListSection
from handrail.safety.tests import factories as make
from handrail.safety.tests.factories import raised

pytestmark = pytest.mark.django_db
OURS = (("Night line of the town", "030 55 50 1"), ("Emergency number", "112"))


@pytest.fixture(autouse=True)
def at():
    with clock.clock_at(make.NOON) as held:
        yield held


def url(person):
    return f"/people/{person.key}/help-first"


def said_before(person):
    template = engines["jinja2"].env.from_string('{% include "safety/_who_reads.html" %}')
    return template.render(reads=who_reads(person, language="en"))


# ---- before ----


@pytest.mark.hazard("H-01")
def test_before_answering_one_reads_who_reads_it_and_when(elena, dana, imran):
    alone = said_before(elena)
    assert f"Nobody is on call now. {dana.name} reads it when they are at work." in alone
    make.on_call(elena.organisation, imran)
    page = said_before(elena)
    assert "Imran Siddiqui is told at once." in page
    assert "They look within 15 minutes." in page
    assert "You need not answer." in page
    assert 'href="tel:112"' in page


def test_without_coordinator_and_roster_the_team_reads_it(elena):
    assert "The team reads it when they are at work." in said_before(elena)


# ---- after ----


@pytest.mark.hazard("H-01")
def test_after_it_one_reads_thank_you_whom_to_call_and_who_was_told(at, elena, me, dana, imran):
    make.on_call(elena.organisation, imran)
    line = {"section": ListSection.CALL, "words": "My father", "phone": "030 23125 7"}
    list_actions.add_list_line(participant=elena, by=me, **line)
    raised(elena, me)
    client = browser(me)
    page = text(client.get(url(elena)))
    for words in ("Thank you for telling us.", "What would help first?", "tel:112", "tel:030231257"):
        assert words in page
    assert "Imran Siddiqui" in page
    assert "Being told now" in page
    assert "Not yet seen" in page
    for word in ("risk", "danger"):
        assert word not in page.lower()
    assert "Elena" not in page.split("</title>")[0]
    assert client.post(url(elena), {**about(elena), "wish": ""}).status_code == 422
    assert client.post(url(elena), {**about(elena), "wish": "call"}).url == url(elena)
    assert Alert.objects.get().wish == "call"
    alerts.act_on_alert(alert=Alert.objects.get(), kind="spoke", words="We spoke.", by=imran)
    after = text(client.get(url(elena)))
    assert "Imran Siddiqui has this now." in after
    assert "We spoke." not in after


@pytest.mark.hazard("H-12")
def test_what_a_colleague_wrote_in_worry_shows_the_person_nothing(elena, me, dana):
    raised(elena, dana, source="note")
    page = text(browser(me).get(url(elena)))
    assert "Nobody was told by this page." in page
    assert dana.name not in page
    assert browser(me).post(url(elena), {**about(elena), "wish": "call"}).url == url(elena), (
        "as without a worry"
    )
    assert Alert.objects.get().wish == ""


@pytest.mark.hazard("H-12")
def test_who_was_told_of_a_worry_stands_on_none_of_the_persons_pages(elena, me, dana, imran):
    make.on_call(elena.organisation, imran)
    raised(elena, dana, source="note")
    client = browser(me)
    for page in ("people", "access", "access/reminded", "my-list", "help-first"):
        answer = client.get(f"/people/{elena.key}/{page}")
        assert answer.status_code == 200, page
        assert "Imran Siddiqui" not in text(answer), page


def test_a_colleague_reads_beside_the_person_and_says_nothing_for_them(elena, me, dana):
    raised(elena, me)
    client = browser(dana)
    assert "Their list for hard days" in text(client.get(url(elena)))
    assert client.post(url(elena), {**about(elena), "wish": "call"}).status_code == 403


def test_family_and_a_stranger_find_no_page(elena, me):
    raised(elena, me)
    for viewer in (family(elena), stranger(elena)):
        assert browser(viewer).get(url(elena)).status_code == 404


# ---- numbers ----


def test_numbers_are_the_countrys_until_somebody_of_the_site_confirms_their_own_for_a_year(at, elena, dana):
    site = make.site_of(elena.organisation)
    assert not guide_for("en", elena).is_confirmed
    numbers.confirm_numbers(site=site, lines=OURS, by=dana)
    assert (guide_for("en", elena).numbers, guide_for("en", elena).is_confirmed) == (OURS, True)
    other = accounts.open_site(
        organisation=elena.organisation, name="South gate", by=people.operator(elena.organisation)
    )
    assert not guide_of("en", other).is_confirmed
    elena.site = other
    assert guide_for("en", elena).numbers == OURS, "a site without numbers shows those of the place"
    numbers.confirm_numbers(site=other, lines=OURS[1:], by=dana)
    assert guide_for("en", elena).numbers == OURS[1:]
    at.move_to(make.NOON + timedelta(days=366))
    assert not guide_for("en", elena).is_confirmed


def test_a_new_list_takes_the_place_of_the_old_one_which_stays_on_record(elena, dana):
    site = make.site_of(elena.organisation)
    for lines in (OURS, OURS[:1]):
        numbers.confirm_numbers(site=site, lines=lines, by=dana)
    assert guide_for("en", elena).numbers == OURS[:1]
    assert CrisisLine.objects.count() == 3


@pytest.mark.parametrize(
    "lines",
    [(), (("Night line", ""),), (("", "112"),), (("Night line", "call me"),), tuple([("A", "1")] * 5)],
    ids=["none", "no number", "no name", "letters", "five"],
)
def test_half_a_line_and_what_is_no_number_is_refused(elena, dana, lines):
    with pytest.raises(DomainError):
        numbers.confirm_numbers(site=make.site_of(elena.organisation), lines=lines, by=dana)


def test_only_who_coordinates_or_manages_here_confirms(elena, imran, dana):
    site = make.site_of(elena.organisation)
    for viewer in (imran, make.colleague(people.organisation("Elsewhere"), Role.COORDINATOR)):
        with pytest.raises(NotAllowed):
            numbers.confirm_numbers(site=site, lines=OURS, by=viewer)


def test_the_page_asks_that_somebody_has_called(elena, dana, imran):
    site, client = make.site_of(elena.organisation), browser(dana)
    assert "Nobody here has confirmed them" in text(client.get("/numbers"))
    form = f"/numbers/{site.key}"
    assert 'value="112"' in text(client.get(form))
    sent = {"about": signed(), "name_1": "Night line", "number_1": "030 1"}
    answer = client.post(form, sent)
    assert answer.status_code == 422
    assert "Call each number once, then tick this." in text(answer)
    bad = client.post(form, {**sent, "about": signed(), "number_1": "soon", "has_called": "on"})
    assert "is no telephone number" in text(bad)
    assert client.post(form, {**sent, "about": signed(), "has_called": "on"}).url == "/numbers"
    assert f"Confirmed by {dana.name}, 20 October 2026" in text(client.get("/numbers"))
    assert browser(imran).get("/numbers").status_code == 403
    assert client.get("/numbers/bcdfghjkmn").status_code == 404
