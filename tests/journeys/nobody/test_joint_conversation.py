"""A woman without an account asks to meet together; several ask, her father one part, and his part comes back."""

import re

import pytest

from tests.journeys.participant.test_daniel import gives_account, key_of, meets_nothing, signs_in
from tests.journeys.visitor import DESK, Visitor

NAME, FATHER, WORD = "Vesela Kolewa", "Stefan Kolew", "jasmine"
PLACE = "Community centre, Mill Road"
HERS, HIS = "My garden, and the children of my sister", "She mends every bicycle in our street"


def asks_from_her_phone(nobody: Visitor) -> None:
    nobody.go("/ask").writes("What should we call you", NAME).writes("Phone", "+49 30 23125 288")
    nobody.writes("What would you like?", "I would like to talk in my own language.")
    nobody.opens("Bring somebody, or an interpreter").writes("Who should come along?", FATHER)
    nobody.page.get_by_label("Who are they to you?").select_option("parent")
    nobody.picks("Please bring an interpreter").writes("Which language do you like to speak?", "Bulgarian")
    nobody.tap("Ask for a joint first meeting").is_at("/ask/thanks")
    nobody.sees("They also arrange the joint first meeting with you.")


def form(visitor: Visitor, ends: str):
    return visitor.page.locator(f"main form[action$='{ends}']")


def takes_and_starts(dana: Visitor) -> str:
    """Take the referral, speak, start, and coordinate; return the key of the person."""
    dana.go("/today").tap(f"A joint first meeting with {NAME}").tap("Take it").sees(FATHER)
    form(dana, "/contact").get_by_role("button").click()
    dana.sees("In contact")
    form(dana, "/start").get_by_role("button").click()
    dana.is_at("/intake$")
    key = key_of(dana)
    dana.go("/people-without-coordinator").tap(f"Name a coordinator for {NAME}").does_not_see(NAME)
    return key


def invites(dana: Visitor, key: str) -> None:
    """Put her father, an interpreter, the three of the team on the list, and agree day and place."""
    dana.go(f"/people/{key}/first-meeting").sees("Dana Brandt arranges it")
    who = dana.page.locator("main select[name=invite-who]")
    for label in (FATHER, "Leyla Arslan", "Bram de Vries", "Tess Brown"):
        found = who.locator("option").filter(has_text=label).first.get_attribute("value")
        who.select_option(found)
        dana.tap("Put on the list").is_at("/first-meeting$")
        dana.page.locator("main li.card").filter(has_text=label).wait_for()
    who.select_option("interpreter")
    dana.writes("The interpreter’s name or language", "Bulgarian").tap("Put on the list")
    dana.page.locator("main li.card").filter(has_text="Bulgarian").wait_for()
    dana.opens("The day is agreed")
    for part, number in (("day", "26"), ("month", "10"), ("year", "2026")):
        form(dana, "/arranged").locator(f"input[name='arranged-meets_on_{part}']").fill(number)
    dana.writes("Where?", PLACE).tap("Write it down")
    dana.sees(f"Agreed for Monday 26 October. {PLACE}").accessible()
    dana.sees("Psychologist").sees("Occupational therapist").sees("Peer mentor")
    assert dana.page.locator("main li.card").filter(has_text="No yes yet").count() == 3


def comes_in_by_card(dana: Visitor, vesela: Visitor, key: str) -> None:
    dana.go(f"/people/{key}/card").writes("The person's own word", WORD).tap("Make the card")
    dana.is_at("/card/print$").sees("Print the card")
    letters = dana.page.locator("main .letters").inner_text()
    vesela.go("/card").writes("The letters on your card", letters).writes("Your word", WORD).tap("Sign in")
    vesela.page.wait_for_url(re.compile(r"/(me|people)/"))


def says_yes_to_each(vesela: Visitor) -> None:
    vesela.go("/me/first-meeting").sees("They are not told, and see nothing of it.").accessible()
    for number, name in enumerate((FATHER, "Tess Brown", "Bulgarian"), start=1):
        vesela.tap(f"Yes, they may come: {name}")
        vesela.page.locator("main li.card").filter(has_text="You said yes").nth(number - 1).wait_for()


