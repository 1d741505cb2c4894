"""Rosa takes the questions along to where there is no signal, and the tab dies on the way home."""

import pytest
from playwright.sync_api import expect

WORDS = {
    "language-and-reading": "Slowly please, with pauses",
    "help-with": "The harbour ferry timetable",
    "matters-most": "Singing at the old lighthouse",
}
# Whatever the browser keeps of this place: its stores, and what a script can read beside them.
KEPT = """async () => {
  const beside = JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie, found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((good) => { indexedDB.open(name).onsuccess = (e) => good(e.target.result) });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      found.push(await new Promise((good) => { all.onsuccess = () => good(JSON.stringify(all.result)) }));
    }
    database.close();
  }
  return { store: found.join(" "), beside, caches: await caches.keys() };
}"""


def answer(somebody, code):
    return somebody.page.locator(f"[data-question='{code}']")


def writes(somebody, code, words):
    field = answer(somebody, code).locator("textarea")
    field.fill(words)
    field.press("Tab")
    state = answer(somebody, code).locator("[data-state]")
    expect(state).to_have_text("Safe on this phone")


@pytest.mark.seed("S-041")
@pytest.mark.hazard("H-05")
def test_what_rosa_wrote_without_a_signal_outlives_the_tab_and_arrives_once(somebody):
    rosa = somebody("rosa", "/me/intake")
    key = rosa.page.url.split("/people/")[1].split("/")[0]
    rosa.tap("Take the questions along").is_at("/intake/no-signal").sees("Blank is as good as answered")
    rosa.accessible()

    rosa.context.set_offline(True)
    writes(rosa, "matters-most", "Singing at")
    for code, words in WORDS.items():
        writes(rosa, code, words)
    answer(rosa, "work-or-study").locator("label").filter(has_text="Thinking").click()
    expect(answer(rosa, "work-or-study").locator("[data-state]")).to_have_text("Safe on this phone")
    rosa.sees("No signal. You can keep writing. Safe on this phone: 4.").accessible()

    kept = rosa.page.evaluate(KEPT)
    assert kept["caches"] == []
    assert kept["store"].count('"sealed"') == 4, "what was written before in the same field is gone"
    for said in (*WORDS.values(), *WORDS, "Singing at", "thinking", "Rosa"):
        assert said not in kept["store"] + kept["beside"]
    assert key not in kept["store"]
    assert "handrail_waits=1" in kept["beside"]

    rosa.page.close()
    rosa.page = rosa.context.new_page()
    rosa.context.set_offline(False)
    rosa.go("/me/intake").sees("Received: 4.").accessible()
    assert rosa.page.evaluate(KEPT)["store"] == "[]"

    rosa.go("/me/intake").does_not_see("Received:").sees("Last time we stopped here")
    rosa.go("/me/intake/check")
    for words in WORDS.values():
        expect(rosa.page.locator("main blockquote").filter(has_text=words)).to_have_count(1)
    rosa.sees("Two people wrote here").accessible()
    rosa.go("/me/intake/matters/matters-most").sees("This was written twice").sees(
        "To cook for my people again."
    )


def test_a_browser_that_cannot_keep_it_says_so_and_the_words_stay_until_they_have_gone(somebody):
    rosa = somebody("rosa", "/me/intake")
    rosa.context.add_init_script("IDBFactory.prototype.open = () => { throw new Error('closed to pages') }")
    rosa.go("/me/intake/no-signal")
    rosa.context.set_offline(True)
    field = answer(rosa, "usual-day").locator("textarea")
    field.fill("Up with the gulls")
    field.press("Tab")
    state = answer(rosa, "usual-day").locator("[data-state]")
    expect(state).to_contain_text("Not safe yet: this phone cannot keep it.")
    expect(field).to_have_value("Up with the gulls")
    rosa.context.set_offline(False)
    expect(state).to_have_text("Received")
    rosa.go("/me/intake/check").sees("Up with the gulls")


def test_who_was_signed_out_signs_in_again_and_what_waits_goes_by_itself(somebody):
    rosa = somebody("rosa", "/me/intake/no-signal")
    rosa.context.set_offline(True)
    writes(rosa, "got-through", "Humming on the quay")
    rosa.context.clear_cookies()
    rosa.context.set_offline(False)
    rosa.sees("Safe on this phone: 1. Sign in again, then they go by themselves.")
    rosa.be("rosa", "/me/intake").sees("Received: 1.")
    rosa.go("/me/intake/check")
    expect(rosa.page.locator("main blockquote").filter(has_text="Humming on the quay")).to_have_count(1)
