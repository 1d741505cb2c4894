from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.access import Role
from handrail.measures import actions, panels
from handrail.measures.models import Administration, Schedule
from handrail.measures.queries.due import for_reader
from handrail.measures.queries.person import where_it_was_said
from handrail.measures.rules.asking import AdministrationStatus
from handrail.measures.tests import factories
from handrail.measures.tests.factories import NINE
from handrail.people.rules import EVERYTHING
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed, text

S = AdministrationStatus
TYPED = {key: str(value) for key, value in NINE.items()}


def at(name, elena, *more):
    return reverse(f"measures:{name}", args=[elena.person.key, *more])


def about(elena, version=0):
    return {"about": signed(elena.person, version)}


def sheet(elena, row, do="send", **answers):
    return {**about(elena, row.version), "shown": row.instrument_version, "do": do, **answers}


def stranger(elena):
    place = elena.person.organisation
    return people.viewer(people.member(place, Role.SPECIALIST), place, Role.SPECIALIST)


# ---- the person on their own page --------------------------------------------------------------------------------


def test_the_person_begins_what_is_due_answers_and_reads_what_came_out(elena):
    factories.schedule(elena, "needs")
    web = browser(elena.me)
    page = text(web.get(at("person", elena)))
    assert "What I need" in page
    assert f"{elena.sasha.name} reads it." in page
    went = web.post(at("begin", elena), {**about(elena), "instrument": "needs"})
    row = Administration.objects.get()
    assert went.url == at("form", elena, row.key)
    page = text(web.get(went.url))
    assert "I need more help here" in page
    assert page.count("I would rather not say") == 10
    went = web.post(
        at("form", elena, row.key), sheet(elena, row, home="2", work="1", faith="prefer_not_to_say")
    )
    assert went.url == at("result", elena, row.key)
    page = text(web.get(went.url))
    assert "Needs that are not met" in page
    assert "I would rather not say" in page
    assert "It is no diagnosis" in page
    assert "Nothing is due" not in page


def test_a_form_is_kept_for_later_and_comes_back_as_it_was_left(elena):
    factories.schedule(elena, "needs")
    row, web = factories.begun(elena, "needs", by=elena.me), browser(elena.me)
    assert web.post(at("form", elena, row.key), sheet(elena, row, do="save", home="2")).status_code == 302
    assert 'name="home" id="id_home_2" value="2" checked' in text(web.get(at("form", elena, row.key)))
    assert "Begun, and not sent yet" in text(web.get(at("person", elena)))


def test_skip_is_as_large_as_send_and_nothing_follows_from_it(elena):
    factories.schedule(elena, "needs")
    row, web = factories.begun(elena, "needs", by=elena.me), browser(elena.me)
    page = text(web.get(at("form", elena, row.key)))
    assert page.count('class="same"') == 2
    web.post(at("skip", elena, row.key), {**about(elena, row.version), "do": "skip"})
    assert "Nothing follows from it" in text(web.get(at("person", elena)))
    assert "Now, if I like" not in text(web.get(at("person", elena)))


def test_an_empty_form_says_that_skip_is_there(elena):
    row = factories.begun(elena)
    page = browser(elena.sasha).post(at("form", elena, row.key), sheet(elena, row))
    assert page.status_code == 422
    assert "You can skip this, too" in text(page)


def test_what_the_person_did_not_begin_is_not_begun_by_looking(elena):
    assert browser(elena.me).get(at("begin", elena)).status_code == 200
    refused = browser(elena.me).post(at("begin", elena), {**about(elena), "instrument": "needs"})
    assert "Nobody would read this yet" in text(refused)
    assert Administration.objects.count() == 0


def test_an_answer_that_needs_somebody_leads_to_help(elena):
    factories.schedule(elena)
    factories.on_call(elena)
    row, web = factories.begun(elena, by=elena.me), browser(elena.me)
    page = text(web.get(at("form", elena, row.key)))
    assert "Who reads this, and when" in page
    assert page.index("Who reads this, and when") < page.index("Little interest or pleasure")
    went = web.post(at("form", elena, row.key), sheet(elena, row, **{**TYPED, "self_harm_thoughts": "2"}))
    assert went.url == reverse("safety:help_first", args=[elena.person.key])
    assert "Thank you for telling us" in text(web.get(went.url))


def test_the_second_device_keeps_what_was_typed_and_offers_it_again(elena):
    row, web = factories.begun(elena), browser(elena.sasha)
    web.post(at("form", elena, row.key), sheet(elena, row, **TYPED))
    went = web.post(at("form", elena, row.key), sheet(elena, row, **{**TYPED, "mood": "3"}))
    page = text(web.get(went.url))
    assert "kept as you typed them" in page
    assert "The form was open twice" in page
    kept = Administration.objects.get(status=S.KEPT)
    went = web.post(at("skip", elena, kept.key), {**about(elena, kept.version), "do": "use"})
    assert went.url == at("form", elena, kept.key)


