import html as markup

import pytest

from handrail.accounts import actions as accounts
from handrail.audit.models import Event
from handrail.catalogue.rules import PriceBasis
from handrail.catalogue.tests import factories as catalogue
from handrail.choice import queries
from handrail.choice.definitions import book
from handrail.choice.rules import finder as rules
from handrail.choice.rules.finder import Asked
from handrail.intake import actions as intake
from handrail.intake.models import Answer, Enrolment
from handrail.intake.rules import AuthorKind, EnrolmentRank, EnrolmentStatus, Way
from handrail.intake.tests import factories as said
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import about, browser, family, stranger

pytestmark = pytest.mark.django_db


def read(client, address, **fields):
    response = client.post(address, fields, follow=True) if fields else client.get(address)
    return response.status_code, markup.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def work(person):
    return catalogue.offer(person.organisation, "VR", capacity=1)


@pytest.fixture
def peers(person):
    free = {"price_minor": 0, "price_basis": PriceBasis.FREE, "own_share_minor": None, "payers": ()}
    return catalogue.offer(person.organisation, "PEER", title="Story evening", run_by="", **free)


def found(viewer, asked, participant=None):
    return {one.candidate.key: one for one in queries.weighed(viewer, asked, participant)}


def reasons(viewer, asked, key, participant=None):
    candidate = found(viewer, asked, participant)[key].candidate
    return [match.says.say("en") for match in rules.reasons_of(candidate, asked, book()).reasons]


@pytest.mark.seed("S-133", "S-135", "S-175")
def test_signed_out_it_begins_with_a_wish_and_shows_reasons_evidence_staff_and_price(client, work, peers):
    before = Event.objects.count()
    status, page = read(client, "/find", wish="people", way="stigma", like="online")
    assert status == 200
    first = page.split("Story evening", 1)[1].split('</li>\n<li class="card', 1)[0]
    for words in ("You want friends", "run by people who have been there", "It can be online", "Moderate"):
        assert words in first, words
    assert "Free for everybody. You pay nothing." in first
    assert "Groups led by people who have been there" in page.split("What helps with that")[1]
    assert page.index("Story evening") < page.index("Work and study club")
    assert "Amara Diallo, job coach for six years" in page
    assert "€4 200 for the whole programme" in page
    assert Event.objects.count() == before


def test_without_a_word_everything_is_there_in_the_order_of_the_guide(client, work, peers):
    _status, page = read(client, "/find")
    assert "Everything there is" in page
    order = [
        "Community-based rehabilitation",
        "Work and study club",
        "Story evening",
        "Digital rehab modules",
    ]
    places = [page.index(f">{name}<") for name in order]
    assert places == sorted(places)
    assert "Nobody offers this here yet." in page


def test_words_that_are_none_of_ours_do_no_harm(client, work):
    assert read(client, "/find", wish="gold", way="\x00", like="')--")[0] == 200
    assert read(client, "/find/compare", p=["nobody", "nothing"])[0] == 200
    assert read(client, "/find?at=%00made-up")[0] == 200


def test_an_offer_says_itself_what_it_answers(person, me, work, peers):
    assert reasons(me, Asked(obstacles=("money",)), peers.key) == ["You pay nothing yourself."]
    assert reasons(me, Asked(obstacles=("money",)), work.key) == ["Several payers can share it."]
    assert reasons(me, Asked(obstacles=("quality",)), work.key) == ["It says who runs it and what they know."]
    assert "A place is free now." in reasons(me, Asked(obstacles=("few_staff",)), work.key)
    row = intake.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    intake.start_enrolment(enrolment=row, by=me)
    assert "A place is free now." not in reasons(me, Asked(obstacles=("few_staff",)), work.key)


@pytest.mark.seed("S-138")
def test_a_person_who_does_not_want_to_start_again_sees_where_they_have_been(person, me, work, peers):
    row = intake.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    intake.end_enrolment(enrolment=row, to=EnrolmentStatus.STOPPED, by=me)
    asked = Asked(obstacles=("changing_places",))
    assert "You have been there before." in reasons(me, asked, work.key, person)
    assert "You have been there before." not in reasons(me, asked, peers.key, person)
    assert "You have been there before." not in reasons(None, asked, work.key)


