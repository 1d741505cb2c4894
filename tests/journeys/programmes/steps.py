"""What all nine journeys do: find the row, read price and place, choose, begin, meet, and see the row's figure."""

import re

from tests.journeys.visitor import Visitor

MOST_TAPS = 3
FIGURE = re.compile(r"(\d+) of (\d+)")


def finds_and_chooses(person: Visitor, row: str, *, price: str, place: str, mix: str) -> Visitor:
    """From home to the row in at most three taps; price and place stand there; it becomes the first choice."""
    person.go("/").accessible()
    person.taps = 0
    person.tap("Programmes and costs").accessible()
    person.tap(row)
    assert person.taps <= MOST_TAPS
    person.sees(price).sees(place).sees("What we count here").accessible()
    person.tap("Choose this").sees(price).sees(place).accessible()
    person.chooses("rank", "primary").chooses("mix", mix).tap("Choose this")
    card = person.is_at("/choices$").page.locator("main article").filter(has_text="First choice")
    assert row in card.inner_text()
    return person.accessible()


def opens_person(staff: Visitor, whom: str, room: str) -> Visitor:
    """From People to one room of a person's record."""
    staff.go("/people").writes("Find by name", whom).tap("Find").is_at(r"/people\?at=")
    staff.tap(whom[:1]).accessible()
    return staff.tap(room)


def begins(staff: Visitor, whom: str, row: str) -> Visitor:
    """Say that the programme has begun for the person."""
    opens_person(staff, whom, "Programmes").accessible()
    staff.tap(f"It has begun: {row}").sees("Began on 20 October").accessible()
    return staff


def plans(staff: Visitor, whom: str, *, code: str, title: str, hour: int, setting: str) -> Visitor:
    """Plan a meeting of the programme for this morning, from the person's week."""
    opens_person(staff, whom, "Week").accessible()
    staff.tap("Plan a meeting").accessible()
    staff.writes("What will you do together?", title).writes("From", f"{hour:02}:00")
    staff.writes("Until", f"{hour:02}:40").chooses("setting", setting)
    staff.page.locator("main select[name=programme]").select_option(code)
    return staff.tap("Plan it").sees(title).accessible()


def files(staff: Visitor, *, words: str) -> Visitor:
    """File the note of the meeting that is open."""
    staff.tap("Start the note").accessible()
    staff.chooses("met", "met").chooses("steps", "other").writes("words", words)
    return staff.chooses("safety", "no").tap("File note").sees(words).accessible()


def meets(staff: Visitor, whom: str, *, words: str, **meeting: str | int) -> Visitor:
    plans(staff, whom, **meeting)  # type: ignore[arg-type]  # handed on as it came
    return files(staff, words=words)


def figure(reader: Visitor, slug: str, outcome: str) -> tuple[int, int]:
    """Read the row's key outcome on its programme page: how many, of how many."""
    reader.go(f"/programmes/{slug}").sees(outcome).sees("So far, all together").accessible()
    card = reader.page.locator("main section").filter(has=reader.page.get_by_role("heading", name=outcome))
    told = card.last.inner_text().split(outcome, 1)[1]
    found = FIGURE.search(told.split("What is counted")[0])
    assert found, told
    assert "Likely" in told
    assert "ot counted" in told
    return int(found[1]), int(found[2])


def shows_meeting(reader: Visitor, title: str) -> Visitor:
    """See on the programme page that this week's meeting took place."""
    line = reader.page.locator("main li").filter(has_text=title).first
    assert "colleague" in line.inner_text()
    return reader
