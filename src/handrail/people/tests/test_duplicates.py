"""Who may be the same person: plain rules, from letters to pairs."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.people.duplicates.known import birth_digits, known, phone_digits
from handrail.people.duplicates.levels import Level, birth_level, name_level
from handrail.people.duplicates.likeness import jaro_winkler, one_edit
from handrail.people.duplicates.pairs import BLOCK_AT_MOST, Looked, keys, likely_pairs
from handrail.people.duplicates.script import romanised
from handrail.people.duplicates.sound import sound
from handrail.people.duplicates.table import BadTable, read_table
from handrail.people.duplicates.weigh import REASONS, SAID, WEIGHTS, Reason, compare

names = st.text(min_size=0, max_size=30)


def person(key="a", **more):
    return known(key, **{"given": "Elena", "family": "Ozturk", "birth": "1991-03-04"} | more)


def reasons(one, other):
    return set(compare(one, other).reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد", "Mohammed"),
        ("فاطمة", "Fatima"),
        ("يوسف", "Yousef"),
        ("Юсуф", "Jussuf"),
        ("Иванов", "Iwanow"),
        ("Müller", "Mueller"),
        ("Schmidt", "Schmitt"),
        ("משה", "Moshe"),
        ("김", "Gim"),
        ("さくら", "Sakura"),
        ("Ψαρρός", "Psaros"),
        ("Filip", "Phillip"),
    ],
)
def test_a_name_sounds_alike_in_two_scripts_and_two_spellings(one, other):
    assert sound("".join(romanised(one))) == sound("".join(romanised(other))) != ""


def test_names_that_sound_otherwise_have_another_key():
    assert len({sound(name) for name in ("elena", "sasha", "margit", "dana", "ravi", "tess")}) == 6


# Winkler's own examples (1990), as published to three places.
@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [("martha", "marhta", 0.961), ("dwayne", "duane", 0.840), ("dixon", "dicksonx", 0.813)],
)
def test_likeness_is_winklers(one, other, figure):
    assert jaro_winkler(one, other) == pytest.approx(figure, abs=0.0005)


@given(one=names, other=names)
def test_likeness_is_the_same_both_ways_and_stays_between_nothing_and_one(one, other):
    assert 0 <= jaro_winkler(one, other) <= 1
    assert one_edit(one, other) is one_edit(other, one)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [("anna", "ana", True), ("anna", "nana", True), ("anna", "anne", True), ("anna", "anna", False)]
    + [("anna", "an", False), ("anna", "naan", False), ("", "a", True)],
)
def test_one_edit_is_one_letter_or_two_neighbours(one, other, is_one):
    assert one_edit(one, other) is is_one


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("1991-03-04", "19910304"),
        ("19910304", "19910304"),
        ("4.3.1991", "19910304"),
        ("04/03/1991", "19910304"),
        ("3/14/1991", "19910314"),
        ("1991-03-04T00:00:00", "19910304"),
        ("19911399", "19911399"),
        ("1991", "1991"),
        ("March 1991", "1991"),
        ("4.3.91", ""),
        ("", ""),
        ("soon", ""),
    ],
)
def test_a_birth_date_is_read_as_it_is_written(written, digits):
    assert birth_digits(written) == digits


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("19910304", "19910304", Level.SAME),
        ("19910304", "19910403", Level.NEAR),
        ("19910304", "19920304", Level.NEAR),
        ("19910304", "19911304", Level.NEAR),
        ("19910304", "19910328", Level.LIKE),
        ("19910304", "1991", Level.LIKE),
        ("19910304", "19550712", Level.DIFFERENT),
        ("19910304", "1955", Level.DIFFERENT),
        ("19910304", "", Level.MISSING),
    ],
)
def test_a_typo_in_a_birth_date_is_near_it(one, other, level):
    assert birth_level(one, other) is birth_level(other, one) is level


def test_a_birth_date_of_another_length_is_read_as_far_as_it_goes():
    assert birth_level("1991", "19910304") is Level.LIKE
    assert sound("") == ""


def test_a_pair_that_shares_a_key_and_little_else_is_not_shown():
    one = person(given="Elena", family="Ozturk", birth="1991-03-04")
    other = person("b", given="Margit", family="Weber", birth="1991-03-04")
    looked = Looked()
    assert list(likely_pairs([one, other], looked)) == []
    assert looked.compared == 1


def test_a_phone_agrees_with_and_without_its_beginning():
    assert phone_digits("+49 (151) 234 567 89") == phone_digits("0151/23456789") == "23456789"
    assert phone_digits("110") == ""
    told = reasons(person(phones=["+49 151 23456789"]), person("b", phones=["0151 23456789"]))
    assert Reason.SAME_PHONE in told
    assert Reason.NEAR_PHONE in reasons(
        person(phones=["0151 23456789"]), person("b", phones=["0151 23456798"])
    )
    told = reasons(person(phones=["0151 23456789"]), person("b", phones=["030 11112222"]))
    assert not told & {Reason.SAME_PHONE, Reason.NEAR_PHONE}


def test_a_name_agrees_whole_in_a_word_by_sound_or_not():
    assert name_level(("anna", "maria"), ("annamaria",)) is Level.SAME
    assert name_level(("anna", "maria"), ("maria",)) is Level.NEAR
    assert name_level(("jussuf",), ("yosef",)) is Level.SOUND
    assert name_level(("j",), ("john",)) is Level.LIKE
    assert name_level(("elena",), ("margit",)) is Level.DIFFERENT
    assert name_level((), ("margit",)) is Level.MISSING


def test_the_same_person_in_another_script_with_swapped_names_and_a_typo_is_found():
    one = person(given="Юсуф", family="Иванов", birth="1980-02-11")
    other = person("b", given="Iwanow", family="Jussuf", birth="1980-11-02")
    match = compare(one, other)
    assert match.is_likely
    assert set(match.reasons) >= {Reason.SWAPPED_NAME, Reason.OTHER_SCRIPT, Reason.NEAR_BIRTH}
    assert not match.name_and_birth
    assert [pair.other for pair in likely_pairs([one, other])] == ["b"]


def test_name_and_birth_date_agree_when_both_names_and_the_whole_date_do():
    assert compare(person(), person("b", family="Öztürk")).name_and_birth
    assert not compare(person(), person("b", birth="")).name_and_birth
    assert not compare(person(family=""), person("b")).name_and_birth
    assert not compare(person(), person("b", birth="1991-04-03")).name_and_birth


def test_a_whole_name_in_one_field_is_read_as_two():
    one, other = person(), person("b", given="", called="Elena Ozturk", family="")
    match = compare(one, other)
    assert match.reasons == (Reason.SAME_NAME, Reason.SAME_BIRTH)
    assert match.name_and_birth
    assert compare(one, person("b", given="Elena Maria", family="")).reasons[0] is not Reason.SAME_NAME


def test_twins_are_two_people():
    one = person(given="Mia", phones=["0151 234567"], address="Kirchgasse 4")
    other = person("b", given="Leo", phones=["0151 234567"], address="Kirchgasse 4")
    assert not compare(one, other).is_likely
    assert Reason.OTHER_GIVEN in compare(one, other).reasons


def test_a_household_is_not_one_person():
    mother = person(given="Ayse", birth="1962-01-01", phones=["0151 234567"], address="Kirchgasse 4")
    daughter = person("b", phones=["0151 234567"], address="Kirchgasse 4")
    assert not compare(mother, daughter).is_likely


def test_numbers_of_two_systems_are_not_compared():
    one = person(identifiers={"clinic": "77123"})
    assert Reason.SAME_NUMBER in reasons(one, person("b", identifiers={"clinic": "77-123"}))
    assert Reason.NEAR_NUMBER in reasons(one, person("b", identifiers={"clinic": "77124"}))
    assert Reason.OTHER_NUMBER in reasons(one, person("b", identifiers={"clinic": "91555"}))
    other = reasons(one, person("b", identifiers={"county": "77123"}))
    assert not other & {Reason.SAME_NUMBER, Reason.NEAR_NUMBER, Reason.OTHER_NUMBER}


def test_what_speaks_for_it_stands_before_what_speaks_against():
    told = compare(person(birth="1955-07-12"), person("b")).reasons
    assert told == (Reason.SAME_NAME, Reason.OTHER_BIRTH)


def test_every_reason_has_words_and_every_said_level_has_a_weight():
    assert set(REASONS) == set(Reason)
    assert all(level in WEIGHTS[thing] for thing, levels in SAID.items() for level in levels)


@given(given=names, family=names, birth=names, phone=names)
def test_anybody_is_like_themselves_whatever_was_written(given, family, birth, phone):
    facts = {"given": given, "family": family, "birth": birth, "phones": [phone]}
    one, other = known("a", **facts), known("b", **facts)
    assert keys(one) == keys(other)
    assert compare(one, other).score == compare(other, one).score >= 0


def test_no_key_can_be_the_beginning_of_a_name():
    found = keys(person(identifiers={"clinic": "1"}, phones=["0151 234567"]))
    assert {key[0] for key in found} == set("=+#&@")
    assert not any(key[0].isalnum() for key in found)


def test_a_pair_is_found_once_and_a_group_too_large_is_told():
    looked = Looked()
    assert len(list(likely_pairs([person(), person("b")], looked))) == 1
    assert looked == Looked(compared=1, too_large=0)
    crowd = [known(str(at), birth="1900-01-01") for at in range(BLOCK_AT_MOST + 1)]
    assert list(likely_pairs(crowd, looked)) == []
    assert (looked.compared, looked.too_large) == (0, 1)


# ---------- files ----------


def table(text, **more):
    return read_table(text.encode(), **more)


def test_columns_are_known_by_their_headings():
    read = table(
        "Rec ID;Given Name;SURNAME;date of birth;Phone;Suburb\n7;Elena;Ozturk;1991-03-04;0151 234567;Kiel\n"
    )
    assert read.people == [
        known("7", given="Elena", family="Ozturk", birth="1991-03-04", phones=["0151 234567"], address="Kiel")
    ]
    assert read.columns["family"] == ["SURNAME"]


def test_a_whole_name_in_one_column_is_taken_apart():
    read = table("name,born\nElena Ozturk,1991-03-04\n")
    assert read.people == [known("line 2", given="Elena", family="Ozturk", birth="1991-03-04")]


def test_columns_can_be_named_and_left_out():
    text = "Nom,Prenom,ssn\nOzturk,Elena,12345\n"
    read = table(text, wanted={"family": ["Nom"], "given": ["Prenom"]}, without=frozenset({"identifier"}))
    assert read.people == [known("line 2", given="Elena", family="Ozturk")]


def test_blank_lines_quoted_cells_and_the_mark_of_utf_8_do_no_harm():
    read = read_table('\ufeffid,surname\n\n1,"Oz, turk"\n , \n'.encode())
    assert read.people == [known("1", family="Oz, turk")]
    assert read_table("id,surname\n1,Öz\n".encode("utf-16")).people == [known("1", family="Öz")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\n\n", "This file is empty."),
        (b"id,surname\n1,\xff\xfe\n", "Line 2 is not UTF-8 text. Save the file as CSV in UTF-8."),
        (b"id,surname\n1,a\x00b\n", "holds a NUL"),
        (b"id,surname\n1,Oz,9\n", "Line 2 has 3 cells, the first line has 2."),
        (b'id,surname\n1,"Oz\n', "cannot be read"),
        (b"id,colour\n1,red\n", "No column says a name or a number."),
        (b"surname,surname\nOz,Oz\n", "The column \xe2\x80\x9csurname\xe2\x80\x9d stands there twice."),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(content, sentence):
    said = sentence if isinstance(sentence, str) else sentence.decode()
    with pytest.raises(BadTable) as told:
        read_table(content)
    assert said.encode("latin-1", "ignore").decode("utf-8", "ignore")[:12] in str(told.value)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(BadTable, match="no column “Name”"):
        table("id,surname\n1,Oz\n", wanted={"family": ["Name"]})


def test_everybody_is_compared_with_whoever_shares_a_key():
    people = [person(str(at), birth=f"19{at:02}-01-01", family=f"{'abcdefghij'[at]}ock") for at in range(10)]
    looked = Looked()
    list(likely_pairs(people, looked))
    shared = sum(bool(keys(one) & keys(other)) for one, other in combinations(people, 2))
    assert looked.compared == shared
