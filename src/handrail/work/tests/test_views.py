"""Each page as a person, as the team and as a stranger: one way that works, one that does not."""

import re

import pytest
from django.template.loader import get_template
from django.urls import reverse

from handrail.access import RelationKind, Role
from handrail.audit.models import LookPerson
from handrail.people.models import Participant
from handrail.people.tests.browsing import look_for
from handrail.plans.tests import factories as plans
from handrail.practice.models import WorkStep
from handrail.work import actions, panels, queries
from handrail.work.definitions import clinical_words
from handrail.work.models import Adjustment, Employer, EmployerContact, Job, ProfileVersion, TellingChoice
from handrail.work.rules import AdjustmentStatus, EndReason, words_in
from handrail.work.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def me():
    return make.self_viewer(make.participant(make.organisation(), "Marcus", "Adeyemi"))


@pytest.fixture
def person(me):
    return Participant.objects.get(pk=me.participant_id)


@pytest.fixture
def lotte(person):
    return make.staff_for(person)


@pytest.fixture
def stranger(person):
    return make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )


def url(name, *keys):
    return reverse(f"work:{name}", args=keys)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def day(when, name="started_on"):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def start(person, **more):
    sent = {"about": make.about(person), "kind": "job", "title": "Cook", "place": "Harbour café"}
    return {**sent, **day(make.TODAY), **more}


def test_the_page_shows_what_i_bring_where_i_am_and_what_i_need(sign, me, person, lotte):
    actions.write_profile(participant=person, texts={"done": "Cook, 15 years"}, number=0, by=me)
    job = make.job(person, me, ago=12, minutes_week=1800)
    make.adjustment(person, me, job)
    page = text(sign(me).get(url("page", person.key)))
    for words in (
        "My work and study",
        "Cook, Harbour café",
        "30 hours a week",
        "Begin at ten",
        "Cook, 15 years",
    ):
        assert words in page
    assert "Work and study of Marcus" in text(sign(lotte).get(url("page", person.key)))
    assert LookPerson.objects.filter(participant_id=person.pk, category="work").exists()


def test_an_empty_page_is_fine_and_offers_a_beginning(sign, me, person):
    page = text(sign(me).get(url("page", person.key)))
    assert "No job or course now. That is fine." in page
    assert "Nobody at work is told anything." in page


