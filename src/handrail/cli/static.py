"""Files of style and script under names that hold their content, so that a browser keeps them for ever."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = "gathered"


def _found() -> dict[str, tuple[Any, str]]:
    return {path: (storage, path) for finder in get_finders() for path, storage in finder.list([])}


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
            storage.save(path, content)
    for _name, _hashed, trouble in storage.post_process(files):
        if isinstance(trouble, Exception):
            raise trouble
    stamp.write_text(digest.hexdigest())
    return True
