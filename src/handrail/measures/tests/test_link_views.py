from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handrail.accounts.models import Site
from handrail.audit.models import Received
from handrail.base.clock import clock_at
from handrail.measures import actions
from handrail.measures.models import Administration, AnswerLink, Finding
from handrail.measures.rules.asking import AdministrationStatus
from handrail.measures.rules.links import LinkAsks
from handrail.measures.tests import factories
from handrail.measures.tests.factories import NINE, handed
from handrail.people.tests.browsing import browser, signed, stranger, text
from handrail.safety.models import Alert

S = AdministrationStatus
PAGE, DONE = "/answer/page", "/answer/done"


def field(page, number=-1):
    """Return the hidden field of a form of a page."""
    return page.split('name="about" value="')[number].split('"', 1)[0]


def let_in(letters, word="lighthouse"):
    """Return a browser in which a link was opened."""
    web = Client()
    went = web.post(f"/answer/{letters}", {"word": word})
    assert (went.status_code, went.url) == (302, PAGE)
    return web


def sheet(page, do, **answers):
    shown = page.split('name="shown" value="')[1].split('"', 1)[0]
    return {"about": field(page, page.count('name="about"')), "shown": shown, "do": do, **answers}


def send(web, do="send", **answers):
    return web.post(PAGE, sheet(text(web.get(PAGE)), do, **answers))


def call(elena):
    site = Site.objects.create(
        organisation=elena.person.organisation, name="North house", phone="030 1234", zone="UTC"
    )
    elena.person.site = site
    elena.person.save()


# ---- without an account ------------------------------------------------------------------------------------------


def test_without_an_account_one_answers_by_the_link_and_the_reader_finds_it(elena) -> None:
    _link, letters = handed(elena, "needs")
    web = let_in(letters)
    page = text(web.get(PAGE))
    assert "What I need" in page
    assert f"{elena.sasha.name} reads the answers." in page
    went = send(web, home="2", work="1")
    assert went.url == DONE
    assert "It has arrived" in text(web.get(DONE))
    row = Administration.objects.get()
    assert (row.status, row.answers, row.author_id) == (S.SUBMITTED, {"home": 2, "work": 1}, None)
    result = text(browser(elena.sasha).get(reverse("measures:result", args=[elena.person.key, row.key])))
    assert "By a link of their own" in result


def test_before_the_word_nothing_of_the_person_shows(elena) -> None:
    _link, letters = handed(elena, "needs")
    page = text(Client().get(f"/answer/{letters}"))
    for word in (elena.person.called, elena.sasha.name, "What I need", elena.person.key):
        assert word not in page
    assert Client().get(PAGE).url == "/answer"


def test_letters_that_are_typed_lead_to_the_same_page(elena) -> None:
    _link, letters = handed(elena, "needs")
    spaced = " ".join(letters[start : start + 4] for start in range(0, 24, 4)).upper()
    assert Client().post("/answer", {"letters": spaced}).url == f"/answer/{letters}"
    assert Client().post("/answer", {"letters": ""}).status_code == 422
    assert Client().post("/answer", {"letters": "§"}).url == "/answer/-"


def test_the_date_of_birth_opens_it_where_that_is_asked(elena) -> None:
    elena.person.birth_on = date(1991, 2, 28)
    elena.person.save()
    _link, letters = handed(elena, "needs", asks=LinkAsks.BIRTH)
    assert "Your date of birth" in text(Client().get(f"/answer/{letters}"))
    for day, month, year in (("27", "2", "1991"), ("28", "2", ""), ("30", "2", "1991")):
        wrong = Client().post(f"/answer/{letters}", {"born_day": day, "born_month": month, "born_year": year})
        assert wrong.status_code == 422
    right = Client().post(f"/answer/{letters}", {"born_day": "28", "born_month": "2", "born_year": "91"})
    assert right.url == PAGE


