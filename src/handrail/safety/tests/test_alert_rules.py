import pytest

from handrail.base.errors import DomainError
from handrail.safety.rules.alerts import DEED_WORDS_LENGTH, checked_deed


def test_what_was_done_is_said_in_words_and_kept_as_typed():
    assert checked_deed(" We spoke. ") == " We spoke. "
    assert len(checked_deed("a" * DEED_WORDS_LENGTH)) == DEED_WORDS_LENGTH


@pytest.mark.parametrize(
    ("words", "sentence"), [(" \n", "Write in a few words"), ("a" * (DEED_WORDS_LENGTH + 1), "too long")]
)
def test_no_words_and_too_many_are_refused(words, sentence):
    with pytest.raises(DomainError, match=sentence):
        checked_deed(words)
