"""Numbers to call, as data that a place confirms."""

from handrail.safety.definitions import safety_guide


def test_numbers_are_those_of_the_country_and_say_that_nobody_confirmed_them():
    assert ("Emergency number", "999") in safety_guide("en", "GB").numbers
    assert safety_guide("en", "").numbers == (("Emergency number", "112"),)
    assert not safety_guide("en", "DE").is_confirmed
    ours = safety_guide("en", "DE", "0800 1")
    assert (ours.numbers, ours.is_confirmed) == ((("Emergency number", "0800 1"),), True)
