"""A programme may begin at any phase, as the person chooses; and a word on how long things take."""

import html as markup
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from handrail.base.errors import DomainError
from handrail.catalogue.tests import factories as make_offer
from handrail.intake import actions, panels, rules
from handrail.intake.models import Enrolment
from handrail.intake.rules import EnrolmentRank, Phase
from handrail.intake.tests import factories as intake

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture
def work(person):
    return make_offer.offer(person.organisation, "VR", capacity=5)


@pytest.fixture
def home(person):
    return f"/people/{person.key}/choices"


def choose(person, offer, by, **more):
    return actions.choose_offer(participant=person, offer=offer, rank=EnrolmentRank.PRIMARY, by=by, **more)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def send(client, address, **said):
    return client.post(address, {**said, **intake.form_of(client, address)})


@pytest.mark.seed("S-077")
@pytest.mark.parametrize("starts_in", list(rules.START_PHASES))
def test_the_clock_can_start_at_any_phase_and_goes_on_from_there(starts_in):
    later = list(rules.START_PHASES)[list(rules.START_PHASES).index(starts_in) :]
    assert rules.phase(TODAY, TODAY, starts_in) == starts_in
    passed = [rules.phase(TODAY - timedelta(days=days), TODAY, starts_in) for days in range(400)]
    assert list(dict.fromkeys(passed)) == later
    assert rules.phase(None, TODAY, starts_in) == Phase.NOT_STARTED


def test_each_phase_begins_on_the_day_after_the_one_before_ends():
    for phase, day in rules.PHASE_BEGINS.items():
        assert rules.phase(TODAY - timedelta(days=day), TODAY) == phase
        if day:
            assert rules.phase(TODAY - timedelta(days=day - 1), TODAY) != phase


@pytest.mark.seed("S-021", "S-077")
def test_a_person_chooses_where_to_begin_and_the_page_says_it(client, person, me, home, work):
    intake.sign_in(client, me)
    asked = page(client, f"{home}/{work.key}")
    for words in rules.START_PHASES.values():
        assert str(words) in asked
    assert "nobody is late" in asked
    send(client, f"{home}/{work.key}", rank="primary", starts_in="moving")
    row = Enrolment.objects.get()
    assert row.starts_in == Phase.MOVING
    actions.start_enrolment(enrolment=row, by=me)
    html = page(client, home)
    assert "It begins here: Work, learning or a home: that is next for me" in html
    assert str(rules.PHASES[Phase.MOVING]) in html


@pytest.mark.seed("S-021")
def test_where_it_begins_can_change_on_any_day_and_another_change_leaves_it(client, person, me, home, work):
    row = choose(person, work, me, starts_in=Phase.TRYING)
    intake.sign_in(client, me)
    address = f"{home}/mine/{row.key}"
    assert 'value="trying" checked' in page(client, address)
    send(client, address, mix=["home"], starts_in="adjusting")
    row.refresh_from_db()
    assert (row.starts_in, row.mix) == (Phase.ADJUSTING, "home")
    actions.change_mix(enrolment=row, mix=["online"], by=me)
    row.refresh_from_db()
    assert (row.starts_in, row.mix) == (Phase.ADJUSTING, "online")


def test_without_a_word_it_begins_at_the_beginning(client, person, me, home, work):
    intake.sign_in(client, me)
    send(client, f"{home}/{work.key}", rank="primary")
    assert Enrolment.objects.get().starts_in == Phase.ARRIVING
    assert "It begins here" not in page(client, home)


def test_the_team_counts_people_where_they_chose_to_begin(person, me, sasha, work):
    row = choose(person, work, me, starts_in=Phase.ADJUSTING)
    actions.start_enrolment(enrolment=row, by=me)
    (panel,) = panels.programme(sasha, "vocational")
    (group,) = panel.data["groups"]
    assert group.title == rules.PHASES[Phase.ADJUSTING]


def test_a_choice_made_before_the_offer_takes_the_phase_with_the_offer(person, me, work):
    actions.enrol(participant=person, programme_type="VR", rank=EnrolmentRank.PRIMARY, by=me)
    row = choose(person, work, me, starts_in=Phase.TRYING)
    row.refresh_from_db()
    assert (row.offer_id, row.starts_in) == (work.pk, Phase.TRYING)


def test_not_started_is_no_place_to_begin(client, person, me, home, work):
    with pytest.raises(DomainError, match="choose from these"):
        choose(person, work, me, starts_in=Phase.NOT_STARTED)
    intake.sign_in(client, me)
    refused = client.post(
        f"{home}/{work.key}",
        {"rank": "primary", "starts_in": "not_started", **intake.form_of(client, f"{home}/{work.key}")},
    )
    assert refused.status_code == 422
    row = choose(person, work, me)
    row.starts_in = Phase.NOT_STARTED
    with pytest.raises(IntegrityError):
        row.save()


@pytest.mark.seed("S-136")
def test_before_choosing_one_reads_how_long_things_take(client, person, me, home, work):
    intake.sign_in(client, me)
    html = page(client, f"{home}/{work.key}")
    assert "How long it takes" in html
    assert "Good things often take months. Small steps count, and nobody is late." in html