def lets(visitor: Visitor, address: str, part: str, name: str) -> None:
    """Let somebody see to a part."""
    visitor.go(address).chooses("part", part).picks(name).tap("Let them ask")
    visitor.page.locator("main li.card").filter(has_text=name).first.wait_for()


@pytest.mark.seed("S-048", "S-049")
def test_several_people_hold_one_first_conversation_and_a_part_comes_back_in_the_evening(somebody):
    asks_from_her_phone(somebody())
    dana = somebody("dana", "/today", size=DESK)
    key = takes_and_starts(dana)
    invites(dana, key)
    father = somebody()
    gives_account(dana, key, FATHER, "stefan")
    signs_in(father, "stefan").sees("Nothing else.").does_not_see("You were asked")
    vesela = somebody()
    comes_in_by_card(dana, vesela, key)
    tess = somebody("tess", f"/people/{key}/asked").sees("There is no such page")
    says_yes_to_each(vesela)
    tess.go(f"/people/{key}/asked").sees(PLACE).sees("Monday 26 October").accessible()

    dana.go(f"/people/{key}/intake").chooses("mode", "together").writes("Where are we?", PLACE).tap("Begin")
    dana.is_at("/intake/matters/")
    leyla = somebody("leyla", size=DESK)
    lets(leyla, f"/people/{key}/intake/asks", "obstacles", "Leyla Arslan")
    leyla.sees("Leyla Arslan asks: What gets in the way.").accessible()
    lets(dana, f"/people/{key}/intake/asks", "days", "Bram de Vries")
    lets(vesela, "/me/intake/asks", "strengths", FATHER)
    vesela.sees(f"You asked {FATHER} about what you are good at.").accessible()

    vesela.go("/me/intake/matters/matters-most").writes("Your answer", HERS).tap("Continue")
    vesela.is_at("/good-day$")
    bram = somebody("bram", f"/people/{key}/intake/days/usual-day", size=DESK)
    bram.writes("Your answer", "Up at six, then the garden").picks("The team’s words").tap("Continue")
    bram.is_at("/work-or-study$").go(f"/people/{key}/intake/asks").tap("My part is finished")
    bram.sees("Finished").accessible()
    leyla.go(f"/people/{key}/intake/obstacles/barriers").picks("Getting there").tap("Continue")
    leyla.is_at("/intake/obstacles/").go(f"/people/{key}/intake/asks").tap("My part is finished")
    leyla.sees("Finished").accessible()

    father.go("/shared").tap("You were asked").sees(PLACE).sees("What are you good at?").does_not_see(
        "garden"
    )
    father.accessible().writes("What are you good at?", HIS).tap("My part is finished")
    father.sees("You said that your part is finished.").accessible()
    page = father.page.url
    vesela.go("/me/intake").sees("Bram de Vries asks about your days now").accessible()
    vesela.go("/me/intake/check").sees(HERS).sees(HIS).sees("Stefan Kolew wrote this on").accessible()
    vesela.go("/me/intake/asks").picks("It is right").tap("Say it")
    told = vesela.page.locator("main li.card").filter(has_text=FATHER).locator(".tag")
    told.filter(has_text="It is right").wait_for()
    vesela.accessible()

    vesela.go("/me/access").tap(f"Close everything to {FATHER}").tap("Close it now").is_at("/access$")
    meets_nothing(father.go(page))
    dana.go("/today").accessible().tap("Came back to you: What I am good at").is_at("/asks$")
    dana.sees("It came back to Dana Brandt: What I am good at.").accessible()
    vesela.go("/me/intake").sees("It came back to Dana Brandt: what you are good at.")
    vesela.go("/me/intake/check").sees(HIS)
    vesela.go("/me/intake").tap("Take this part back: What I am good at").is_at("/asks$")
    vesela.does_not_see("It came back").accessible()
    dana.go("/today").does_not_see("Came back to you")
