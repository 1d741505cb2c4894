"""Daniel is 14: his own yes beside his mother's, and a father who must not come near meets nothing, at every door."""

import re

import pytest

from tests.journeys.visitor import Visitor

FATHER, PHONE = "Karl Weiss", "+49 30 23125 129"
PASSWORD = "a long rail by the stairs"  # of invented people
NOWHERE = "/people/zzzzzzzzzz/plan"
ABSENT = "There is no such page"


def key_of(visitor: Visitor) -> str:
    """Return whose page it is, from its address."""
    found = re.search(r"/people/([^/]{10})(?:/|$)", visitor.page.url)
    assert found, visitor.page.url
    return found[1]


def names_family(visitor: Visitor, name: str, relationship: str, phone: str = "") -> Visitor:
    visitor.writes("Name", name).writes("Phone", phone)
    visitor.page.locator("main select[name=relationship]").select_option(relationship)
    return visitor.tap("Add")


def gives_account(dana: Visitor, key: str, name: str, sign_in_name: str, *opens: str) -> Visitor:
    """Give family or a friend an account, beside the person: first what it opens, then name and password."""
    dana.go(f"/people/{key}/account").accessible().tap(name).accessible()
    for category in opens:
        dana.chooses("opens", category)
    dana.tap("Show what this opens").sees(f"{name} will").accessible()
    dana.writes("Sign-in name", sign_in_name).writes("First password", PASSWORD)
    return dana.tap("Give the account").is_at("/people$")


def signs_in(visitor: Visitor, name: str, to: str = "") -> Visitor:
    visitor.go("/sign-in" + (f"?next={to}" if to else "")).accessible()
    return visitor.writes("Sign-in name", name).writes("Password", PASSWORD).tap("Sign in")


def face(visitor: Visitor) -> tuple[str, str]:
    """Return what somebody can tell of a page: its title and its words."""
    return visitor.page.title(), visitor.page.locator("main").inner_text()


def meets_nothing(visitor: Visitor) -> Visitor:
    """See the same face as at an address that was never given out."""
    visitor.sees(ABSENT).accessible()
    met = face(visitor)
    assert face(visitor.go(NOWHERE)) == met
    return visitor


@pytest.mark.seed("S-011", "S-106")
def test_his_yes_waits_for_his_mothers_and_with_it_the_plan_opens(somebody):
    daniel, dana = somebody("daniel", "/me/people").accessible(), somebody("dana")
    names_family(daniel, "Lene Weiss", "other_family").sees("Lene Weiss").accessible()
    key = key_of(daniel)
    gives_account(dana, key, "Lene Weiss", "lene")
    lene = signs_in(somebody(), "lene").sees("Nothing is shared with you right now.").accessible()

    daniel.go("/me/access").sees("Waits for a second yes").accessible()
    daniel.tap("Change what Lene Weiss sees").accessible().chooses("opens", "plan")
    daniel.tap("Show what this changes").sees("Lene Weiss will see your contact details and steps.")
    daniel.sees("Your yes is kept. It opens when a guardian has said yes beside you.").accessible()
    daniel.tap("Yes, keep it so").is_at("/access$").sees("Waits for a second yes")
    yes = daniel.page.locator("section[aria-labelledby='yes'] a").filter(has_text="Lene Weiss").last
    yes.click()
    daniel.sees("It waits for a second yes. Until then nothing is open.").accessible()
    daniel.does_not_see("The guardian says yes too")
    address = daniel.page.url
    lene.go("/shared").sees("Nothing is shared with you right now.")
    assert lene.page.goto(f"/people/{key}/plan").status == 404

    dana.go(address).sees("Here, with my own account").accessible()
    dana.page.locator("main select[name=way]").select_option("written")
    dana.tap("The guardian says yes too").is_at("/access$").does_not_see(
        "Waits for a second yes"
    ).accessible()
    daniel.go(address).sees("Yes of a guardian").sees("Signed on paper").does_not_see("It waits").accessible()
    lene.go("/shared").accessible().tap("The plan of Daniel").sees("Go to Leo").accessible()


