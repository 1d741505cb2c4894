"""An action is a sentence: keyword-only, by somebody, one transaction, one event."""

import ast

import pytest

from tests.contracts.tree import functions, here, named, parsed

# Work inside another action, or bookkeeping of audit itself; each says so in its docstring.
INSIDE_OTHERS = {"keep_text", "data_key"}
AUDIT = "audit"


def _actions():
    for path in named("actions"):
        if AUDIT in path.parts:
            continue
        module = parsed(path)
        names = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
        for function in functions(module):
            public = function.name in names and not function.name.startswith("_")
            if public and function.name not in INSIDE_OTHERS and _is_atomic(function):
                yield pytest.param(function, id=f"{here(path)}:{function.name}")


def _is_atomic(function):
    return any("atomic" in ast.dump(decorator) for decorator in function.decorator_list)


def _records(function):
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return [
        call for call in calls if ast.unparse(call.func).split(".")[-1].lstrip("_") in ("record", "recorded")
    ]


@pytest.mark.parametrize("function", list(_actions()))
def test_an_action_takes_keywords_and_says_by_whom(function):
    arguments = function.args
    assert arguments.args == [], "keyword-only"
    assert "by" in {argument.arg for argument in arguments.kwonlyargs}
    assert ast.get_docstring(function), "an action says what it does"
