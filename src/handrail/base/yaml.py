"""YAML files are read by the parser in C where it is there: the other takes ten times as long at each start."""

from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """Return what ``text`` holds: plain values only; raise yaml.YAMLError when it cannot be read."""
    loader = _LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
