"""Where the shared input data lies: files that nobody here wrote."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[4]


def inputs(folder: str) -> Path:
    """Return a folder of the shared inputs; without it skip with a warning, and fail when CI is set."""
    home = Path(os.environ.get("HANDRAIL_INPUTS") or REPOSITORY.parent / "shared" / "inputs")
    found = home / folder
    if found.is_dir():
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{found} is not there. Set HANDRAIL_INPUTS to the folder of the shared inputs.")
    pytest.skip(f"NOT TESTED: {found} is not there. Set HANDRAIL_INPUTS to the folder of the shared inputs.")
