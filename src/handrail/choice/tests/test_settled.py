import html as markup
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.catalogue import figures
from handrail.catalogue.tests import factories as catalogue
from handrail.choice import actions, queries
from handrail.choice.holdings import HOLDINGS
from handrail.choice.models import Settlement
from handrail.choice.tests import factories as choice
from handrail.intake import actions as intake
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import about, browser, family, stranger

pytestmark = pytest.mark.django_db
TOO_FEW = "Too few people so far to say what it really cost here."
BILL = {"total_minor": 390_000, "own_minor": 12_000, "currency": "EUR"}


def ended(person, offer, by):
    """Return a programme that began and was finished."""
    row = intake.choose_offer(participant=person, offer=offer, rank=EnrolmentRank.PRIMARY, by=by)
    intake.start_enrolment(enrolment=row, by=by)
    return intake.end_enrolment(enrolment=row, to=EnrolmentStatus.FINISHED, by=by)


def settle(row, by, **more):
    return actions.settle_cost(enrolment=row, by=by, **{**BILL, **more})


@pytest.fixture
def work(person):
    return catalogue.offer(person.organisation, "VR", title="Work coaching", capacity=60)


@pytest.fixture
def over(person, me, work):
    return ended(person, work, me)


def many(place, offer, count, *, days_ago=3, euro=lambda number: 4_000 + 10 * number):
    """Let that many other people finish, and write down on an earlier day what it cost."""
    by = make.operator(place)
    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC) - timedelta(days=days_ago)):
        for number in range(count):
            row = ended(make.participant(place, f"Ana {offer.title} {number}"), offer, by)
            settle(row, by, total_minor=euro(number) * 100, own_minor=5_000)
    Settlement.objects.update(settled_on="2026-10-17", written_on="2026-10-17")


# ---------- of one person ----------


@pytest.mark.seed("S-174")
def test_what_it_really_cost_is_written_once_it_has_ended_with_who_and_when(person, over, dana):
    row = settle(over, dana)
    assert (row.total_minor, row.own_minor, row.currency) == (390_000, 12_000, "EUR")
    assert (row.settled_on, row.written_on, row.written_by_id) == (dana.today, dana.today, dana.user_id)
    assert (row.programme_type, row.offer_id, row.ended_on) == ("VR", over.offer_id, over.to_on)
    event = Event.objects.get(kind="settle_cost")
    assert (event.object_id, event.op, event.participant_id) == (row.pk, "create", person.pk)


@pytest.mark.seed("S-174")
def test_a_correction_says_why_and_keeps_what_stood_before(over, dana):
    first = settle(over, dana)
    with pytest.raises(DomainError, match="why it changes"):
        settle(over, dana, total_minor=400_000)
    second = settle(over, dana, total_minor=400_000, words="A bill came late.", version=1)
    first.refresh_from_db()
    assert (first.replaced_on, first.total_minor) == (dana.today, 390_000)
    assert (second.version, second.settled_on, second.replaced_on) == (2, first.settled_on, None)
    assert Event.objects.filter(kind="settle_cost").count() == 2
    with pytest.raises(Stale):
        settle(over, dana, words="Once more", version=1)


def test_only_what_began_and_ended_has_a_real_cost(person, me, dana, chosen, work):
    with pytest.raises(DomainError, match="never began"):
        settle(chosen, dana)
    running = intake.start_enrolment(enrolment=chosen, by=me)
    with pytest.raises(DomainError, match="still runs"):
        settle(running, dana)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"total_minor": -1, "own_minor": 0}, "below zero"),
        ({"own_minor": 390_001}, "cannot be more"),
        ({"currency": "EUT"}, "three letters"),
    ],
)
def test_amounts_that_do_not_fit_are_refused_with_a_sentence(over, dana, wrong, says):
    with pytest.raises(DomainError, match=says):
        settle(over, dana, **wrong)
    assert not Settlement.objects.exists()


def test_the_team_writes_it_and_nobody_else(over, me, dana):
    with pytest.raises(NotAllowed):
        settle(over, me)