# ---- what does not open ------------------------------------------------------------------------------------------


def closed(elena, letters, status=410):
    page = Client().get(f"/answer/{letters}")
    assert page.status_code == status
    said = text(page)
    assert "tel:0301234" in said
    assert elena.person.called not in said
    return said


def test_a_link_that_does_not_open_says_why_and_whom_to_call(elena) -> None:
    call(elena)
    plan = factories.schedule(elena, "needs")
    link, letters = handed(elena, plan=plan)
    send(let_in(letters), home="2")
    assert "was used already" in closed(elena, letters)
    link, letters = handed(elena, plan=plan)
    actions.stop_link(link=link, by=elena.sasha)
    assert "was stopped" in closed(elena, letters)
    link, letters = handed(elena, plan=plan)
    AnswerLink.objects.filter(pk=link.pk).update(wrong=20)
    assert "tried too often" in closed(elena, letters)
    AnswerLink.objects.filter(pk=link.pk).update(wrong=0, expires_at=datetime(2026, 10, 20, 7, tzinfo=UTC))
    assert "time of this link is over" in closed(elena, letters)
    assert "does not lead anywhere" in closed(elena, "b" * 24, 404)


def test_without_a_number_the_place_itself_is_named(elena) -> None:
    assert "Call the place that gave you the link" in text(Client().get("/answer/" + "b" * 24))


def test_a_wrong_word_is_counted_and_one_who_guesses_waits(elena) -> None:
    link, letters = handed(elena, "needs")
    web = Client()
    for _time in range(5):
        wrong = web.post(f"/answer/{letters}", {"word": "lantern"})
        assert wrong.status_code == 422
        assert "not what this link asks for" in text(wrong)
    waits = web.post(f"/answer/{letters}", {"word": "lighthouse"})
    assert (waits.status_code, 25 < int(waits.headers["Retry-After"]) <= 30) == (429, True)
    link.refresh_from_db()
    assert link.wrong == 5
    assert not Administration.objects.exists()


def test_somebody_signed_in_signs_out_first(elena) -> None:
    _link, letters = handed(elena, "needs")
    web = browser(elena.sasha)
    page = text(web.get(f"/answer/{letters}"))
    assert "Somebody is signed in here" in page
    assert "Your word" not in page
    assert web.post(f"/answer/{letters}", {"word": "lighthouse"}).status_code == 200
    assert not Administration.objects.exists()
    session = web.session
    session["answer_link"] = [AnswerLink.objects.get().key, int(datetime.now(UTC).timestamp())]
    session.save()
    assert web.get(PAGE).url == "/answer"


def test_after_half_an_hour_without_a_tap_the_word_is_asked_again(elena) -> None:
    _link, letters = handed(elena, "needs")
    web = let_in(letters)
    with clock_at(datetime(2026, 10, 20, 8, 31, tzinfo=UTC), timedelta(milliseconds=1)):
        assert web.get(PAGE).url == "/answer"


def test_a_link_that_was_stopped_meanwhile_shows_nothing_and_loses_nothing(elena) -> None:
    link, letters = handed(elena, "needs")
    web = let_in(letters)
    page = text(web.get(PAGE))
    actions.stop_link(link=link, by=elena.sasha)
    assert web.get(PAGE).status_code == 410
    web.post(PAGE, sheet(page, "send", home="2"))
    assert "Nothing is lost" in text(web.get(DONE))
    assert list(Administration.objects.filter(status=S.KEPT).values_list("answers", flat=True)) == [
        {"home": 2}
    ]
    assert "Kept as typed" in text(
        browser(elena.sasha).get(reverse("measures:person", args=[elena.person.key]))
    )


# ---- two devices, a shared tablet --------------------------------------------------------------------------------


