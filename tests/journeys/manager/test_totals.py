"""Totals for those who run the place: with n, with who is not counted, and no person behind them for the funder."""

import pytest

from tests.journeys.visitor import DESK, PHONE


@pytest.mark.seed("S-179", "S-192")
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_manager_reads_outcomes_with_n_and_who_is_left_out(somebody, size):
    margit = somebody("margit", "/", size=size).is_at("/overview").accessible()
    margit.tap("Outcomes").sees("not counted").sees("likely").sees("Before and after is not proof of cause.")
    margit.accessible()
    for fold in ("How we count", "What guides claim", "Show as a table"):
        margit.opens(fold)
    margit.sees("no source given").sees("Wilson interval").accessible()


def closed_to(visitor, keys: list[str]) -> None:
    for key in keys:
        for room in ("", "/plan", "/week", "/notes", "/intake", "/start", "/people"):
            answer = visitor.page.goto(f"/people/{key}{room}")
            assert answer is not None and answer.status in (403, 404), (key, room)
            assert visitor.page.locator("main h1").count() == 1
    visitor.accessible()


def key_of_elena(somebody) -> str:
    return somebody("elena", "/me/plan").page.url.split("/people/")[1].split("/")[0]


def test_the_funder_sees_totals_and_no_person(somebody):
    fund = somebody("fund", "/").is_at("/outcomes").accessible()
    assert "Elena" not in fund.page.content()
    assert fund.page.goto("/people").status == 403
    assert fund.page.locator("main h1").count() == 1
    fund.accessible()
    closed_to(fund, [key_of_elena(somebody)])


def test_the_administrator_opens_no_person(somebody):
    admin = somebody("admin", "/").is_at("/people-and-places").accessible()
    assert "Elena" not in admin.page.content()
    assert admin.page.goto("/people").status == 403
    closed_to(admin, [key_of_elena(somebody)])
