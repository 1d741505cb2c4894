import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import Role
from handrail.accounts import actions as accounts
from handrail.audit.models import Look, LookPerson
from handrail.intake import queries
from handrail.intake.models import Referral
from handrail.intake.rules import ReferralSource, ReferralStatus
from handrail.intake.tests import factories as intake
from handrail.people.models import Participant
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
ASK = {
    "called": "Rosa",
    "source": "self",
    "phone": "0151 23",
    "email": "",
    "words": "I want to go out again.",
}


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def dana(place, client):
    viewer = intake.coordinator(place)
    intake.sign_in(client, viewer)
    return viewer


def written(**more):
    return {
        "called": "Rosa",
        "family_name": "Iden",
        "source": "doctor",
        "reason": "after_treatment",
        "words": "Come when it is quiet.",
        "contact": "",
        **more,
    }


def test_staff_write_a_referral_down_and_land_on_its_page(client, place, dana):
    sent = written(contact=str(dana.user_id)) | intake.form_of(client, "/referrals/new")
    response = client.post("/referrals/new", sent, follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Rosa Iden" in html
    assert "First contact by Tuesday 27 October." in html
    assert "Come when it is quiet." in html


def test_sending_the_form_twice_makes_one_referral(client, place, dana):
    sent = written(contact=str(dana.user_id)) | intake.form_of(client, "/referrals/new")
    first, second = (client.post("/referrals/new", sent) for _ in range(2))
    assert first.url == second.url
    assert Referral.objects.count() == 1


def test_a_referral_without_a_name_says_what_is_missing(client, place, dana):
    response = client.post("/referrals/new", written(called="") | intake.form_of(client, "/referrals/new"))
    assert "Write the name that the person likes to be called." in response.content.decode()
    assert not Referral.objects.exists()


def test_a_referral_cannot_come_from_tomorrow(client, place, dana):
    day = {"received_on_day": "21", "received_on_month": "10", "received_on_year": "2026"}
    response = client.post("/referrals/new", written(**day) | intake.form_of(client, "/referrals/new"))
    assert "This day is still to come." in response.content.decode()


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.FAMILY, Role.PEER, Role.MANAGER, Role.FUNDER])
@pytest.mark.parametrize("address", ["/referrals", "/referrals/new", "/referrals/bbbbbbbbbb"])
def test_only_those_who_take_referrals_open_these_pages(client, place, role, address):
    intake.sign_in(client, make.viewer(make.member(place, role), place, role))
    assert client.get(address).status_code == 403


def test_nobody_signed_in_is_sent_to_sign_in(client):
    assert client.get("/referrals").url == "/sign-in?next=/referrals"


def test_of_an_untaken_referral_only_three_facts_are_seen_and_the_look_is_kept(client, place, dana):
    referral = intake.referral(place, words="Her mother died", phone="0151 999")
    for address in ("/referrals", f"/referrals/{referral.key}"):
        html = client.get(address).content.decode()
        assert "Rosa" in html
        assert "A doctor" in html
        assert not any(hidden in html for hidden in ("Iden", "Her mother died", "0151 999"))
    assert Look.objects.filter(relation="open_referral", category="intake").exists()
    assert LookPerson.objects.filter(participant_id=referral.participant_id).exists()


def test_another_organisations_referrals_are_nowhere(client, dana):
    other = intake.referral(make.organisation("Elsewhere"))
    assert "Rosa" not in client.get("/referrals").content.decode()
    assert client.get(f"/referrals/{other.key}").status_code == 404


def test_a_referral_that_a_colleague_took_is_closed_to_others(client, place, dana):
    colleague = intake.coordinator(place)
    referral = intake.referral(place, contact=intake.user_of(colleague))
    assert client.get(f"/referrals/{referral.key}").status_code == 404
    assert client.post(f"/referrals/{referral.key}/withdraw", {}).status_code == 404


def take(client, dana, referral):
    address = f"/referrals/{referral.key}"
    sent = {
        "take-contact": str(dana.user_id),
        "take-first_contact_by_day": "23",
        "take-first_contact_by_month": "10",
        "take-first_contact_by_year": "2026",
    }
    return client.post(
        f"{address}/take", sent | intake.form_of(client, address, f"{address}/take"), follow=True
    )


def test_the_whole_way_from_taking_to_the_conversation(client, place, dana):
    referral = intake.referral(place)
    address = f"/referrals/{referral.key}"
    assert "First contact by Friday 23 October." in take(client, dana, referral).content.decode()
    spoken = {
        "contact-on_day": "20",
        "contact-on_month": "10",
        "contact-on_year": "2026",
        "contact-words": "She laughed.",
    }
    html = client.post(
        f"{address}/contact", spoken | intake.form_of(client, address, f"{address}/contact"), follow=True
    ).content.decode()
    assert "She laughed." in html
    response = client.post(f"{address}/start", intake.form_of(client, address, f"{address}/start"))
    assert response.url == f"/people/{referral.participant.key}/intake"
    assert client.get(response.url).status_code == 200
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.STARTED


