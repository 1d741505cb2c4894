"""Small files, small functions, small templates, little script."""

import pytest

from tests.contracts.tree import SOURCE, functions, here, parsed, python_files, templates

FILE, FUNCTION, VIEW = 400, 60, 40
PAGE, FRAGMENT, SCRIPT, BASE = 120, 60, 2_000, 400


@pytest.mark.parametrize("path", list(python_files(with_tests=True)), ids=here)
def test_a_file_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE


@pytest.mark.parametrize("path", list(python_files()), ids=here)
def test_a_function_is_short(path):
    most = VIEW if path.name == "views.py" or path.parent.name == "views" else FUNCTION
    long = [f.name for f in functions(parsed(path)) if f.end_lineno - f.lineno + 1 > most]
    assert long == []


@pytest.mark.parametrize("path", templates(), ids=here)
def test_a_template_is_short(path):
    most = FRAGMENT if path.name.startswith("_") else PAGE
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


def test_our_own_script_is_little():
    scripts = [path for path in SOURCE.rglob("static/**/*.js") if "vendor" not in path.parts]
    assert sum(len(path.read_text().splitlines()) for path in scripts) <= SCRIPT


def test_the_base_stays_small():
    files = [path for path in python_files() if path.parent.name == "base"]
    assert sum(len(path.read_text().splitlines()) for path in files) <= BASE
