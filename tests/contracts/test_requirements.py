"""Every requirement stands in the list once, and the trace says where each one stands."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRACE = runpy.run_path(str(ROOT / "script" / "trace"))
ENTRIES = [entry for section in TRACE["sections"]() for entry in section["ids"]]
ISSUES = {2, 3, 4, 5, "later"}


def test_the_list_holds_every_requirement_once_in_order():
    assert [entry["id"] for entry in ENTRIES] == [f"S-{number:03}" for number in range(1, 273)]


def test_each_entry_says_one_sentence_its_room_and_where_it_is_answered():
    for entry in ENTRIES:
        assert set(entry) <= {"id", "says", "room", "state", "issue", "reason", "still"}, entry
        assert entry["says"].endswith("."), entry
        assert entry["room"].isidentifier(), entry
        if entry["state"] == "otherwise":
            assert entry["reason"].endswith("."), entry
            assert "issue" not in entry, entry
        else:
            assert entry["state"] == "open", entry
            assert entry["issue"] in ISSUES, entry
            assert "reason" not in entry, entry


def test_marks_cite_requirements_that_exist_and_sit_on_tests():
    known = {entry["id"] for entry in ENTRIES}
    for cited, proofs in TRACE["proofs"]().items():
        places = [f"{proof.file}:{proof.line}" for proof in proofs]
        assert cited in known, f"{cited} is not in docs/reference/requirements.yaml: {places}"
        stray = [proof for proof in proofs if proof.test and not proof.test.lower().startswith("test")]
        assert not stray, f"only a test proves a requirement: {stray}"


def test_the_trace_page_is_up_to_date():
    done = subprocess.run(
        [sys.executable, str(ROOT / "script" / "trace"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


SAMPLE = """
import pytest
pytestmark = pytest.mark.seed("S-001")

@pytest.mark.seed("S-002", "S-003")
def test_a_person_declines(): ...

@pytest.mark.seed("S-004")
class TestPlan:
    @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.seed("S-005"))])
    def test_one(self, x): ...
"""


def test_marks_are_found_on_files_classes_tests_and_parameters():
    found = {(cited, proof.test) for cited, proof in TRACE["marks_in"](SAMPLE, "test_sample.py")}

    assert found == {
        ("S-001", ""),
        ("S-002", "test_a_person_declines"),
        ("S-003", "test_a_person_declines"),
        ("S-004", "TestPlan"),
        ("S-005", "test_one"),
    }


def test_a_mark_whose_id_is_worked_out_is_refused():
    with pytest.raises(SystemExit, match="test_sample.py:2"):
        TRACE["marks_in"]("import pytest\n@pytest.mark.seed('S-' + '1')\ndef test_x(): ...", "test_sample.py")


def test_where_a_requirement_stands_is_read_off_its_tests():
    proof = TRACE["Proof"]("tests/test_x.py", "test_a_person_declines", 3)
    open_one = {"id": "S-011", "says": "…", "room": "plans", "state": "open", "issue": 2}
    elsewhere = {**open_one, "state": "otherwise", "reason": "Because."}

    assert TRACE["standing"](open_one, []) == "Open: issue 2"
    assert TRACE["standing"]({**open_one, "issue": "later"}, []) == "Open: later, no issue yet"
    assert TRACE["standing"]({**open_one, "still": "a page"}, []) == "Open: issue 2. Missing: a page"
    assert TRACE["standing"](open_one, [proof]) == "**Proven.** [A person declines](../../tests/test_x.py)"
    assert TRACE["standing"]({**open_one, "still": "more (issue 5)"}, [proof]).startswith(
        "**Proven in part.** [A person declines](../../tests/test_x.py) Still open: more (issue 5)"
    )
    assert TRACE["standing"](elsewhere, []) == "**Answered otherwise.** Because."
