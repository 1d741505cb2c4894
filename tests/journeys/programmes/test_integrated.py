"""Samira writes what happened at night; somebody of her team takes a task and closes it on its day."""

import pytest

from tests.journeys.programmes.steps import (
    begins,
    figure,
    finds_and_chooses,
    meets,
    opens_person,
    shows_meeting,
)

ROW, OUTCOME, MEETING = "Integrated care teams", "Tasks closed in time", "One list for us all"
TASK = "Send the letter of the emergency room to Dr Amin"


@pytest.mark.seed("S-027")
def test_samira_writes_what_happened_and_a_task_is_closed_in_time(somebody):
    margit = somebody("margit")
    true, of = figure(margit, "integrated", OUTCOME)
    samira = somebody("haddad")
    finds_and_chooses(samira, ROW, price="€520 for a month", place="Clinic, and at home", mix="home")
    sasha = begins(somebody("sasha"), "Samira", ROW)
    words = "I say it once, and everybody knows."
    meets(sasha, "Samira", code="ICT", title=MEETING, hour=7, setting="home", words=words)

    samira.go("/me/health").accessible()
    samira.tap("Something happened").accessible()
    samira.chooses("kind", "emergency_visit").writes("What happened?", "My heart raced. They sent me home.")
    samira.tap("Save").sees("My heart raced. They sent me home.").accessible()
    opens_person(sasha, "Samira", "Health and care").sees("My heart raced.").accessible()
    sasha.tap("Add a task").accessible()
    sasha.writes("What is to be done?", TASK)
    sasha.page.locator("main select[name=owner]").select_option(label="Sasha Okafor")
    for box, value in [("Day", "20"), ("Month", "10"), ("Year", "2026")]:
        sasha.writes(box, value)
    sasha.tap("Save").sees(TASK).go("/tasks").sees(TASK).accessible()
    sasha.tap(f"Done: {TASK}").accessible()

    assert figure(margit, "integrated", OUTCOME) == (true + 1, of + 1)
    shows_meeting(margit, MEETING)
