"""Files of style and script under names that hold their content, so that a browser keeps them for ever."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = "gathered"


def _found() -> dict[str, tuple[Any, str]]:
    return {path: (storage, path) for finder in get_finders() for path, storage in finder.list([])}


def without_air(sheet: str) -> str:
    """Return a style sheet of ours without its comments and the space that only people read."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"\s+", " ", sheet)
    sheet = re.sub(r" ?([{};]) ?", r"\1", sheet)
    return re.sub(r"([:,]) ", r"\1", sheet).replace(";}", "}").strip()


def gather(folder: Path) -> bool:
    """Gather, name and compress the files into ``folder`` when they changed; return whether they had."""
    files = _found()
    digest = sha256()
    for path in sorted(files):
        file = Path(files[path][0].path(path))
        digest.update(f"{path} {file.stat().st_mtime_ns} {file.stat().st_size}\n".encode())
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    storage = CompressedManifestStaticFilesStorage(location=str(folder), base_url=settings.STATIC_URL)
    for path, (source, name) in files.items():
        storage.delete(path)
        with source.open(name) as content:
            slim = (
                ContentFile(without_air(content.read().decode()).encode())
                if path.endswith(".css")
                else content
            )
            storage.save(path, slim)
    for _name, _hashed, trouble in storage.post_process({path: (storage, path) for path in files}):
        if isinstance(trouble, Exception):
            raise trouble
    stamp.write_text(digest.hexdigest())
    return True