@pytest.fixture
def doors(somebody):
    """Return Daniel's key, his coordinator, and a way in which she learns of it and settles it."""
    dana = somebody("dana")

    def learns(words: str) -> None:
        dana.go("/today").tap("1 to decide").is_at("/access-tasks").accessible()
        met = (
            dana.page.locator("main li.card")
            .filter(has_text="A blocked contact was met")
            .filter(has_text=words)
        )
        assert "Daniel Weiss" in met.inner_text()
        met.locator("textarea").fill("It stays closed. I told Daniel and his mother.")
        met.get_by_role("button").click()
        dana.is_at("/access-tasks").does_not_see(words).accessible()

    return key_of(somebody("daniel", "/me/people")), dana, learns


@pytest.mark.hazard("H-12")
def test_his_father_signs_in_for_somebody_else_and_finds_no_daniel(somebody, doors):
    key, dana, learns = doors
    other = key_of(somebody("jana", "/me/people"))
    names_family(dana.go(f"/people/{other}/people"), FATHER, "neighbour", PHONE).sees(FATHER)
    gives_account(dana, other, FATHER, "karl")
    karl = signs_in(somebody(), "karl", f"/people/{key}/plan")
    meets_nothing(karl)
    for room in (
        "",
        "/week",
        "/people",
        "/access",
        "/week.ics",
    ):  # no calendar is given out; its address is nothing
        answer = karl.page.goto(f"/people/{key}{room}")
        assert answer is not None and (answer.status == 404 or karl.page.url.endswith("/shared")), room
        karl.does_not_see("Daniel")
    learns("They tried to open a page of this record.")


@pytest.mark.hazard("H-12")
def test_a_second_worker_who_names_him_meets_nothing(somebody, doors):
    key, _dana, learns = doors
    imran = somebody("imran", f"/people/{key}/people").accessible()
    names_family(imran, "Weiss, Karl", "parent")
    meets_nothing(imran)
    imran.go(f"/people/{key}/people").does_not_see("Karl")
    learns("Somebody was about to name them as family or a friend.")


def test_an_invitation_to_him_by_his_telephone_alone_meets_nothing(somebody, doors):
    key, dana, learns = doors
    names_family(dana.go(f"/people/{key}/people"), "Uncle K.", "other_family", "030 23125129")
    meets_nothing(dana)
    dana.go(f"/people/{key}/account").does_not_see("Uncle K.").accessible()
    learns("Somebody was about to name them as family or a friend.")


def test_a_yes_that_daniel_was_pressed_to_write_opens_nothing(somebody, doors):
    _key, _dana, learns = doors
    daniel = somebody("daniel", "/me/access/new").accessible()
    daniel.writes("Or which organisation?", FATHER).chooses("opens", "week").tap("Keep this yes")
    meets_nothing(daniel)
    daniel.go("/me/access").does_not_see(FATHER)
    learns("Somebody was about to write down a consent for them.")


def test_a_letter_to_him_is_not_given(somebody, doors):
    key, _dana, learns = doors
    sasha = somebody("sasha", f"/people/{key}/work/jobs/new")
    sasha.chooses("kind", "course").writes("What I do there", "Maps, after school")
    sasha.writes("Where?", "South school")
    for box, value in [("Day", "1"), ("Month", "9"), ("Year", "2026")]:
        sasha.writes(box, value)
    sasha.tap("Keep it").sees("Maps, after school").accessible().tap("Something is needed").accessible()
    sasha.writes("What do I need?", "A chair by the door").chooses("kind", "place").tap("Keep it")
    sasha.go(f"/people/{key}/work").tap("Letter to South school").sees("A chair by the door").accessible()
    letter = sasha.page.url
    sasha.writes("Who gets the letter?", FATHER).tap("I gave the letter")
    meets_nothing(sasha)
    sasha.go(letter).sees("I gave the letter")  # it still waits: nothing was half kept
    learns("A message to them was stopped.")
