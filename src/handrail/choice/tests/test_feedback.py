import html as markup
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from handrail.access import RelationKind, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, NotAllowed
from handrail.catalogue import figures
from handrail.catalogue.tests import factories as catalogue
from handrail.choice import actions, queries
from handrail.choice.holdings import HOLDINGS
from handrail.choice.models import Feedback
from handrail.choice.rules import feedback as rules
from handrail.choice.rules.feedback import QUESTIONS, Told
from handrail.intake import actions as intake
from handrail.intake.rules import EnrolmentRank
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import about, browser, family

TOO_FEW = ["Too few people have answered to show what they say."]
EVERY = dict.fromkeys(QUESTIONS, "yes")


@pytest.mark.parametrize(
    ("count", "total", "tenths"), [(0, 11, 0), (11, 11, 10), (12, 15, 8), (1, 20, 1), (3, 12, 3), (5, 12, 4)]
)
def test_a_share_is_told_in_tenths(count, total, tenths):
    assert rules.in_tenths(count, total) == tenths


@given(st.integers(0, 400), st.integers(1, 400))
def test_tenths_are_never_more_than_half_a_tenth_away(count, total):
    count = min(count, total)
    assert abs(rules.in_tenths(count, total) * total - 10 * count) * 2 <= total


@pytest.mark.seed("S-195")
def test_nothing_is_told_of_ten_and_a_question_that_few_answered_stays_out():
    assert rules.told(10, dict.fromkeys(QUESTIONS, (10, 10))) == ()
    assert rules.told(11, {"helps": (11, 11), "heard": (3, 10)}) == (Told("helps", 10),)
    assert rules.told(5, {"helps": (5, 5)}, hidden_below=5) == (Told("helps", 10),)


pytestmark_db = pytest.mark.django_db


def take_part(place, offer, called="Ana"):
    person = make.participant(place, called)
    me = make.self_viewer(person)
    row = intake.choose_offer(participant=person, offer=offer, rank=EnrolmentRank.PRIMARY, by=me)
    intake.start_enrolment(enrolment=row, by=me)
    return person, me


def give(person, me, **answers):
    return actions.give_feedback(participant=person, programme_type="VR", answers=answers or EVERY, by=me)


@pytest.fixture
def work(person):
    return catalogue.offer(person.organisation, "VR", capacity=40)


@pytest.fixture
def in_it(person, me, work):
    row = intake.choose_offer(participant=person, offer=work, rank=EnrolmentRank.PRIMARY, by=me)
    return intake.start_enrolment(enrolment=row, by=me)


@pytest.fixture
def ten(person, work):
    """Let ten other people say how it is: eight of them that it helps."""
    for number in range(10):
        other, viewer = take_part(person.organisation, work, f"Ana {number}")
        give(other, viewer, helps="yes" if number < 8 else "partly", tell="no")


@pytestmark_db
@pytest.mark.seed("S-135", "S-195")
def test_with_the_eleventh_the_sum_is_on_the_page_and_without_it_gone(client, person, me, in_it, ten):
    def page():
        text = markup.unescape(client.get("/programmes/vocational").content.decode())
        return text.split('id="say"')[1]

    assert TOO_FEW[0] in page()
    row = give(person, me, helps="yes", heard="no")
    assert "About 8 of 10 say: it helps with what they want." in page()
    assert "they are listened to" not in page()  # one person answered that
    assert "About 0 of 10 say: they would tell a friend." not in page()  # ten answered that
    actions.withdraw_feedback(feedback=row, by=me)
    assert TOO_FEW[0] in page() and "of 10 say" not in page()


@pytestmark_db
def test_a_team_reads_the_sum_that_was_counted_ahead(person, me, dana, in_it, ten, django_assert_num_queries):
    give(person, me, helps="yes")
    figures.keep(make.operator(person.organisation))
    figures.read(dana, "vocational")
    with django_assert_num_queries(0):
        assert queries.told_of(dana, "vocational") == ["About 8 of 10 say: it helps with what they want."]
    assert queries.told_of(dana, "peer") == TOO_FEW


