"""Passwords known from thefts, looked for in a file of hashes that a place may set."""

from hashlib import sha1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.accounts import actions, passwords
from handrail.accounts.forms import AddMemberForm
from handrail.accounts.tests import factories as make
from handrail.accounts.tests.browsing import about, browser
from handrail.base.errors import DomainError

STOLEN = "correct horse battery staple"
FRESH = "canal bicycle thunder spoon"


def line(password, count=3, end="\r\n"):
    return f"{sha1(password.encode()).hexdigest().upper()}:{count}{end}"


def listed(folder, words, **more):
    """Write hashes of words as they come: sorted, with counts of different lengths."""
    file = folder / "hashes.txt"
    lines = sorted(line(word, count=7 ** (number % 9), **more) for number, word in enumerate(words))
    file.write_bytes("".join(lines).encode())
    return file


@pytest.mark.asvs("6.2.12")
def test_each_line_of_a_file_is_found_and_nothing_else(tmp_path):
    words = [f"word {number}" for number in range(500)]
    file = listed(tmp_path, words)
    assert all(passwords.is_stolen(word, file) for word in words)
    assert not any(passwords.is_stolen(f"other {number}", file) for number in range(500))


@pytest.mark.asvs("6.2.12")
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=30, unique=True),
    st.text(),
)
def test_what_is_in_the_file_is_found_however_long_the_file_is(tmp_path_factory, words, other):
    file = listed(tmp_path_factory.mktemp("list"), words)
    assert all(passwords.is_stolen(word, file) for word in words)
    assert passwords.is_stolen(other, file) == (other in words)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("words", [[], [STOLEN], [STOLEN, "b"]])
def test_short_files_and_both_ends_of_lines(tmp_path, words, end):
    file = listed(tmp_path, words, end=end)
    assert passwords.is_stolen(STOLEN, file) == (STOLEN in words)
    file.write_bytes(file.read_bytes().lower().rstrip())
    assert passwords.is_stolen(STOLEN, file) == (STOLEN in words), (
        "small letters, and no end of the last line"
    )


@pytest.mark.asvs("6.2.12")
@pytest.mark.django_db
def test_nobody_takes_a_password_that_is_in_the_file(tmp_path, settings):
    settings.STOLEN_PASSWORDS = listed(tmp_path, [STOLEN, "a", "b"])
    sasha = make.member(make.organisation(), password=make.PASSWORD)
    me = make.viewer(sasha)
    change = {"user": sasha, "current": make.PASSWORD, "but": "", "by": me}
    with pytest.raises(DomainError, match="known from a theft"):
        actions.change_password(fresh=STOLEN, **change)
    client = browser(me)
    sent = {"current": make.PASSWORD, "fresh": STOLEN, "about": about(client, "/account/password")}
    answer = client.post("/account/password", sent)
    assert answer.status_code == 422 and STOLEN not in answer.content.decode()
    first = {"name": "Lotte", "sign_in_name": "lotte", "role": "specialist", "password": STOLEN}
    assert "known from a theft" in str(AddMemberForm(first).errors["password"])
    assert AddMemberForm({**first, "password": FRESH}).is_valid()
    assert actions.change_password(fresh=FRESH, **change).check_password(FRESH)


@pytest.mark.hazard("H-22")
@pytest.mark.django_db
def test_a_list_that_cannot_be_read_takes_no_password_on_trust(tmp_path, settings):
    settings.STOLEN_PASSWORDS = tmp_path / "gone"
    with pytest.raises(DomainError, match="cannot be checked at the moment"):
        passwords.refuse_known(FRESH)


@pytest.mark.asvs("6.2.4", "6.2.12")
def test_without_a_file_the_most_used_are_refused(settings):
    settings.STOLEN_PASSWORDS = None
    passwords.refuse_known(FRESH)
    with pytest.raises(DomainError, match="Many people use"):
        passwords.refuse_known("password1234")
