"""The core tasks with JavaScript off: nothing needs it."""


def test_an_intake_answer_without_script(somebody):
    lind = somebody("lind", "/me/intake/wishes/help-with", script=False)
    lind.writes("Your answer", "The scales can go.").tap("Continue")
    lind.go("/me/intake/check").sees("The scales can go.")


def test_a_week_line_and_its_answer_without_script(somebody):
    jana = somebody("jana", "/me/week", script=False)
    jana.writes("Add something of my own", "18:00, water the beans").tap("Add").sees("water the beans")
    jana.opens("water the beans").tap("Did it: water the beans")
    assert "Did it" in jana.page.locator("main .ev").filter(has_text="water the beans").first.inner_text()


def test_an_answer_to_a_suggested_step_without_script(somebody):
    sasha = somebody("sasha", "/people", script=False).tap("Aisha").tap("Open the plan").tap("Suggest a step")
    sasha.writes("What?", "Ask for the lecture notes").chooses("support_wanted", "on_my_own").tap("Suggest")
    aisha = somebody("aisha", "/me/plan", script=False)
    aisha.tap("Agree: Ask for the lecture notes").is_at("/plan")
    aisha.does_not_see("Agree: Ask").sees("Ask for the lecture notes")


def test_a_line_of_getting_started_without_script(somebody):
    nadia = somebody("nadia", "/me/start/3", script=False)
    nadia.chooses("state", "not_for_me").writes("What we agreed, in a line", "Not now, thank you.")
    nadia.tap("Save this line").is_at("/start").sees("Not now, thank you.")


def test_the_look_of_the_plan_without_script(somebody):
    haddad = somebody("haddad", "/me/plan", script=False)
    haddad.chooses("view", "list").tap("Keep it so")
    assert haddad.go("/me/plan").page.locator("#v-list").is_checked()


def test_a_note_without_script(somebody):
    sasha = somebody("sasha", "/people", script=False).tap("Nadia").tap("Write a note")
    sasha.chooses("met", "met").chooses("steps", "other").chooses("setting", "online")
    sasha.writes("words", "By phone, from the bus.").chooses("safety", "no").tap("File note")
    sasha.is_at("/notes/[a-z]{10}$").sees("By phone, from the bus.")
