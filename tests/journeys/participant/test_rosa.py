"""Rosa goes out on her own and says so herself; later she wants company again, and the rail is there."""

import pytest

MARKET = "Do the whole market list"
SUNDAY = "Cook for three on a Sunday"


def drawn(visitor, title: str) -> str:
    """Return what the path says at one step."""
    return (
        visitor.page.locator("main .stop, main .path li, main ol li")
        .filter(has_text=title)
        .first.inner_text()
    )


@pytest.mark.seed("S-003", "S-011")
def test_rosa_says_herself_how_it_went_and_later_wants_company_again(somebody):
    rosa = somebody("rosa", "/me/plan").accessible()
    before = rosa.page.locator(".scene--path").inner_html()
    rosa.tap(f"Say how it went: {MARKET}").accessible()
    rosa.chooses("outcome", "did_it").chooses("given", "on_my_own")
    rosa.writes("In my words", "Past the fountain, alone, and back.").picks("This step is done for me")
    rosa.tap("Keep it").is_at("/plan")
    assert "Kept, in your words." in rosa.page.locator("[role=status]").last.inner_text()
    assert rosa.page.locator(".scene--path").inner_html() != before
    rosa.accessible()

    done = rosa.page.locator(".scene--path").inner_html()
    rosa.tap(MARKET).sees("Done").accessible()
    rosa.chooses("support_wanted", "beside_me").writes("What changed?", "It is darker now at five.")
    rosa.tap("Take it up again").go("/me/plan")
    rosa.sees("Beside me").accessible()
    assert rosa.page.locator(".scene--path").inner_html() != done
    rosa.tap(MARKET).sees("It is darker now at five.").accessible()