@pytest.mark.seed("S-135")
def test_what_people_tell_answers_a_doubt_about_quality(person, me, work, peers):
    intake.tell_story(participant=person, programme_type="PEER", words="We walked.", shown_as="M.", by=me)
    asked = Asked(obstacles=("quality",))
    assert reasons(None, asked, peers.key) == ["People tell how it is."]
    page = queries.finder_page(None, asked)
    assert next(one for one in page.found if one.key == peers.key).voices == 1


@pytest.mark.seed("S-046")
def test_for_a_person_it_begins_with_what_the_conversation_holds(person, me, dana, work, peers):
    assert queries.known_of(me, person) == Asked()
    held = said.conversation(person, dana)
    said.answer(held, me, "", question="barriers", choices=["stigma", "transport"])
    said.answer(held, me, "", question="areas", choices=["friends"])
    said.answer(held, me, "", question="where-and-how", choices=["online", "group"])
    said.answer(held, me, "", question="work-or-study", choices=["soon"])
    said.answer(held, me, "", question="worker", choices=["been_there"])
    assert queries.known_of(me, person) == Asked(
        ("work", "people"), ("transport", "stigma"), ("online", "group", "peers")
    )
    client = browser(me)
    before = (Answer.objects.count(), Event.objects.count())
    _status, page = read(client, f"/people/{person.key}/find")
    assert "We began with what was said in the conversation." in page
    assert 'value="stigma" checked' in page and 'value="money" checked' not in page
    _status, other = read(client, f"/people/{person.key}/find", wish="calm", go="1")
    assert 'value="stigma" checked' not in other and 'value="calm" checked' in other
    assert (Answer.objects.count(), Event.objects.count()) == before


def wish(person, by, words, area):
    return intake.add_wish(participant=person, words=words, area=area, kind=AuthorKind.MINE, by=by)


@pytest.mark.seed("S-044")
def test_wishes_lead_the_finder_in_the_persons_own_order(person, me, work, peers):
    friends = wish(person, me, "Somebody to laugh with", "friends")
    wish(person, me, "A job with my hands", "work")
    assert queries.known_of(me, person).wishes == ("people", "work")
    order = list(found(me, queries.known_of(me, person)))
    assert order.index(peers.key) < order.index(work.key)
    intake.move_wish(wish=friends, way=Way.DOWN, by=me)
    assert queries.known_of(me, person).wishes == ("work", "people")
    order = list(found(me, queries.known_of(me, person)))
    assert order.index(work.key) < order.index(peers.key)


def test_what_the_conversation_holds_is_for_whom_it_opens(person, me, dana):
    said.conversation(person, dana)
    assert read(browser(family(person)), f"/people/{person.key}/find")[0] == 404
    assert read(browser(stranger(person)), f"/people/{person.key}/find/compare")[0] == 404
    assert read(browser(dana), f"/people/{person.key}/find")[0] == 200


# ---------- side by side ----------


@pytest.mark.seed("S-054", "S-135", "S-174", "S-178")
def test_two_stand_side_by_side_with_what_differs_first_and_not_now(person, me, work, peers):
    client = browser(me)
    address = f"/people/{person.key}/find/compare"
    _status, page = read(client, address, p=[work.key, peers.key], wish="people")
    differ = page.split("What differs</h2>", 1)[1].split("What is the same")[0]
    for words in (
        "Work and study club",
        "Story evening",
        "Not now",
        "€4 200",
        "Free for everybody",
        "You want friends",
    ):
        assert words in differ, words
    assert "How sure the guide is" not in differ  # both moderate
    assert "Moderate" in page.split("What is the same", 1)[1]
    assert f"/people/{person.key}/choices/{work.key}" in page
    assert "diagnos" not in page.lower() and "recommend" not in page.lower()


def test_three_at_most_and_one_alone_is_asked_for_a_second(person, me, work, peers):
    more = [catalogue.offer(person.organisation, code, title=code) for code in ("SST", "DIG")]
    keys = [work.key, peers.key, peers.key, *(one.key for one in more)]
    side = queries.comparison(me, keys, Asked())
    assert [one.key for one in side.programmes] == [work.key, peers.key, more[0].key]
    assert side.heads[-1] == "Not now"
    assert all(len(row.values) == 4 for row in (*side.differ, *side.same))
    _status, page = read(browser(me), f"/people/{person.key}/find/compare", p=work.key)
    assert "Choose two or three programmes" in page