def test_a_tampered_answer_is_kept_and_never_scored(elena):
    row, web = factories.begun(elena), browser(elena.sasha)
    web.post(
        at("form", elena, row.key), sheet(elena, row, **{**TYPED, "mood": "8", "sleep": "²", "energy": "-1"})
    )
    kept = Administration.objects.get(status=S.KEPT)
    assert (kept.answers["mood"], kept.answers["sleep"], kept.answers["energy"]) == (8, "²", -1)
    page = text(web.get(at("person", elena)))
    assert "mood: 8 does not fit" in page


# ---- colleagues --------------------------------------------------------------------------------------------------


def test_a_colleague_types_in_a_paper_form_of_an_empty_slot(elena):
    web = browser(elena.sasha)
    assert "K6" in text(web.get(at("begin", elena)))
    given = {
        "instrument": "k6",
        "mode": "paper",
        "answered_on_day": "12",
        "answered_on_month": "10",
        "answered_on_year": "2026",
    }
    went = web.post(at("begin", elena), {**about(elena), **given})
    row = Administration.objects.get()
    assert (row.answered_on, row.mode) == (date(2026, 10, 12), "paper")
    page = text(web.get(went.url))
    assert "Type in the numbers from the paper form" in page
    web.post(at("form", elena, row.key), sheet(elena, row, nervous="3", hopeless="2"))
    page = text(web.get(at("result", elena, row.key)))
    assert "4 not answered, so there is no number" in page


def test_what_is_lists_of_answers_is_not_offered_on_a_page(elena):
    page = text(browser(elena.sasha).get(at("begin", elena)))
    assert 'value="gas"' not in page


def test_a_schedule_is_set_changed_and_stopped(elena):
    web = browser(elena.sasha)
    reader = elena.reader.sign_in_name
    day = {"begins_on_day": "20", "begins_on_month": "10", "begins_on_year": "2026"}
    assert (
        web.post(at("schedule_new", elena), {**about(elena), "instrument": "phq9", **day}).status_code == 422
    )
    web.post(at("schedule_new", elena), {**about(elena), "instrument": "phq9", "reader": reader, **day})
    plan = Schedule.objects.get()
    assert "Support ended on" in text(web.get(at("schedule", elena, plan.key)))
    end = {"ended_on_day": "1", "ended_on_month": "2", "ended_on_year": "2027"}
    web.post(at("schedule", elena, plan.key), {**about(elena, 1), "reader": reader, **end})
    plan.refresh_from_db()
    assert plan.ended_on == date(2027, 2, 1)
    mine = browser(elena.me)
    assert "It may stop on any day" in text(mine.get(at("schedule", elena, plan.key)))
    mine.post(at("schedule", elena, plan.key), {**about(elena, plan.version), "do": "stop"})
    plan.refresh_from_db()
    assert plan.stopped_on == people.TODAY
    assert mine.get(at("schedule", elena, plan.key)).status_code == 404


def test_only_a_colleague_sets_a_schedule_and_says_that_they_read(elena):
    row = factories.answered(elena, NINE)
    assert browser(elena.me).get(at("schedule_new", elena)).status_code == 403
    mine = browser(elena.me).post(at("read", elena, row.key), about(elena, row.version))
    assert mine.status_code >= 400
    browser(elena.sasha).post(at("read", elena, row.key), about(elena, row.version))
    assert f"{elena.sasha.name} has read it." in text(browser(elena.me).get(at("result", elena, row.key)))


def test_a_mistake_is_said_and_a_corrected_copy_begins_with_the_answers(elena):
    row, web = factories.answered(elena, {**NINE, "mood": 3}), browser(elena.sasha)
    assert web.post(at("error", elena, row.key), {**about(elena, 2), "reason": ""}).status_code == 422
    web.post(at("error", elena, row.key), {**about(elena, row.version), "reason": "Mixed up two sheets"})
    page = text(web.get(at("result", elena, row.key)))
    assert "counts no more" in page
    went = web.post(at("correct", elena, row.key), about(elena, row.version))
    copy = Administration.objects.get(corrects=row)
    assert went.url == at("form", elena, copy.key)
    assert "entered in error" in text(web.get(at("person", elena)))


@pytest.mark.seed("S-067")
def test_a_course_shows_the_band_the_gap_and_a_table(elena):
    factories.schedule(elena, begins_on=date(2026, 1, 10))
    high = {**dict.fromkeys(NINE, 2), "self_harm_thoughts": 0}
    factories.answered(elena, high, on=date(2026, 1, 12))
    row = factories.answered(elena, NINE, on=date(2026, 7, 14))
    page = text(browser(elena.me).get(at("result", elena, row.key)))
    assert "course__band" in page
    assert "course__gap" in page
    assert "course__line" not in page
    assert "Not asked or not answered" in page
    assert "A change of 6 points or more is more than chance would bring." in page
    assert "Better than before, by more than chance would bring." in page
    assert "Hardly any of this" in page