def test_the_database_holds_one_that_counts_and_an_own_part_within_the_whole(over, dana):
    row = settle(over, dana)
    for wrong in ({"own_minor": 400_000}, {"replaced_on": "2020-01-01"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Settlement.objects.filter(pk=row.pk).update(**wrong)
    row.pk, row.key = None, "zzzzzzzzzz"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_erased_it_keeps_the_amounts_without_a_word(person, over, dana):
    settle(over, dana)
    row = settle(over, dana, words="She told us of a bill.")
    (holding,) = [one for one in HOLDINGS.held if one.model is Settlement]
    holding.erase(person)
    row.refresh_from_db()
    assert (row.words, row.total_minor) == ("", 390_000)


def read(viewer, address):
    response = browser(viewer).get(address)
    return response.status_code, markup.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.mark.seed("S-174")
def test_the_team_writes_and_corrects_it_and_the_person_reads_what_was_paid(person, me, dana, over):
    home = f"/people/{person.key}/costs"
    client, address = browser(dana), f"{home}/{over.key}/paid"
    assert "not written down yet" in read(dana, home)[1] and "Write down what it cost" in read(dana, home)[1]
    bill = {"total": "3900", "own": "120", "currency": "EUR"}
    assert client.post(address, {**bill, **about(person, 0)}).status_code == 302
    mine = read(me, home)[1]
    for words in ("What it really cost", "€3 900", "Of it I paid", "€120", f"{dana.name} wrote it down on"):
        assert words in mine, words
    assert "Correct what it cost" not in mine
    again = client.post(address, {**bill, "total": "4000", **about(person, 1)})
    assert again.status_code == 422 and "why it changes" in markup.unescape(again.content.decode())
    told = {**bill, "total": "4000", "words": "A bill came late."}
    assert client.post(address, {**told, **about(person, 1)}).status_code == 302
    mine = read(me, home)[1]
    for words in ("€4 000", "A bill came late.", "What stood here before", "€3 900, own part €120"):
        assert words in mine, words


def test_the_form_begins_with_what_was_agreed(person, me, dana, work):
    chosen = intake.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    choice.cost(chosen, dana, own_minor=10_000)
    intake.start_enrolment(enrolment=chosen, by=me)
    address = f"/people/{person.key}/costs/{chosen.key}/paid"
    assert browser(dana).get(address).status_code == 302  # it still runs
    intake.end_enrolment(enrolment=chosen, to=EnrolmentStatus.STOPPED, by=me)
    page = read(dana, address)[1]
    assert 'value="4200' in page and 'value="100' in page and "We filled in what was agreed" in page
    assert "Agreed before" not in read(dana, f"/people/{person.key}/costs")[1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"own": "5000"}, "cannot be more"), ({"total": ""}, "total"), ({"currency": "EUT"}, "three")],
)
def test_a_form_that_does_not_fit_comes_back_with_a_sentence(person, dana, over, wrong, says):
    bill = {"total": "3900", "own": "120", "currency": "EUR", **wrong, **about(person, 0)}
    response = browser(dana).post(f"/people/{person.key}/costs/{over.key}/paid", bill)
    assert response.status_code == 422 and says in markup.unescape(response.content.decode())


def test_family_and_strangers_do_not_read_what_somebody_paid(person, dana, over):
    settle(over, dana)
    home = f"/people/{person.key}/costs"
    status, page = read(family(person), home)
    assert status == 200 and "3 900" not in page and "What it really cost" not in page
    assert browser(family(person)).get(f"{home}/{over.key}/paid").status_code == 403
    assert read(stranger(person), home)[0] == 404


def test_more_ended_programmes_cost_no_more_statements(person, me, dana, work):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            page = queries.costs_page(dana, person)
            assert queries.ended_costs(dana, person, page.past)
        return len(seen)

    settle(ended(person, work, me), dana)
    first = statements()
    for number in range(4):
        settle(ended(person, work, me), dana, total_minor=500_000 + number)
    assert statements() == first


# ---------- of many ----------


def told(viewer=None, slug="vocational"):
    return queries.real_costs(viewer, (slug,))[slug]


def plain(lines):
    return [line.replace("\u00a0", " ") for line in lines]


@pytest.mark.seed("S-174")
def test_with_the_eleventh_person_the_figure_is_there_and_with_the_tenth_it_is_not(person, work):
    many(person.organisation, work, 10)
    assert told().lines == (TOO_FEW,) and told().short == "" and told().hint == ""
    many(person.organisation, work, 1, euro=lambda _number: 6_000)
    # 4,000 4,010 [4,020] … [4,050] … [4,080] 4,090 6,000
    assert plain(told().lines) == [
        "Riverside: about €4 100 in all, for half of the people €4 000 to €4 100, n = 11.",
        "Most of them paid about €50 of it themselves.",
    ]
    assert plain([told().short]) == ["Here: about €4 100"]
    assert "since 1 January 2024" in told().hint


