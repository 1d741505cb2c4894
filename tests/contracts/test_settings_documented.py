"""Each variable of the environment that the product reads stands on the settings page, and nothing else does."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/settings.md"
NAME = re.compile(r"""["']((?:HANDRAIL_[A-Z_]+|DATABASE_URL))["']""")
READ = re.compile(r"""environ(?:\.get|\.setdefault)?[\[(]\s*["']([A-Z_]+)["']""")


def _read() -> set[str]:
    texts = [
        file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py") if "tests" not in file.parts
    ]
    return {name for text in texts for found in (NAME, READ) for name in found.findall(text)}


def test_every_variable_that_is_read_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    missing = {name for name in _read() if f"`{name}`" not in page}
    assert missing == set()


def test_every_variable_on_the_page_is_read():
    rows = re.findall(r"^\| `([A-Z_]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    # Django's own settings of that name are not variables of the environment.
    assert set(rows) - _read() == set()
    assert len(rows) == len(set(rows)) > 8
