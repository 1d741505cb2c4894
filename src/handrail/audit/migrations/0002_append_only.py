from typing import Any

from django.db import migrations

from handrail.audit import triggers


def make(apps: Any, schema_editor: Any) -> None:
    triggers.make(schema_editor.connection)


def drop(apps: Any, schema_editor: Any) -> None:
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