PAGES = ["page", "profile", "telling", "ladder", "person_contact", "job_new", "adjustment_new"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_page(sign, person, stranger, name):
    assert sign(stranger).get(url(name, person.key)).status_code == 404


@pytest.mark.parametrize("name", ["job", "job_change", "job_end", "letter"])
def test_a_stranger_finds_no_job(sign, me, person, stranger, name):
    assert sign(stranger).get(url(name, person.key, make.job(person, me).key)).status_code == 404


@pytest.mark.parametrize("name", ["adjustment", "adjustment_change", "adjustment_step"])
def test_a_stranger_finds_no_adjustment(sign, me, person, stranger, name):
    assert sign(stranger).get(url(name, person.key, make.adjustment(person, me).key)).status_code == 404


def test_family_and_peers_see_nothing_of_it_unless_it_is_opened(sign, me, person):
    make.job(person, me)
    for role, kind in ((Role.FAMILY, RelationKind.FAMILY), (Role.PEER, RelationKind.PEER)):
        beside = make.staff_for(person, role, kind)
        assert sign(beside).get(url("page", person.key)).status_code == 404
        assert sign(beside).get(url("job_new", person.key)).status_code in (403, 404)


def test_the_living_document_is_written_and_shows_what_stood_before(sign, me, person):
    client = sign(me)
    sent = {"about": make.about(person), "done": "Cook"}
    assert client.post(url("profile", person.key), sent).status_code == 302
    assert ProfileVersion.objects.get().done == "Cook"
    assert "As it stood" in text(client.get(url("profile", person.key)))
    late = client.post(url("profile", person.key), {"about": make.about(person), "done": "Baker"})
    assert late.status_code == 422
    assert "Read it, then add your words again." in text(late)
    assert "Baker" in late.content.decode()


def test_telling_is_chosen_and_needs_a_choice(sign, me, person):
    client = sign(me)
    assert client.post(url("telling", person.key), {"about": make.about(person)}).status_code == 422
    sent = {"about": make.about(person), "choice": "needs_only", "what": "The early shift"}
    assert client.post(url("telling", person.key), sent).status_code == 302
    assert TellingChoice.objects.get().what == "The early shift"
    assert "I say what I need, not why" in text(client.get(url("page", person.key)))


def test_a_step_is_written_down_on_the_ladder(sign, me, person):
    client = sign(me)
    sent = {"about": make.about(person), "rung": "applying", "companion": "Lotte"}
    assert client.post(url("ladder", person.key), sent).status_code == 302
    assert WorkStep.objects.get().companion == "Lotte"
    page = text(client.get(url("ladder", person.key)))
    assert "20 October, with Lotte" in page
    assert client.post(url("ladder", person.key), {"about": make.about(person)}).status_code == 422


def test_a_start_needs_four_things_and_hours_and_pay_can_be_added(sign, me, person):
    goal = plans.goal(plans.plan(person, me), me)
    client = sign(me)
    assert client.post(url("job_new", person.key), {"about": make.about(person)}).status_code == 422
    more = {"hours": "20", "wage": "14.50", "wage_per": "hour", "goal": goal.key}
    assert client.post(url("job_new", person.key), start(person, **more)).status_code == 302
    job = Job.objects.get()
    assert (job.minutes_week, job.wage_minor, job.wage_currency, job.goal) == (1200, 1450, "EUR", goal)
    page = text(client.get(url("job", person.key, job.key)))
    assert "€14.50 an hour" in page
    assert goal.words in page


def test_too_many_hours_are_asked_about_once(sign, me, person):
    make.job(person, me, minutes_week=60 * 60)
    client = sign(me)
    asked = client.post(url("job_new", person.key), start(person, hours="40"))
    assert asked.status_code == 422
    assert "100 hours a week" in text(asked)
    assert "Yes, these hours are right" in text(asked)
    assert (
        client.post(url("job_new", person.key), start(person, hours="40", is_right="on")).status_code == 302
    )


def test_a_job_before_birth_is_told_and_nothing_is_kept(sign, me, person):
    person.birth_on = make.TODAY
    person.save()
    answer = sign(me).post(url("job_new", person.key), start(person, started_on_year="2025"))
    assert answer.status_code == 422
    assert "before the day of birth" in text(answer)
    assert not Job.objects.exists()


def test_pay_without_a_time_is_asked_for(sign, me, person):
    answer = sign(me).post(url("job_new", person.key), start(person, wage="12"))
    assert "Say for how long this pay is." in text(answer)


def test_a_job_is_changed_and_an_older_page_is_told(sign, me, person):
    job = make.job(person, me, ago=5, minutes_week=90)
    client = sign(me)
    assert 'value="1.5"' in client.get(url("job_change", person.key, job.key)).content.decode()
    sent = start(person, about=make.about(person, 1), title="Sous-chef")
    assert client.post(url("job_change", person.key, job.key), sent).status_code == 302
    job.refresh_from_db()
    assert job.title == "Sous-chef"
    again = start(person, about=make.about(person, 1), title="Chef")
    assert client.post(url("job_change", person.key, job.key), again).status_code == 422


def test_an_end_offers_a_new_start_and_ends_nothing_else(sign, me, person):
    job = make.job(person, me, ago=40)
    client = sign(me)
    assert client.post(url("job_end", person.key, job.key), {"about": make.about(person)}).status_code == 422
    sent = {"about": make.about(person), "reason": "their_choice"}
    done = client.post(url("job_end", person.key, job.key), sent, follow=True)
    page = text(done)
    assert "Your plan and the people beside you stay as they are." in page
    assert "Write down a new start" in page
    assert person.relations.filter(to_on=None).exists()


def test_a_pause_and_no_such_button(sign, me, person):
    job = make.job(person, me, ago=10)
    client = sign(me)
    sent = {"about": make.about(person), "do": "pause"}
    assert client.post(url("job_move", person.key, job.key), sent).status_code == 302
    job.refresh_from_db()
    assert job.status == "paused"
    assert "Go on after the pause" in text(client.get(url("job", person.key, job.key)))
    sent = {"about": make.about(person), "do": "fly"}
    assert client.post(url("job_move", person.key, job.key), sent).status_code == 404


def test_still_there_is_asked_in_my_week_and_answered_with_one_tap(sign, me, person):
    job = make.job(person, me, ago=95)
    client = sign(me)
    week = reverse("practice:week", args=[person.key])
    assert "90 days have passed. Still there?" in text(client.get(week))
    sent = {"about": make.about(person), "do": "yes"}
    assert client.post(url("still_there", person.key, job.key), sent).url == week
    assert "Still there?" not in text(client.get(week))
    again = client.post(url("still_there", person.key, job.key), {"about": make.about(person)})
    assert again.status_code in (400, 409, 422)


def test_still_there_stands_in_the_teams_day(sign, me, person, lotte, stranger):
    job = make.job(person, me, ago=31)
    page = sign(lotte).get("/today")
    assert "30 days have passed. Still there?" in text(page)
    assert "Marcus Adeyemi" in text(page)
    assert "Still there?" not in text(sign(stranger).get("/today"))
    sent = {"about": make.about(person), "do": "yes"}
    assert sign(lotte).post(url("still_there", person.key, job.key), sent).url == "/today"


def test_an_adjustment_is_written_asked_and_looked_at_again(sign, me, person):
    job = make.job(person, me, ago=40)
    client = sign(me)
    assert client.post(url("adjustment_new", person.key), {"about": make.about(person)}).status_code == 422
    sent = {"about": make.about(person), "need": "Begin at ten", "kind": "hours", "job": job.key}
    assert client.post(url("adjustment_new", person.key), sent).status_code == 302
    row = Adjustment.objects.get()
    here = url("adjustment", person.key, row.key)
    for to in ("asked", "agreed", "in_place"):
        row.refresh_from_db()
        sent = {"about": make.about(person, row.version), "do": to, "whom": "Frau Klee"}
        assert client.post(here, sent).status_code == 302
    old = {"about": make.about(person, 1), "do": "helps"}
    assert client.post(here, old).status_code == 422
    assert "Frau Klee" in text(client.get(here))


def test_after_thirty_days_my_week_asks_whether_it_helps(sign, me, person):
    row = make.adjustment(person, me, make.job(person, me, ago=20))
    Adjustment.objects.filter(pk=row.pk).update(status="in_place", in_place_on=make.days_ago(30))
    client = sign(me)
    week = reverse("practice:week", args=[person.key])
    assert "Does it help?" in text(client.get(week))
    sent = {"about": make.about(person, 1), "do": "helps"}
    assert client.post(url("adjustment", person.key, row.key), sent).status_code == 302
    assert "Does it help?" not in text(client.get(week))


def test_an_adjustment_is_said_in_other_words_and_becomes_a_step(sign, me, person):
    row, job = make.adjustment(person, me), make.job(person, me)
    client = sign(me)
    sent = {"about": make.about(person, 1), "need": "A lamp", "kind": "tools", "because": "", "job": job.key}
    assert client.post(url("adjustment_change", person.key, row.key), sent).status_code == 302
    row.refresh_from_db()
    assert row.job == job
    assert "A step needs a goal." in text(client.get(url("adjustment_step", person.key, row.key)))
    goal = plans.goal(plans.plan(person, me), me)
    sent = {"about": make.about(person, 2), "goal": goal.key, "support": "with_me"}
    done = client.post(url("adjustment_step", person.key, row.key), sent, follow=True)
    assert "Ask for: A lamp" in text(done)


@pytest.mark.seed("S-004", "S-028")
def test_the_letter_page_holds_no_clinical_word_and_no_name_of_the_service(sign, me, person):
    job = make.job(person, me, ago=3)
    make.adjustment(person, me, job, because="I work on until six.")
    make.adjustment(person, me, job, need="Off on Monday for therapy")
    page = sign(me).get(url("letter", person.key, job.key)).content.decode()
    letter = page[page.index('<article class="card stack letter">') : page.index("</article>")]
    said = re.sub(r"<[^>]+>", " ", letter)
    assert words_in(said, clinical_words()) == []
    assert "Handrail" not in said
    assert person.organisation.name not in said
    assert "Begin at ten" in said
    assert "stays out of the letter" in page
    assert words_in(re.search(r"<title>(.*?)</title>", page)[1], clinical_words()) == []


def test_giving_the_letter_asks_and_a_reader_only_reads(sign, me, person):
    job = make.job(person, me, ago=3)
    row = make.adjustment(person, me, job)
    client = sign(me)
    sent = {"about": make.about(person), "whom": "The chef"}
    assert client.post(url("letter", person.key, job.key), sent).status_code == 302
    row.refresh_from_db()
    assert row.status == AdjustmentStatus.ASKED
    manager = make.staff_for(person, Role.MANAGER, RelationKind.SUPERVISOR)
    assert sign(manager).get(url("letter", person.key, job.key)).status_code == 200
    assert sign(manager).post(url("letter", person.key, job.key), sent).status_code == 404


@pytest.mark.seed("S-114")
def test_a_word_with_an_employer_is_two_taps_from_the_list(sign, person, lotte):
    client = sign(lotte)
    place = make.employer(lotte, trade="Kitchen", phone="+49 30 1")
    assert "Harbour café, Kitchen" in text(client.get(url("employers")))
    here = url("contact_new", place.key)
    assert client.post(here, {"about": make.about()}).status_code == 422
    sent = {
        "about": make.about(),
        "way": "in_person",
        "who": "Ana, chef",
        "next": "Trial day",
        "in_days": "7",
    }
    assert client.post(here, sent).status_code == 302
    contact = EmployerContact.objects.get()
    assert (contact.next_on - contact.held_on).days == 7
    assert 'value="Ana, chef"' in client.get(here).content.decode()
    assert "Trial day" in text(client.get(url("employer", place.key)))
    assert "Trial day" in look_for(client, url("employers"), q="harb")
    assert "No employer of that name." in look_for(client, url("employers"), q="zzz")


def test_a_word_for_somebody_is_written_by_the_team_not_by_the_person(sign, me, person, lotte):
    here = url("person_contact", person.key)
    assert sign(me).get(here).status_code == 403
    client = sign(lotte)
    assert client.post(here, {"about": make.about(person), "way": "phone"}).status_code == 422
    sent = {"about": make.about(person), "way": "phone", "name": "Harbour café"}
    assert client.post(here, sent).status_code == 302
    place = Employer.objects.get()
    sent = {"about": make.about(person), "way": "phone", "employer": place.key, "said_of_them": "Mornings."}
    assert client.post(here, sent).status_code == 302
    assert "Harbour café" in text(sign(me).get(url("page", person.key)))
    assert "Mornings." in text(sign(lotte).get(url("employer", place.key)))


def test_an_employer_is_added_changed_and_closed(sign, person, lotte, me):
    client = sign(lotte)
    assert client.post(url("employer_new"), {"about": make.about(), "name": "Archive"}).status_code == 302
    assert client.post(url("employer_new"), {"about": make.about(), "name": "ARCHIVE"}).status_code == 422
    place = Employer.objects.get()
    here = url("employer_change", place.key)
    sent = {"about": make.about(version=1), "name": "Archive", "is_closed": "on"}
    assert client.post(here, sent).status_code == 302
    assert client.post(here, {**sent, "about": make.about(version=1)}).status_code == 422
    assert "Has closed" in text(client.get(url("employer", place.key)))
    assert client.get(url("employer", "zzzzzzzzzz")).status_code == 404
    for name in ("employers", "employer_new"):
        assert sign(me).get(url(name)).status_code == 403


def test_the_person_page_and_the_programme_page_show_where_somebody_stands(sign, me, person, lotte):
    make.job(person, me, ago=2)
    assert "Cook, Harbour café" in text(sign(lotte).get(f"/people/{person.key}"))
    [panel] = panels.programme(lotte, "vocational")
    board = get_template(panel.template, using="jinja2").render({"data": panel.data})
    assert "Words with employers, last 7 days" in board


def test_a_job_that_ended_long_ago_stays_readable(sign, me, person):
    job = make.job(person, me, ago=90)
    actions.end_job(
        job=job, ended_on=make.days_ago(60), reason=EndReason.FOR_A_TIME, by=me, words="Good time."
    )
    page = text(sign(me).get(url("job", person.key, job.key)))
    assert "It was for a time. Good time." in page
    assert "Write down a new start" in page
    assert queries.open_jobs(me, person) == []


def test_a_button_that_does_not_exist_changes_nothing(sign, me, person):
    row = make.adjustment(person, me)
    answer = sign(me).post(
        url("adjustment", person.key, row.key), {"about": make.about(person, 1), "do": "fly"}
    )
    assert answer.status_code >= 400
    row.refresh_from_db()
    assert row.status == AdjustmentStatus.NEEDED


def test_a_form_of_another_persons_page_finds_nothing(sign, me, person):
    other = make.participant(person.organisation, "Rosa")
    sent = {"about": make.about(other), "done": "Cook"}
    assert sign(me).post(url("profile", person.key), sent).status_code == 404
