import pytest
import yaml

from handrail.intake import definitions
from handrail.intake.definitions import DATA, DefinitionError


def test_there_are_seven_parts_of_a_few_questions():
    assert [part.code for part in definitions.parts()] == [
        "matters",
        "strengths",
        "days",
        "obstacles",
        "wishes",
        "people",
        "how",
    ]
    assert all(2 <= len(part.questions) <= 8 for part in definitions.parts())


@pytest.mark.seed("S-012")
def test_what_is_strong_is_asked_before_what_is_needed(tmp_path):
    assert [part.strengths for part in definitions.parts()] == [True, True] + [False] * 5
    raw = yaml.safe_load((DATA / "questions.yaml").read_text("utf-8"))
    raw["parts"].reverse()
    with pytest.raises(DefinitionError, match="what is strong comes before"):
        definitions.read_parts(_written(tmp_path, raw))


@pytest.mark.seed("S-228")
def test_everyone_is_asked_about_work_and_not_now_is_an_answer():
    question = definitions.questions()["work-or-study"]
    assert question.choices[0].text.say("en") == "Not now"
    assert "everyone" in question.why.say("en")


@pytest.mark.seed("S-046")
@pytest.mark.seed("S-141")
def test_every_obstacle_brings_its_answers():
    obstacles = definitions.questions()["barriers"].choices
    assert {"transport", "stigma", "money", "few_staff"} <= {one.code for one in obstacles}
    assert all(one.answers for one in obstacles)


@pytest.mark.seed("S-131")
def test_the_answers_to_getting_there_are_home_online_and_near_by():
    said = " ".join(
        one.say("en") for one in definitions.questions()["barriers"].chosen("transport")[0].answers
    )
    assert all(word in said for word in ("home", "online", "walking distance"))


def test_every_question_says_why_it_is_asked_in_short_sentences():
    for question in definitions.questions().values():
        for text in (question.text, question.why, *([question.hint] if question.hint else [])):
            sentences = text.say("en").replace("?", ".").split(". ")
            assert max(len(sentence.split()) for sentence in sentences) <= 20, text


def test_the_next_question_crosses_parts_and_ends():
    assert definitions.next_question("faith-and-meaning").code == "good-at"
    assert definitions.next_question("language-and-reading") is None


def test_there_are_eight_lines_in_their_order():
    assert [line.number for line in definitions.lines()] == list(range(1, 9))


def _written(tmp_path, raw):
    file = tmp_path / "questions.yaml"
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    return file


def test_a_wrong_file_is_refused_with_place_and_reason(tmp_path):
    raw = yaml.safe_load((DATA / "questions.yaml").read_text("utf-8"))
    del raw["parts"][0]["questions"][0]["why"]
    with pytest.raises(DefinitionError, match="questions.yaml, at parts/0/questions/0"):
        definitions.read_parts(_written(tmp_path, raw))
    broken = tmp_path / "broken.yaml"
    broken.write_text("parts: [", "utf-8")
    with pytest.raises(DefinitionError, match="not readable"):
        definitions.read_parts(broken)


def test_a_code_that_comes_twice_is_refused(tmp_path):
    raw = yaml.safe_load((DATA / "questions.yaml").read_text("utf-8"))
    raw["parts"][0]["questions"][1]["code"] = raw["parts"][0]["questions"][0]["code"]
    with pytest.raises(DefinitionError, match="twice"):
        definitions.read_parts(_written(tmp_path, raw))
