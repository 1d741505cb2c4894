import html as markup

import pytest

from handrail.catalogue.tests import factories as make_offer
from handrail.intake import actions
from handrail.intake.models import Enrolment, Story
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus
from handrail.intake.tests import factories as intake
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(person):
    return make_offer.offer(person.organisation, "VR", capacity=1)


@pytest.fixture
def home(person):
    return f"/people/{person.key}/choices"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def send(client, address, page="", action="", **said):
    return client.post(address, {**said, **intake.form_of(client, page or address, action)})


def test_without_a_choice_the_page_shows_what_there_is_and_not_now(client, me, home, work):
    intake.sign_in(client, me)
    html = page(client, home)
    assert "Nothing is chosen yet" in html
    assert "Work and study club" in html
    assert "Not now" in html
    assert "iagnos" not in html.replace("No diagnosis is asked for.", "")


@pytest.mark.seed("S-175", "S-206")
def test_a_person_reads_price_and_place_chooses_and_begins(client, me, home, work):
    intake.sign_in(client, me)
    html = page(client, f"{home}/{work.key}")
    assert "€4\u00a0200 for the whole programme" in html
    assert "Library, room 2" in html
    assert "Next meeting: Wednesday 21 October." in html
    done = send(client, f"{home}/{work.key}", rank="primary", mix=["community", "online"])
    assert (done.status_code, done.url) == (302, home)
    row = Enrolment.objects.get()
    html = page(client, home)
    assert "Where: In town, Online or by phone" in html
    start = f"{home}/mine/{row.key}/start"
    assert send(client, start, home, start).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.started_on) == (EnrolmentStatus.STARTED, me.today)
    assert "First weeks: arriving" in page(client, home)


def test_staff_choose_with_the_person_and_write_why_it_changes(client, person, sasha, home, work):
    intake.sign_in(client, sasha)
    other = make_offer.offer(person.organisation, "AIM", title="Coach hour")
    assert send(client, f"{home}/{work.key}", rank="primary").status_code == 302
    back = send(client, f"{home}/{other.key}", rank="primary", reason="")
    assert back.status_code == 422
    assert "Write why this changes, in the person’s words." in back.content.decode()
    done = send(client, f"{home}/{other.key}", rank="primary", reason="“I want to plan first.”")
    assert done.status_code == 302
    assert "“I want to plan first.”" in page(client, home)


def test_a_full_first_choice_waits_and_the_backup_begins_in_one_tap(client, person, me, home, work):
    other = make.participant(person.organisation)
    intake_me = make.self_viewer(other)
    actions.choose_offer(participant=other, offer=work, rank=EnrolmentRank.PRIMARY, by=intake_me)
    calm = make_offer.offer(person.organisation, "AIM", title="Coach hour")
    actions.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    backup = actions.choose_offer(participant=person, offer=calm, rank=EnrolmentRank.BACKUP, by=me)
    intake.sign_in(client, me)
    assert "The first choice is full for now." in page(client, home)
    start = f"{home}/mine/{backup.key}/start"
    assert send(client, start, home, start).status_code == 302
    assert "The first choice is full for now." not in page(client, home)


def test_the_mix_changes_and_leaving_needs_no_reason(client, person, me, home, work):
    row = actions.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    intake.sign_in(client, me)
    mine = f"{home}/mine/{row.key}"
    assert "Where would you like it?" in page(client, mine)
    assert send(client, mine, mix=["home"]).status_code == 302
    row.refresh_from_db()
    assert row.mix == "home"
    assert send(client, f"{mine}/end", mine, f"{mine}/end", to="stopped", reason="").status_code == 302
    row.refresh_from_db()
    assert row.status == EnrolmentStatus.STOPPED
    html = page(client, home)
    assert "What was before" in html
    assert "This has ended on 20 October." in page(client, mine)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"rank": "third"}, "Please choose one of these."),
        ({"rank": "primary", "mix": ["moon"]}, "Please choose from these."),
    ],
)
def test_a_wrong_choice_comes_back_with_a_sentence(client, me, home, work, said, sentence):
    intake.sign_in(client, me)
    back = send(client, f"{home}/{work.key}", **said)
    assert back.status_code == 422
    assert sentence in back.content.decode()
    assert not Enrolment.objects.exists()


