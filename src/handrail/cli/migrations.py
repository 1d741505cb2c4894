"""Whether each package's migrations are one line. Run as a module by ``script/check``."""

import sys
from collections import defaultdict

import django
from django.db.migrations.loader import MigrationLoader


def forks() -> list[str]:
    """Return a sentence for each package with two first or two last migrations, or a merge."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    followers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, migration in loader.disk_migrations.items():
        before = [parent for parent in migration.dependencies if parent[0] == key[0]]
        if len(before) > 1:
            followers[key].append("merges two lines")
        for parent in before or [(key[0], "the beginning")]:
            followers[parent].append(key[1])
    return [f"{app} {name}: {', '.join(after)}" for (app, name), after in followers.items() if len(after) > 1]


if __name__ == "__main__":
    django.setup()
    sys.exit("\n".join(forks()) or None)