def test_a_wrong_form_for_an_untaken_referral_shows_no_more_than_before(client, place, dana):
    referral = intake.referral(place, words="Her mother died", phone="0151 999")
    address = f"/referrals/{referral.key}"
    sent = {"take-contact": "nobody"} | intake.form_of(client, address, f"{address}/take")
    html = client.post(f"{address}/take", sent).content.decode()
    assert "Please choose one of these." in html
    assert not any(hidden in html for hidden in ("Iden", "Her mother died", "0151 999"))


def test_a_referral_can_be_taken_back_with_a_reason(client, place, dana):
    referral = intake.referral(place, contact=intake.user_of(dana))
    address = f"/referrals/{referral.key}"
    sent = {"withdraw-reason": "My aunt helps."} | intake.form_of(client, address, f"{address}/withdraw")
    html = client.post(f"{address}/withdraw", sent, follow=True).content.decode()
    assert "My aunt helps." in html
    assert "Taken back" in html


def test_who_may_not_take_referrals_counts_none(place):
    intake.referral(place)
    manager = make.viewer(make.member(place, Role.MANAGER), place, Role.MANAGER)
    assert queries.untaken_count(manager) == 0
    assert queries.open_referrals(manager) == []


def test_not_now_needs_alternatives_and_says_when_we_ask_again(client, place, dana):
    referral = intake.referral(place, contact=intake.user_of(dana))
    address = f"/referrals/{referral.key}"
    action = f"{address}/not-now"
    sent = {"not-now-alternatives": ""} | intake.form_of(client, address, action)
    assert "Write what the person can turn to meanwhile." in client.post(action, sent).content.decode()
    sent |= {
        "not-now-alternatives": "The choir",
        "not-now-contact_again_on_day": "20",
        "not-now-contact_again_on_month": "1",
        "not-now-contact_again_on_year": "2027",
    }
    html = client.post(action, sent, follow=True).content.decode()
    assert "We ask again on Wednesday 20 January 2027." in html
    assert "The choir" in html


def test_a_form_of_one_referral_does_nothing_to_another(client, place, dana):
    one, two = (intake.referral(place, contact=intake.user_of(dana)) for _ in range(2))
    wrong = intake.form_of(client, f"/referrals/{one.key}", f"/referrals/{one.key}/withdraw")
    assert client.post(f"/referrals/{two.key}/withdraw", wrong).status_code == 404
    two.refresh_from_db()
    assert two.status == ReferralStatus.NEW


def test_a_step_that_is_not_there_is_not_found(client, place, dana):
    referral = intake.referral(place, contact=intake.user_of(dana))
    assert client.get(f"/referrals/{referral.key}/withdraw").status_code == 404
    assert client.post(f"/referrals/{referral.key}/erase", {}).status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_ten_and_twenty(client, place, dana):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/referrals").status_code == 200
        return len(queries)

    def add(number):
        for _ in range(number):
            intake.referral(place)
            intake.referral(place, contact=intake.user_of(dana))

    add(5)
    count()
    ten = count()
    add(5)
    client.get("/referrals")
    assert count() == ten


@pytest.mark.seed("S-172")
def test_anybody_asks_for_themselves_and_hears_by_which_day_somebody_calls(client, place):
    response = client.post("/ask", ASK | intake.form_of(client, "/ask"), follow=True)
    html = response.content.decode()
    assert "Somebody calls you by Tuesday 27 October." in html
    assert "emergency number of your place" in html
    referral = Referral.objects.get()
    assert (referral.source, referral.contact, referral.participant.phone) == (
        ReferralSource.SELF,
        None,
        "0151 23",
    )


def test_a_confirmed_emergency_number_stands_on_the_page(client, place, settings):
    settings.EMERGENCY_NUMBER = "112"
    assert "In an emergency call 112." in client.get("/ask").content.decode()


def test_asking_needs_a_way_to_answer(client, place):
    response = client.post("/ask", ASK | {"phone": ""} | intake.form_of(client, "/ask"))
    assert "so that we can reach you" in response.content.decode()
    assert not Referral.objects.exists()


def test_asking_twice_with_one_form_is_asking_once(client, place):
    sent = ASK | intake.form_of(client, "/ask")
    client.post("/ask", sent)
    assert client.post("/ask", sent).url == "/ask/thanks"
    assert Referral.objects.count() == 1


def test_after_three_times_the_page_says_that_it_has_arrived(client, place):
    for _ in range(3):
        client.post("/ask", ASK | intake.form_of(client, "/ask"))
    html = client.get("/ask").content.decode()
    assert "You have asked already" in html
    assert "<form" not in html.split("<main", 1)[1]


def test_of_several_places_one_is_chosen(client, place):
    other = make.organisation("Hillside")
    sent = ASK | intake.form_of(client, "/ask")
    assert "Please choose one." in client.post("/ask", sent).content.decode()
    client.post("/ask", sent | {"place": other.key})
    assert Participant.objects.get().organisation == other


def test_a_site_is_a_place_to_ask(client, place):
    site = accounts.open_site(organisation=place, name="Mill Road", by=make.operator(place))
    client.post("/ask", ASK | intake.form_of(client, "/ask"))
    assert Participant.objects.get().site == site


def test_before_there_is_a_place_the_page_says_whom_to_ask(client):
    assert "No place takes requests here yet." in client.get("/ask").content.decode()
    assert client.get("/ask/thanks").status_code == 200