@pytestmark_db
def test_the_sum_is_of_one_place(person, me, in_it, ten):
    give(person, me)
    elsewhere = make.organisation("Hilltop")
    assert queries.told_of(make.self_viewer(make.participant(elsewhere)), "vocational") == TOO_FEW


@pytestmark_db
def test_only_somebody_who_takes_part_says_how_it_is(person, me, dana, work):
    with pytest.raises(DomainError, match="once it has begun"):
        give(person, me)
    with pytest.raises(NotAllowed):
        give(person, dana)
    assert not Feedback.objects.exists()


@pytestmark_db
@pytest.mark.parametrize(
    ("answers", "says"), [({"helps": "maybe"}, "choose from these"), ({"helps": ""}, "one question at least")]
)
def test_an_answer_is_one_of_three_and_one_at_least(person, me, in_it, answers, says):
    with pytest.raises(DomainError, match=says):
        give(person, me, **answers)


@pytestmark_db
def test_a_second_answer_takes_the_first_ones_place_with_one_event(person, me, in_it):
    first = give(person, me, helps="no")
    second = give(person, me, helps="yes")
    first.refresh_from_db()
    assert first.withdrawn_on == me.today
    assert queries.own_feedback(me, person, "VR") == second
    assert Event.objects.filter(kind="give_feedback").count() == 2
    with pytest.raises(NotAllowed):
        actions.withdraw_feedback(feedback=second, by=make.staff_for(person))


@pytestmark_db
def test_nobody_but_the_person_reads_the_answers(person, me, dana, in_it):
    give(person, me)
    manager = make.staff_for(person, Role.MANAGER, RelationKind.SUPERVISOR)
    for viewer in (dana, manager, make.staff_for(person), family(person)):
        assert not Feedback.objects.visible_to(viewer).exists()
    assert Feedback.objects.visible_to(me).count() == 1


@pytestmark_db
@pytest.mark.parametrize(
    "wrong",
    [{"helps": "", "heard": "", "fits": "", "tell": ""}, {"withdrawn_on": catalogue.TODAY - timedelta(1)}],
)
def test_the_database_keeps_an_answer_together(person, me, in_it, wrong):
    give(person, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.update(**wrong)


@pytestmark_db
def test_the_database_itself_refuses_a_second_answer(person, me, in_it):
    give(person, me)
    row = Feedback.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(
            organisation=person.organisation, participant=person, programme_type="VR", helps="no",
            given_on=row.given_on,
        )  # fmt: skip


@pytestmark_db
def test_when_two_records_join_one_answer_stands(person, me, work, in_it):
    give(person, me, helps="no")
    other, viewer = take_part(person.organisation, work)
    kept = give(other, viewer, helps="yes")
    (holding,) = [one for one in HOLDINGS.held if one.model is Feedback]
    holding.move(person, other, me.today)
    assert list(Feedback.objects.filter(participant=other, withdrawn_on=None)) == [kept]
    assert Feedback.objects.filter(participant=other).count() == 2


@pytestmark_db
@pytest.mark.seed("S-195")
def test_a_person_says_how_it_is_and_takes_it_back(person, me, in_it):
    client, address = browser(me), f"/people/{person.key}/feedback/vocational"
    assert "Does it help with what I want?" in client.get(address).content.decode()
    assert client.post(address, about(person, 0)).status_code == 422
    assert client.post(address, {"helps": "yes", "fits": "partly", **about(person, 0)}).status_code == 302
    page = client.get(address).content.decode()
    assert "Your answers count since" in page
    assert client.post(f"{address}/withdraw", about(person, 0)).status_code == 302
    assert client.post(f"{address}/withdraw", about(person, 0)).status_code == 409
    assert client.get(f"/people/{person.key}/feedback/nothing").status_code == 404


@pytestmark_db
def test_before_it_has_begun_the_page_says_so_and_the_team_has_none(person, me, dana, work):
    address = f"/people/{person.key}/feedback/vocational"
    client = browser(me)
    assert "once it has begun" in client.get(address).content.decode()
    assert client.post(address, {"helps": "yes", **about(person, 0)}).status_code == 422
    assert browser(dana).get(address).status_code == 403