def test_signed_out_they_are_compared_too_and_a_type_that_nobody_offers(client, work):
    _status, page = read(client, "/find/compare", p=[work.key, "illness"])
    assert "Illness self-management programs" in page and "Nobody offers it here yet" in page
    assert "Ask for a place" in page


def test_another_organisation_is_not_in_the_list_of_a_member(person, me, work):
    elsewhere = catalogue.offer(make.organisation("Hilltop"), "VR", title="Hill club")
    assert elsewhere.key not in found(me, Asked())
    assert elsewhere.key in found(None, Asked())


def test_the_list_asks_as_often_for_two_offers_as_for_twelve(
    person, me, work, peers, django_assert_max_num_queries
):
    asked = Asked(("work",), ("few_staff", "quality", "changing_places"), ("online",))
    queries.finder_page(me, asked, participant=person)
    for number in range(10):
        catalogue.offer(person.organisation, "VR", title=f"Club {number}")
    with django_assert_max_num_queries(9):
        page = queries.finder_page(me, asked, participant=person)
    assert len(page.found) == 12 and page.more >= 1


# ---------- several under one plan ----------


@pytest.mark.seed("S-031")
def test_several_programmes_run_at_the_same_time_beside_first_choice_and_back_up(person, me, work, peers):
    skills = catalogue.offer(person.organisation, "SST", title="Talking")
    digital = catalogue.offer(person.organisation, "DIG", title="Lessons")
    also = EnrolmentRank.ALSO
    for offer, rank in ((work, "primary"), (peers, "backup"), (skills, also), (digital, also)):
        intake.choose_offer(participant=person, offer=offer, rank=EnrolmentRank(rank), by=me)
    for row in Enrolment.objects.filter(participant=person).exclude(rank="backup"):
        intake.start_enrolment(enrolment=row, by=me)
    running = Enrolment.objects.filter(participant=person, to_on=None, status="started")
    assert sorted(running.values_list("programme_type", flat=True)) == ["DIG", "SST", "VR"]
    assert [line.choice.row.rank for line in queries.costs_page(me, person).lines].count("also") == 2


def test_a_place_at_the_same_time_is_held_and_a_full_one_waits(person, me, work):
    row = intake.choose_offer(participant=person, offer=work, rank=EnrolmentRank.ALSO, by=me)
    assert row.status == EnrolmentStatus.CHOSEN
    other = make.participant(person.organisation)
    second = intake.choose_offer(
        participant=other, offer=work, rank=EnrolmentRank.ALSO, by=make.self_viewer(other)
    )
    assert second.status == EnrolmentStatus.WAITING


@pytest.mark.seed("S-047")
def test_a_programme_begins_without_conversation_plan_or_an_earlier_stage(person, me, work):
    client = browser(me)
    sent = client.post(f"/people/{person.key}/choices/{work.key}", {"rank": "primary", **about(person, 0)})
    assert sent.status_code == 302
    row = Enrolment.objects.get(participant=person)
    started = client.post(f"/people/{person.key}/choices/mine/{row.key}/start", about(person, 1))
    assert started.status_code == 302
    row.refresh_from_db()
    assert row.status == EnrolmentStatus.STARTED


@pytest.mark.seed("S-131")
def test_what_is_at_the_persons_own_centre_is_near(person, me, work, peers):
    site = accounts.open_site(
        organisation=person.organisation, name="Mill", by=make.operator(person.organisation)
    )
    near = catalogue.offer(person.organisation, "SST", title="Talking", site=site)
    person.site = site
    person.save()
    asked = Asked(obstacles=("transport",))
    assert reasons(me, asked, near.key, person) == [
        "Part of it is online or by phone.",
        "It is at the centre near you.",
    ]
    assert "It is at the centre near you." not in reasons(me, asked, work.key, person)
    assert "It is at the centre near you." not in reasons(None, asked, near.key)