@pytest.mark.seed("S-174")
def test_the_page_says_what_is_the_guides_and_what_is_ours(client, person, me, work):
    def page():
        text = markup.unescape(client.get("/programmes/vocational").content.decode())
        return text.split('id="cost"')[1].split('id="say"')[0].replace("\u00a0", " ")

    assert TOO_FEW in page()
    many(person.organisation, work, 11, euro=lambda _number: 4_200)
    assert "Riverside: about €4 200 in all for most people, n = 11." in page()
    assert "What the guide says, as an illustration" in page() and "€3,000" in page()
    assert read(me, "/programmes")[1].count("Here: about €4 200") == 1
    peer = markup.unescape(client.get("/programmes/peer").content.decode())
    assert TOO_FEW in peer


@pytest.mark.seed("S-174")
def test_choosing_and_comparing_show_it_beside_the_guide(person, me, work):
    many(person.organisation, work, 11, euro=lambda _number: 4_200)
    page = read(me, f"/people/{person.key}/choices/{work.key}")[1]
    assert "Here: about €4 200" in page and "What the guide says, as an illustration" in page
    peer = catalogue.offer(person.organisation, "PEER", title="Beside a peer")
    found = queries.comparison(me, [work.key, peer.key], queries.known_of(me, person), participant=person)
    (row,) = [one for one in found.differ if one.title == "What it really cost here"]
    assert "€4\u00a0200" in row.values[0] and row.values[1] == TOO_FEW and row.values[2] == "Nothing"


def test_bills_of_today_of_long_ago_and_replaced_ones_are_not_counted(person, work):
    many(person.organisation, work, 11)
    Settlement.objects.filter(pk=Settlement.objects.last().pk).update(
        settled_on="2026-10-20", written_on="2026-10-20"
    )
    assert told().lines == (TOO_FEW,)
    Settlement.objects.update(settled_on="2026-10-17", written_on="2026-10-17")
    assert told().short
    Settlement.objects.filter(pk=Settlement.objects.first().pk).update(ended_on="2023-12-31")
    assert told().lines == (TOO_FEW,)


def test_each_place_speaks_for_itself_and_members_read_their_own(person, me, work):
    many(person.organisation, work, 11, euro=lambda _number: 4_200)
    hill = make.organisation("Hilltop")
    many(hill, catalogue.offer(hill, "VR", title="Up the hill", capacity=60), 10, euro=lambda _number: 9_000)
    assert plain(told().lines)[0] == "Riverside: about €4 200 in all for most people, n = 11."
    assert "9" not in "".join(told().lines)
    assert plain(told(me).lines)[0].startswith("Here: about €4 200")
    assert told(make.self_viewer(make.participant(hill))).lines == (TOO_FEW,)


def test_two_offers_are_told_apart_when_each_has_enough(client, person, work):
    other = catalogue.offer(person.organisation, "VR", title="Study coaching", capacity=60)
    many(person.organisation, work, 11, euro=lambda _number: 4_200)
    many(person.organisation, other, 5, euro=lambda _number: 900)
    assert told().of_offer == {}
    many(person.organisation, other, 6, euro=lambda _number: 900)
    assert plain(told().of_offer[other.key])[0] == "Riverside: about €900 in all for most people, n = 11."
    page = markup.unescape(client.get("/programmes/vocational").content.decode()).replace("\u00a0", " ")
    assert "about €900 in all for most people" in page


@pytest.mark.seed("S-174")
def test_a_large_place_has_it_counted_ahead_and_no_page_counts_it_again(
    person, me, work, django_assert_num_queries
):
    many(person.organisation, work, 11)
    now, mine = told(), told(me)
    figures.keep(make.operator(person.organisation))
    Settlement.objects.all().delete()
    with django_assert_num_queries(2):  # what was counted, and places of which nothing was
        assert told() == now
    with django_assert_num_queries(1):
        assert told(me) == mine
    figures.read(me, "vocational")
    with django_assert_num_queries(0):
        assert told(me) == mine


def test_nine_programmes_cost_no_more_statements_than_one(person, work, django_assert_num_queries):
    many(person.organisation, work, 2)
    slugs = ("vocational", "peer", "digital", "social")
    for asked in (("vocational",), slugs):
        with django_assert_num_queries(2):
            queries.real_costs(None, asked)


def test_a_small_place_counts_for_itself_and_nothing_about_a_few_is_kept(person, work):
    many(person.organisation, work, 10)
    figures.keep(make.operator(person.organisation))
    (row,) = figures.KeptFigures.objects.filter(name="vocational", user=None)
    assert row.numbers["real costs"] == {}


def test_a_manager_reads_no_more_than_everybody(person, work):
    many(person.organisation, work, 10)
    assert told(catalogue.staff(person.organisation, Role.MANAGER)).lines == (TOO_FEW,)
