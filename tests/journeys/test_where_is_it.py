"""From the front door, every heading of the guide is a tap away, and opens as somebody."""

from handrail.catalogue.queries import headings as guide
from handrail.demo.check import follow_every_link


def test_every_link_of_the_front_door_opens(place):
    outcome = follow_every_link(f"{place.url}/demo")
    assert outcome.sentences == []
    assert outcome.followed >= 60


def test_the_front_door_names_every_heading_of_the_guide(somebody):
    reader = somebody().go("/demo").sees("Where is it?").accessible()
    for heading in guide(None):
        reader.sees(heading.title if isinstance(heading.title, str) else heading.title.say("en"))
