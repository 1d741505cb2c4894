"""Imports and foreign keys go down the list of packages only."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db import models

from handrail.people.models import PersonRow
from tests.contracts.tree import ORDER, ROOT

KEPT_OUT_OF_PERSON_ROWS = {"Participant", "NameToken", "Relation", "OutsideCopy", "DataKey"}


def _ours():
    return [model for model in apps.get_models() if model.__module__.startswith("handrail.")]


def test_imports_go_down_only():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_foreign_keys_point_down_and_protect():
    for model in _ours():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                target = field.related_model._meta.app_label
                assert ORDER.index(target) >= ORDER.index(model._meta.app_label), (
                    f"{model.__name__}.{field.name}"
                )
                assert field.remote_field.on_delete is models.PROTECT, f"{model.__name__}.{field.name}"


def _about_a_person():
    return [
        model
        for model in _ours()
        if model._meta.app_label != "audit" and any(f.name == "participant" for f in model._meta.fields)
    ]


def test_every_row_about_a_person_has_category_label_and_organisation():
    for model in _about_a_person():
        assert hasattr(model, "category"), model.__name__
        assert hasattr(model, "default_label"), model.__name__
        assert any(field.name == "organisation" for field in model._meta.fields), model.__name__
        assert issubclass(model, PersonRow) or model.__name__ in KEPT_OUT_OF_PERSON_ROWS | {"Message"}, (
            model.__name__
        )


def test_the_organisation_stands_first_in_every_list_index():
    for model in _about_a_person():
        for index in model._meta.indexes:
            first = index.fields[0]
            assert first in ("organisation", "participant"), (
                f"{model.__name__}: {index.name} begins with {first}"
            )


def test_no_import_hides_inside_a_function():
    import ast

    from tests.contracts.tree import functions, here, parsed, python_files

    for path in python_files():
        if path.name == "apps.py" or path.parts[-2] == "cli":
            continue  # registries are filled in AppConfig.ready; a command loads Django when it needs it
        for function in functions(parsed(path)):
            hidden = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not hidden, f"{here(path)}: {function.name} imports inside"