def test_a_link_on_two_devices_keeps_both_and_the_person_chooses(elena) -> None:
    _link, letters = handed(elena, "needs")
    phone, tablet = let_in(letters), let_in(letters)
    early = text(tablet.get(PAGE))
    send(phone, "save", home="1")
    assert tablet.post(PAGE, sheet(early, "save", home="2", work="2")).url == DONE
    assert "kept beside" in text(tablet.get(DONE))
    page = text(phone.get(PAGE))
    assert "The link was open twice" in page
    assert "2 answers, kept at" in page
    beside = Administration.objects.get(status=S.KEPT)
    phone.post(f"/answer/page/{beside.key}", {"about": field(page, 1), "do": "swap"})
    page = text(phone.get(PAGE))
    assert 'name="home" id="id_home_2" value="2" checked' in page
    assert "1 answer, kept at" in page
    send(phone, home="2", work="2")
    assert Finding.objects.filter(scale="unmet").count() == 1
    again = let_in(letters)
    page = text(again.get(PAGE))
    assert "The other form was sent" in page
    assert f"Show them to {elena.sasha.name}" in page
    again.post(f"/answer/page/{beside.key}", {"about": field(page), "do": "away"})
    assert "was used already" in text(Client().get(f"/answer/{letters}"))


def test_one_form_sent_twice_counts_once(elena) -> None:
    _link, letters = handed(elena, "needs")
    web = let_in(letters)
    body = sheet(text(web.get(PAGE)), "send", home="2")
    first = web.post(PAGE, body)
    assert (first.url, Administration.objects.count()) == (DONE, 1)
    assert web.post(PAGE, body).url == "/answer"
    assert Administration.objects.count() == 1


def test_nothing_of_it_stays_on_a_shared_tablet(elena) -> None:
    _link, letters = handed(elena, "needs")
    web = let_in(letters)
    assert "no-store" in web.get(PAGE)["Cache-Control"]
    send(web, home="2")
    assert elena.sasha.name in text(web.get(DONE))
    again = text(web.get(DONE))
    assert elena.sasha.name not in again
    assert "This page shows nothing more" in again
    assert web.get(PAGE).url == "/answer"
    left = web.post("/answer/close")
    assert (left.url, left["Clear-Site-Data"]) == ("/", '"cache", "cookies", "storage"')
    assert "answer_link" not in web.session


def test_the_letters_are_in_no_record_of_forms_that_arrived(elena) -> None:
    _link, letters = handed(elena, "needs")
    send(let_in(letters), home="2")
    for row in Received.objects.all():
        assert letters not in f"{row.route}{row.answer}"


def test_skip_is_as_large_as_send_and_uses_the_link_up(elena) -> None:
    _link, letters = handed(elena, "needs")
    web = let_in(letters)
    send(web, "skip")
    assert "Nothing follows from it" in text(web.get(DONE))
    assert Administration.objects.get().status == S.SKIPPED


def test_nothing_answered_and_answers_that_do_not_fit_make_no_total(elena) -> None:
    _link, letters = handed(elena, "needs")
    web = let_in(letters)
    empty = send(web)
    assert empty.status_code == 422
    assert "Nothing is answered yet" in text(empty)
    send(web, home="7")
    assert not Finding.objects.exists()
    assert Administration.objects.get(status=S.KEPT).answers == {"home": 7}


# ---- an answer that somebody reads at once -----------------------------------------------------------------------


@pytest.mark.hazard("H-01")
def test_before_answering_one_reads_who_reads_it_and_after_it_whom_to_call(elena) -> None:
    turn = factories.on_call(elena)
    _link, letters = handed(elena, "phq9")
    web = let_in(letters)
    before = text(web.get(PAGE))
    assert "Who reads this, and when" in before
    assert f"{turn.user.name} is told at once" in before
    send(web, **{key: str(value) for key, value in {**NINE, "self_harm_thoughts": 1}.items()})
    assert Alert.objects.get().owner_id == turn.user_id
    after = text(web.get(DONE))
    assert "Thank you for telling us." in after
    assert "tel:" in after
    assert turn.user.name in after
    assert turn.user.name not in text(web.get(DONE))


