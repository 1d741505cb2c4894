from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.audit.actions import write_looks
from handrail.audit.models import Look
from handrail.complaints import actions
from handrail.complaints.actions import AboutWhat
from handrail.complaints.models import Complaint, ComplaintDesk
from handrail.complaints.rules import ComplaintAbout
from handrail.complaints.tests import factories as make
from handrail.people.looked import reference
from handrail.people.tests.browsing import browser, signed, stranger, text


def page(viewer, address, status=200):
    answer = browser(viewer).get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return text(answer)


def sent(viewer, address, status=302, **fields):
    answer = browser(viewer).post(address, {"about": signed(), **fields})
    assert answer.status_code == status, text(answer)
    return answer


def at_letter(row, part=""):
    return f"/not-happy/letters/{row.key}{part}"


def test_every_own_page_leads_here_and_says_by_when_there_is_an_answer(at):
    for viewer in (at.me, at.ravi):
        html = page(viewer, "/not-happy")
        assert 'href="/not-happy"' in html
        assert "within 5 working days" in html
        assert "Not filled in yet" in html


def test_the_advocate_is_named_once_the_place_filled_it_in(at):
    page(at.me, "/not-happy/place", 403)
    facts = {"advocate_name": "Ines Vogt", "advocate_phone": "+49 30 23125 190", "answer_days": "3"}
    sent(at.admin, "/not-happy/place", **facts)
    sent(at.admin, "/not-happy/place", 422, **{**facts, "answer_days": "99"})
    html = page(at.ravi, "/not-happy")
    assert "Ines Vogt" in html
    assert "within 3 working days" in html
    assert ComplaintDesk.objects.get().answer_days == 3


def test_a_person_writes_and_reads_the_answer(at):
    form = page(at.me, "/not-happy/new")
    assert at.margit.name in form
    answer = sent(
        at.me, "/not-happy/new", words="Nobody rang.", hearer=str(at.margit.user_id), person="", programme=""
    )
    row = Complaint.objects.get()
    assert answer.url == at_letter(row)
    assert "Nobody rang." in page(at.margit, "/not-happy/heard")
    sent(at.margit, at_letter(row, "/heard"))
    sent(at.margit, at_letter(row), answer="I ring you on Monday.")
    html = page(at.me, at_letter(row))
    assert "I ring you on Monday." in html
    sent(at.me, at_letter(row, "/settled"), settled="yes")
    assert "Settled" in page(at.me, "/not-happy")


def test_a_form_without_words_or_with_the_wrong_hearer_says_what_to_do(at):
    dana = str(at.dana.user_id)
    html = text(sent(at.me, "/not-happy/new", 422, words="", hearer=dana, person=dana, programme=""))
    assert "Choose somebody else to hear it." in html
    assert not Complaint.objects.exists()


def test_what_a_letter_is_about_is_kept(at):
    sasha = str(at.sasha.user_id)
    facts = {"words": "Late again.", "hearer": str(at.dana.user_id)}
    sent(at.me, "/not-happy/new", person=sasha, programme="peer", **facts)
    sent(at.me, "/not-happy/new", person="", programme="peer", **facts)
    assert list(Complaint.objects.order_by("created_at").values_list("about", "programme")) == [
        ("person", "peer"),
        ("programme", "peer"),
    ]
    assert at.sasha.name in page(at.dana, at_letter(Complaint.objects.earliest("created_at")))


def test_a_question_about_a_look_leads_to_a_letter_about_it(at):
    write_looks(at.dana, [(("plan", "coordinator"), {at.elena.pk})], "plans:plan")
    address = f"/not-happy/new?look={reference(at.elena, str(at.dana.user_id))}&on=2026-10-19"
    html = page(at.me, address)
    assert f"{at.dana.name} looked on" in html
    assert f'value="{at.dana.user_id}"' not in html, "never the one it is about"
    sent(at.me, address, words="Why?", hearer=str(at.margit.user_id))
    row = Complaint.objects.get()
    assert (row.about, row.about_user_id, str(row.about_on)) == ("look", at.dana.user_id, "2026-10-19")
    assert "About a look on" in page(at.margit, at_letter(row))


def test_strangers_family_and_the_one_it_is_about_find_no_page(at):
    row = make.letter(at, about=AboutWhat(ComplaintAbout.PERSON, at.user(at.sasha)))
    for viewer in (at.ravi, at.sasha, at.dana, at.admin, stranger(at.elena)):
        page(viewer, at_letter(row), 404)
        sent(viewer, at_letter(row, "/heard"), 404)
    sent(at.margit, at_letter(row, "/shown"))
    html = page(at.sasha, at_letter(row))
    assert "Nobody asked me first." in html
    assert "Send the answer" not in html
    sent(at.sasha, at_letter(row), 403, answer="I answer myself.")
    assert "Shown to me" in page(at.sasha, "/not-happy/heard")


def test_the_person_does_not_read_what_family_wrote(at):
    row = make.letter(at, by=at.ravi)
    page(at.me, at_letter(row), 404)
    assert "Nobody asked me first." in page(at.ravi, at_letter(row))


def test_what_was_taken_back_is_gone_for_the_hearer(at):
    row = make.letter(at)
    sent(at.me, at_letter(row, "/taken-back"))
    page(at.margit, at_letter(row), 404)
    assert "Taken back" in page(at.me, at_letter(row))


def test_a_state_that_has_passed_is_a_sentence(at):
    row = actions.answer_complaint(complaint=make.letter(at), answer="Yes.", by=at.margit)
    assert "This has changed" in text(sent(at.margit, at_letter(row, "/heard"), 422))


def test_colleagues_and_those_who_write_have_each_their_own_page(at):
    assert browser(at.dana).get("/not-happy").url == "/not-happy/heard"
    assert browser(at.dana).get("/not-happy/new").url == "/not-happy/heard"
    assert browser(at.me).get("/not-happy/heard").url == "/not-happy"
    row = make.letter(at)
    assert browser(at.me).get(at_letter(row, "/settled")).url == at_letter(row)


def test_who_reads_a_letter_stands_among_the_looks(at):
    row = make.letter(at)
    page(at.margit, at_letter(row))
    assert Look.objects.filter(page="complaints:letter", relation="addressed").count() == 1


def test_lists_cost_the_same_for_ten_letters_and_for_twenty(at):
    def cost(viewer, address):
        client = browser(viewer)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    counts = []
    for _round in range(2):
        for _number in range(10):
            make.letter(at)
        counts.append((cost(at.me, "/not-happy"), cost(at.margit, "/not-happy/heard")))
    assert counts[0] == counts[1]