def test_rulers_say_their_ends_and_older_words_are_said(elena):
    row = factories.begun(elena, "rulers")
    page = text(browser(elena.sasha).get(at("form", elena, row.key)))
    assert "0: Not at all. 10: I could begin now." in page
    sent = factories.send(row, {"readiness": 7}, elena.sasha)
    Administration.objects.filter(pk=sent.pk).update(instrument_version="0")
    page = text(browser(elena.me).get(at("result", elena, row.key)))
    assert "The answers were given to version 0." in page


def test_a_code_and_an_answer_that_nobody_knows_are_shown_as_they_came(elena):
    given = {
        "participant": elena.person,
        "instrument": "phq9",
        "answered_on": people.TODAY,
        "by": elena.sasha,
    }
    row = actions.take_in_answers(version="1", answers={"mood": "LA6571-9"}, **given)
    assert "Nearly every day" in text(browser(elena.me).get(at("result", elena, row.key)))
    kept = actions.take_in_answers(version="1", answers={"mood": "often"}, **given)
    assert "often" in text(browser(elena.me).get(at("result", elena, kept.key)))


def test_nobody_finds_a_panel_that_is_not_theirs(elena):
    week = {"monday": date(2026, 10, 19)}
    assert panels.week(elena.me, elena.person, date(2026, 10, 12)) == []
    assert panels.week(elena.me, elena.person, **week) == []
    assert panels.today(elena.me, people.TODAY) == []
    assert panels.today(elena.sasha, people.TODAY) == []
    elena.me.opened[elena.person.pk] = (("self", EVERYTHING),)
    assert panels.week(elena.me, elena.person, **week) == []


def test_a_score_that_was_filled_up_says_so(elena):
    row = factories.answered(elena, {**NINE, "sleep": None, "mood": 3})
    assert "1 not answered; filled up with the mean of the others." in text(
        browser(elena.me).get(at("result", elena, row.key))
    )


# ---- who sees what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["result", "form"])
def test_a_stranger_finds_nothing(elena, name):
    row = factories.answered(elena, NINE)
    assert browser(stranger(elena)).get(at(name, elena, row.key)).status_code == 404
    assert browser(stranger(elena)).get(at("person", elena)).status_code == 404


def test_a_draft_of_the_persons_own_is_closed_to_colleagues(elena):
    factories.schedule(elena, "needs")
    row = factories.begun(elena, "needs", by=elena.me)
    assert browser(elena.sasha).get(at("form", elena, row.key)).status_code == 404


def test_a_form_is_there_for_the_one_who_began_it(elena):
    row = factories.begun(elena)
    other = browser(people.staff_for(elena.person))
    assert other.get(at("form", elena, row.key)).status_code == 404
    assert other.post(at("skip", elena, row.key), about(elena, row.version)).status_code == 404


def test_answers_that_nobody_planned_have_a_course_too(elena):
    factories.answered(elena, NINE, on=date(2026, 9, 1))
    row = factories.answered(elena, {**NINE, "mood": 2})
    page = text(browser(elena.me).get(at("result", elena, row.key)))
    assert "course__line" in page
    assert "course__gap" not in page


def test_an_alert_leads_to_the_answers_for_those_who_may_open_them(elena):
    row = factories.answered(elena, {**NINE, "self_harm_thoughts": 1})
    key = f"{row.key}.self_harm_thoughts"
    assert where_it_was_said(elena.sasha, elena.person, key) == at("result", elena, row.key)
    assert where_it_was_said(stranger(elena), elena.person, key) == ""


def test_the_reader_finds_what_came_and_what_is_due_on_their_day(elena):
    factories.schedule(elena, "needs")
    factories.schedule(elena, "rulers")
    factories.send(factories.begun(elena, "needs", by=elena.me), {"home": 2}, elena.me)
    found = for_reader(elena.sasha)
    assert [row.instrument for row in found.unread] == ["needs"]
    assert [one.instrument.key for one in found.due] == ["rulers"]
    page = text(browser(elena.sasha).get(reverse("practice:today")))
    assert "To read" in page
    actions.read_answers(administration=found.unread[0], by=elena.sasha)
    assert for_reader(elena.sasha).unread == ()
    assert for_reader(people.staff_for(elena.person)).due == ()


def test_the_person_finds_what_is_due_in_their_week_and_nobody_else_does(elena):
    factories.schedule(elena, "needs")
    week = reverse("practice:week", args=[elena.person.key])
    assert "A few questions, if I like" in text(browser(elena.me).get(week))
    assert "A few questions, if I like" not in text(browser(elena.sasha).get(week))


def test_a_list_costs_the_same_for_ten_answers_and_twenty(elena):
    counts = []
    web = browser(elena.sasha)
    web.get(at("person", elena))
    for _round in range(2):
        for _number in range(10):
            factories.answered(elena, NINE)
        with CaptureQueriesContext(connection) as asked:
            web.get(at("person", elena))
        counts.append(len(asked))
    assert counts[0] == counts[1]
