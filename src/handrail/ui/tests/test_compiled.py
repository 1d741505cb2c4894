"""Pages that Jinja has compiled once are kept for the next start."""

from pathlib import Path

from jinja2 import DictLoader

from handrail.ui import environment


def made(folder: Path, words: str):
    return environment.make(compiled=folder, loader=DictLoader({"page.html": words}), autoescape=True)


def test_a_page_is_kept_compiled_and_read_back(tmp_path):
    assert made(tmp_path, "one {{ 1 + 1 }}").get_template("page.html").render() == "one 2"
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    assert made(tmp_path, "one {{ 1 + 1 }}").get_template("page.html").render() == "one 2"
    assert kept.stat().st_mtime_ns == written


def test_a_page_that_has_changed_is_compiled_anew(tmp_path):
    made(tmp_path, "one").get_template("page.html")
    assert made(tmp_path, "two").get_template("page.html").render() == "two"


def test_a_disk_that_takes_nothing_does_not_stop_a_page(tmp_path):
    assert made(tmp_path / "not-there", "one").get_template("page.html").render() == "one"
