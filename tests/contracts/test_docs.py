"""What the documents point at is there, what they show as code is code, and no path is somebody's own machine's."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# Pictures are made from the running demo. Empty this once they are committed.
NOT_MADE_YET: tuple[Path, ...] = ()

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.S | re.M)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.M)
SERVER_FOLDERS = r"var(?!/lib/handrail|/lib/caddy|/log)"
OWN_MACHINE = re.compile(
    rf"(?<![\w.~}}/-])/(?:home|Users|tmp|root|work|mnt|opt|{SERVER_FOLDERS})/\S+|\b[A-Z]:\\\S+"
)


def prose(text: str) -> str:
    return CODE.sub("", FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    plain = [re.sub(r"[`*]", "", heading).casefold() for heading in HEADING.findall(FENCE.sub("", text))]
    return {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in plain}


def broken_links(page: Path, text: str, not_made_yet: tuple[Path, ...] = NOT_MADE_YET) -> list[str]:
    """Return every relative link of ``page`` whose file or heading is not there."""
    broken = []
    for link in LINK.findall(prose(text)):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if any(folder in target.parents for folder in not_made_yet):
            continue
        if path and not target.exists():
            broken.append(link)
            continue
        there = target.read_text("utf-8") if path and anchor else text
        if anchor and anchor not in anchors(there):
            broken.append(link)
    return broken


def code_blocks(text: str) -> Iterator[str]:
    for language, code in FENCE.findall(text):
        if language == "python":
            yield code


def missing_names(code: str) -> list[str]:
    """Return what ``code`` imports from packages of ours that is not there; a package that does not exist is a sample."""
    missing = []
    for node in ast.walk(ast.parse(code)):
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handrail.")):
            continue
        if find_spec(".".join(node.module.split(".")[:2])) is None:
            continue
        module = import_module(node.module)
        for name in node.names:
            part = hasattr(module, "__path__") and find_spec(f"{node.module}.{name.name}")
            if not hasattr(module, name.name) and not part:
                missing.append(f"{node.module}.{name.name}")
    return missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    assert broken_links(page, page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_names_somebodys_own_machine(page):
    assert OWN_MACHINE.findall(page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_code_on_a_page_reads_as_code_and_imports_what_exists(page):
    for code in code_blocks(page.read_text("utf-8")):
        assert missing_names(code) == []


def test_every_page_of_the_documents_can_be_reached_from_the_index():
    seen, waiting = set(), [ROOT / "docs" / "index.md", ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.is_dir():
            waiting += page.glob("*.md")
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        links = [link.partition("#")[0] for link in LINK.findall(prose(page.read_text("utf-8")))]
        waiting += [(page.parent / link).resolve() for link in links if link and ":" not in link]
    assert sorted(page.relative_to(ROOT).as_posix() for page in set(PAGES) - seen) == []


def test_a_link_to_nothing_is_found(tmp_path):
    page = tmp_path / "page.md"
    (tmp_path / "other.md").write_text("# One `thing`, twice\n")
    text = (
        "# Here\n[a](other.md) [b](other.md#one-thing-twice) [c](#here) [d](https://example.org/x)\n"
        "[e](nowhere.md) [f](other.md#two) [g](#there) ![h](images/x.png) `[i](code.md)`\n"
    )

    assert broken_links(page, text, (tmp_path / "images",)) == ["nowhere.md", "other.md#two", "#there"]


def test_an_import_of_what_is_not_there_is_found():
    code = "from handrail.base.words import _, shout\nfrom handrail.kites.rules import Kite\n"

    assert missing_names(code) == ["handrail.base.words.shout"]


def test_a_path_of_somebodys_machine_is_found():
    assert OWN_MACHINE.search("see /" + "home/ada/handrail")
    assert not OWN_MACHINE.search("open /people/{key}/home/x and https://example.org/home/x")
