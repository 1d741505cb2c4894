"""From the front door, every heading of the guide is a tap away, and opens as somebody."""

from urllib.request import urlopen

from handrail.demo.check import follow_every_link


def test_every_link_of_the_front_door_opens(place):
    outcome = follow_every_link(f"{place.url}/demo")
    assert outcome.sentences == []
    assert outcome.followed >= 60


def test_a_heading_without_a_room_says_so(somebody, place):
    assert urlopen(f"{place.url}/demo").status == 200
    reader = somebody().go("/demo").accessible()
    for heading in ("programmes", "steps", "settings", "numbers"):
        assert heading in reader.page.locator("main").inner_text().lower(), heading
