"""What goes wrong with forms in a real browser: nothing typed is lost, nothing is written twice."""

import pytest

HOSTILE = "<script>alert('x')</script> مرحبا Ze\u0301lie \u202eright\u202c " + "a" + "\u0301" * 5
MEGABYTE = 1_000_000


def note_for(somebody, whom: str):
    return somebody("sasha", "/people").tap(whom).tap("Write a note")


def complete(sasha, words: str):
    sasha.chooses("met", "met").chooses("steps", "other").chooses("setting", "home")
    return sasha.writes("words", words).chooses("safety", "no")


def notes_with(somebody, whom: str, words: str) -> int:
    sasha = somebody("sasha", "/people").tap(whom)
    sasha.page.get_by_role("link", name="Notes", exact=True).first.click()
    return sasha.page.locator("main").inner_text().count(words)


def test_what_is_missing_is_named_and_what_is_written_stays(somebody):
    sasha = note_for(somebody, "Nadia").writes("words", "I was quicker today.")
    sasha.tap("File note").sees("Say whether you met.")
    assert sasha.page.locator("textarea[name=words]").input_value() == "I was quicker today."
    sasha.page.locator(".summary a", has_text="Say whether you met.").click()
    assert sasha.page.evaluate("document.activeElement.name") == "met"
    sasha.accessible()


def test_two_clicks_file_one_note(somebody):
    sasha = complete(note_for(somebody, "Nadia"), "Two clicks, one note.")
    sasha.page.get_by_role("button", name="File note").dblclick()
    sasha.is_at("/notes/[a-z]{10}$")
    assert notes_with(somebody, "Nadia", "Two clicks, one note.") == 1


def test_back_and_send_again_files_one_note(somebody):
    sasha = note_for(somebody, "Nadia").opens("Change").writes("From", "09:05").writes("Until", "09:20")
    complete(sasha, "Back, and again.").tap("File note").is_at("/notes/[a-z]{10}$")
    sasha.page.go_back()
    assert sasha.page.locator("textarea[name=words]").input_value() == "Back, and again."
    sasha.tap("File note").is_at("/notes/[a-z]{10}$")
    assert notes_with(somebody, "Nadia", "Back, and again.") == 1


@pytest.mark.parametrize(
    "address", ["/people/zzzzzzzzzz/plan", "/me/plan/steps/zzzzzzzzzz", "/me/notes/' OR 1=1"]
)
def test_a_key_that_is_not_there_is_a_page_of_its_own(somebody, address):
    haddad = somebody("haddad")
    answer = haddad.page.goto(address)
    assert answer is not None and answer.status == 404
    haddad.sees("There is no such page").accessible()


def test_a_step_of_somebody_else_is_not_there(somebody):
    marcus = somebody("marcus", "/me/plan")
    step = marcus.page.locator("main a[href*='/plan/steps/']").first.get_attribute("href") or ""
    jana = somebody("jana", "/me/plan")
    own = jana.page.url.split("/people/")[1].split("/")[0]
    for address in (step, f"/people/{own}/plan/steps/{step.rsplit('/', 1)[-1]}"):
        answer = jana.page.goto(address)
        assert answer is not None and answer.status == 404, address


def test_words_of_any_script_are_kept_exactly_and_shown_as_text(somebody):
    sasha = complete(note_for(somebody, "Nadia"), HOSTILE).tap("File note").is_at("/notes/[a-z]{10}$")
    assert HOSTILE in (sasha.page.locator("main").text_content() or "")
    sasha.accessible()


def test_a_megabyte_of_words_is_kept(somebody):
    haddad = somebody("haddad", "/me/intake/wishes/help-with")
    words = ("I write and write. \u00e9\u4e16 " * (MEGABYTE // 21))[:MEGABYTE]
    hidden = haddad.page.locator("main form input[type=hidden]").all()
    fields = {box.get_attribute("name") or "": box.input_value() for box in hidden}
    send = haddad.context.request
    sent = send.post(haddad.page.url, form={**fields, "text": words, "author_kind": "mine", "do": "later"})
    assert sent.status == 200
    assert words.rstrip() in send.get("/me/intake/wishes/help-with").text()
