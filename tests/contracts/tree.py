"""What contract tests read: the repository's own files and the project's own apps."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "handrail"
ORDER = [
    "cli", "web", "demo", "exchange", "outcomes",
    "peers", "work", "housing", "community", "learning", "complaints",
    "practice", "plans", "intake", "measures", "safety", "notices",
    "people", "catalogue", "accounts", "access", "audit", "ui", "base", "prepared",
]  # fmt: skip


def python_files(*, with_tests: bool = False) -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if "migrations" not in parts and (with_tests or "tests" not in parts):
            yield path


def named(name: str) -> Iterator[Path]:
    """Yield files of one of the eight names, and those of a folder of that name."""
    for path in python_files():
        if path.name == f"{name}.py" or path.parent.name == name:
            yield path


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            yield node


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("jinja2/**/*.html"))


def here(path: Path) -> str:
    return str(path.relative_to(ROOT))