def test_an_ending_that_does_not_fit_comes_back(client, person, me, home, work):
    row = actions.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    intake.sign_in(client, me)
    mine = f"{home}/mine/{row.key}"
    assert send(client, f"{mine}/end", mine, f"{mine}/end", to="lost", reason="").status_code == 422
    assert send(client, f"{mine}/end", mine, f"{mine}/end", to="finished", reason="").status_code == 422


def test_a_page_left_open_while_somebody_else_chose_says_so(client, person, me, sasha, home, work):
    intake.sign_in(client, me)
    old = intake.form_of(client, f"{home}/{work.key}")
    calm = make_offer.offer(person.organisation, "AIM", title="Coach hour")
    actions.choose_offer(participant=person, offer=calm, rank=EnrolmentRank.PRIMARY, by=sasha)
    back = client.post(f"{home}/{work.key}", {**old, "rank": "backup"})
    assert back.status_code == 422
    assert "The choices were changed in the meantime." in back.content.decode()


def test_a_stranger_finds_no_page_and_a_relative_only_reads(client, person, me, home, work):
    row = actions.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    addresses = [home, f"{home}/{work.key}", f"{home}/mine/{row.key}", f"/people/{person.key}/stories"]
    intake.sign_in(client, make.staff_for(make.participant(person.organisation)))
    assert [client.get(one).status_code for one in addresses] == [404] * 4
    intake.sign_in(client, intake.relative(person))
    assert [client.get(one).status_code for one in addresses] == [200, 403, 403, 403]
    assert "It has begun" not in page(client, home)


def test_a_story_is_told_with_a_yes_shown_to_everybody_and_taken_back(client, person, me):
    intake.sign_in(client, me)
    mine = f"/people/{person.key}/stories"
    said = {"programme": "VR", "words": "I have a key to the shop.", "shown_as": "somebody who was there"}
    assert send(client, mine, **said, yes="no").status_code == 422
    assert not Story.objects.exists()
    assert send(client, mine, **said, yes="yes").status_code == 302
    assert "Tell mine, or take it back" in page(client, "/programmes/vocational")
    client.cookies.clear()
    assert "I have a key to the shop." in page(client, "/programmes/vocational")
    intake.sign_in(client, me)
    back = f"{mine}/{Story.objects.get().key}"
    assert send(client, back, mine, back).status_code == 302
    client.cookies.clear()
    assert "I have a key to the shop." not in page(client, "/programmes/vocational")


def test_staff_see_a_story_and_can_take_it_back_but_tell_none(client, person, me, sasha):
    actions.tell_story(participant=person, programme_type="VR", words="Good.", shown_as="R.", by=me)
    intake.sign_in(client, sasha)
    html = page(client, f"/people/{person.key}/stories")
    assert "Take it back" in html
    assert "Show my story" not in html


def test_a_signed_in_person_finds_choose_this_on_the_programme_page(client, person, me, work):
    intake.sign_in(client, me)
    html = page(client, "/programmes/vocational")
    assert f'href="/me/choices/{work.key}"' in html
    assert client.get(f"/me/choices/{work.key}").url == f"/people/{person.key}/choices/{work.key}"


@pytest.mark.seed("S-060")
def test_the_programme_page_leads_a_person_to_choosing_it(client, person, me, sasha, home, work):
    intake.sign_in(client, me)
    here = f'href="{home}/{work.key}"'
    assert here in page(client, "/programmes/vocational")
    assert here not in page(client, "/programmes/peer")
    send(client, f"{home}/{work.key}", rank="backup")
    assert Enrolment.objects.get().rank == EnrolmentRank.BACKUP
    intake.sign_in(client, sasha)
    assert here not in page(client, "/programmes/vocational")
