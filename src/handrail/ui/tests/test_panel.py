from handrail.ui import Panel, gather_panels, offer_panels


def test_panels_of_all_packages_stand_in_their_order():
    offer_panels("a page of this test", lambda who: [Panel("late", "t.html", {"who": who}, order=9)])
    offer_panels("a page of this test", lambda who: [Panel("early", "t.html", order=1)])
    found = gather_panels("a page of this test", "Elena")
    assert [panel.title for panel in found] == ["early", "late"]
    assert found[1].data["who"] == "Elena"


def test_an_offer_counts_once_and_a_page_nobody_offers_to_is_empty():
    def offer() -> list[Panel]:
        return [Panel("once", "t.html")]

    offer_panels("another page of this test", offer)
    offer_panels("another page of this test", offer)
    assert len(gather_panels("another page of this test")) == 1
    assert gather_panels("a page that nobody knows") == []