def test_while_nobody_is_on_call_the_word_alone_does_not_open_it(elena) -> None:
    turn = factories.on_call(elena)
    _link, letters = handed(elena, "phq9")
    turn.delete()
    refused = Client().post(f"/answer/{letters}", {"word": "lighthouse"})
    assert (refused.status_code, "answered together" in text(refused)) == (422, True)


# ---- a colleague hands it out ------------------------------------------------------------------------------------


def at(name, elena, *more):
    return reverse(f"measures:{name}", args=[elena.person.key, *more])


def test_a_colleague_hands_out_a_square_that_is_shown_for_ten_minutes(elena) -> None:
    plan, web = factories.schedule(elena, "needs"), browser(elena.sasha)
    assert "Hand out a link" in text(web.get(at("person", elena)))
    page = text(web.get(at("link", elena, plan.key)))
    assert "Their date of birth" not in page
    body = {"about": signed(elena.person), "way": "paper", "asks": "word", "word": "lighthouse"}
    went = web.post(at("link", elena, plan.key), body)
    assert went.url == at("link_print", elena, plan.key)
    page = text(web.get(went.url))
    letters = "".join(one.split("</span>")[0] for one in page.split('class="letters"')[1].split("<span>")[1:])
    assert elena.person.called not in page.split("<main")[1]
    assert let_in(letters)
    other = factories.schedule(elena, "phq2")
    assert web.get(at("link_print", elena, other.key)).url == at("link", elena, other.key)
    with clock_at(datetime(2026, 10, 20, 8, 11, tzinfo=UTC), timedelta(milliseconds=1)):
        assert web.get(went.url).url == at("link", elena, plan.key)


def test_a_colleague_sees_what_went_out_and_stops_it(elena) -> None:
    link, _letters = handed(elena, "needs")
    web, where = browser(elena.sasha), at("link", elena, link.schedule.key)
    assert "Stop this link" in text(web.get(where))
    web.post(at("link_stop", elena, link.key), {"about": signed(elena.person)})
    assert "Stop this link" not in text(web.get(where))
    assert browser(stranger(elena.person)).get(where).status_code == 404
    assert browser(elena.me).get(where).status_code == 403


def test_by_mail_and_each_time_only_where_there_is_an_address(elena, settings) -> None:
    plan, web = factories.schedule(elena, "needs"), browser(elena.sasha)
    where = at("link", elena, plan.key)
    assert "There is no mail address for this person." in text(web.get(where))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    elena.person.email = "elena@example.org"
    elena.person.save()
    body = {"about": signed(elena.person, 1), "way": "mail", "asks": "word", "word": "lighthouse"}
    assert web.post(where, body).url == where
    assert "The link is on its way." in text(web.get(where))
    short = web.post(
        at("link_again", elena, plan.key), {**body, "about": signed(elena.person, 1), "word": "sun"}
    )
    assert short.status_code == 422
    web.post(at("link_again", elena, plan.key), {**body, "about": signed(elena.person, 1)})
    page = text(web.get(where))
    assert "each time this is due" in page
    web.post(at("link_again", elena, plan.key), {"about": signed(elena.person, 2), "do": "end"})
    plan.refresh_from_db()
    assert (plan.link_asks, plan.link_word) == ("", "")


def test_the_person_sees_no_button_to_hand_out(elena) -> None:
    factories.schedule(elena, "needs")
    assert "Hand out a link" not in text(browser(elena.me).get(at("person", elena)))


def test_the_page_of_links_asks_as_often_for_ten_as_for_one(elena, django_assert_max_num_queries) -> None:
    plan, web = factories.schedule(elena, "needs"), browser(elena.sasha)
    for _time in range(10):
        handed(elena, plan=plan)
    with django_assert_max_num_queries(20):
        web.get(at("link", elena, plan.key))
