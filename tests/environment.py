"""Where tests live: a home in memory and made-up locales, set before Django reads its settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
os.environ["HANDRAIL_HOME"] = tempfile.mkdtemp(
    prefix="handrail-test-", dir=_memory if _memory.is_dir() else None
)
atexit.register(shutil.rmtree, os.environ["HANDRAIL_HOME"], ignore_errors=True)
os.environ.setdefault("HANDRAIL_SECRET_KEY", "a-key-for-tests-only")
os.environ["HANDRAIL_PSEUDO_LOCALES"] = "1"
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
