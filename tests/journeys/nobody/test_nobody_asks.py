"""Somebody without an account asks for support, and a person of the place reads when to call."""

import pytest


@pytest.mark.seed("S-172")
def test_a_self_referral_stands_on_the_list_with_its_day(somebody):
    nobody = somebody().go("/ask").accessible()
    nobody.tap("Ask for a call")
    nobody.sees("Write a name, so that we know how to greet you.").accessible()
    nobody.writes("What should we call you", "Wanda").writes("Phone", "+49 30 23125 298")
    nobody.writes("What would you like?", "A walk with somebody, to begin with.").tap("Ask for a call")
    nobody.is_at("/ask/thanks").sees("Somebody calls you by Tuesday 27 October.").accessible()
    dana = somebody("dana", "/referrals").sees("Wanda").sees("Call by Tuesday 27 October").accessible()
    dana.tap("Wanda").does_not_see("A walk with somebody").accessible()
    dana.tap("Take it").sees("A walk with somebody, to begin with.").accessible()
