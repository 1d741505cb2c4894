"""The gate for coverage finds what it is there to find, and its figures only rise."""

import json

import pytest
import yaml

from tests import covered
from tests.contracts.tree import SOURCE


def _file(run, total, lines=(), branches=()):
    summary = {"covered_lines": run, "num_statements": total, "covered_branches": 0, "num_branches": 0}
    return {"summary": summary, "missing_lines": list(lines), "missing_branches": list(branches)}


def _report(**files):
    return {
        "files": {f"src/handrail/plans/{name.replace('__', '/')}.py": file for name, file in files.items()}
    }


ASKED = {"deciding": 100, "packages": {"plans": 90}}


@pytest.mark.parametrize("name", ["rules", "queries__page", "actions__steps", "holdings"])
def test_one_line_that_no_test_runs_is_named_in_what_decides(name):
    (said,) = covered.missing(_report(**{name: _file(99, 100, [7])}), ASKED)
    assert said.endswith(f"{name.replace('__', '/')}.py: 1 not run. Lines [7], branches [].")


def test_a_view_may_miss_some_while_its_package_has_its_figure():
    assert covered.missing(_report(views=_file(95, 100, [1])), ASKED) == []
    assert covered.missing(_report(views=_file(89, 100, [1])), ASKED) == ["plans: 89.0 %, asked are 90 %."]


def test_a_package_without_a_figure_is_named():
    (said,) = covered.missing(_report(views=_file(1, 1)), {"deciding": 100, "packages": {}})
    assert said.startswith("plans: 100.0 %. It has no figure")


def test_figures_rise_and_never_fall():
    asked = {"packages": {"plans": 90, "people": 80}}
    assert covered.raised(_report(views=_file(97, 100)), asked) == {"people": 80, "plans": 97}
    assert covered.raised(_report(views=_file(50, 100)), asked) == {"people": 80, "plans": 90}


def test_the_command_writes_higher_figures_and_ends_with_what_is_missing(tmp_path, monkeypatch, capsys):
    asked, report = tmp_path / "coverage.yaml", tmp_path / "report.json"
    asked.write_text("# why\ndeciding: 100\npackages:\n  plans: 90\n")
    monkeypatch.setattr(covered, "ASKED", asked)
    report.write_text(json.dumps(_report(views=_file(97, 100))))
    assert covered.main(["--raise", str(report)]) == 0
    assert asked.read_text() == "# why\ndeciding: 100\npackages:\n  plans: 97\n"
    report.write_text(json.dumps(_report(views=_file(96, 100))))
    assert covered.main([str(report)]) == 1
    assert "plans: 96.0 %, asked are 97 %." in capsys.readouterr().out


def test_what_decides_is_asked_for_whole_and_figures_are_of_packages_that_are_there():
    asked = yaml.safe_load(covered.ASKED.read_text())
    assert asked["deciding"] == 100
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert set(asked["packages"]) <= packages
