"""What the parts of ``handrail serve`` need from Linux: to end when their parent ends, and to say that they are ready."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
# From a part to the supervisor; it does nothing to a process that does not wait for it.
READY = signal.SIGCONT
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(parent: int, how: int = signal.SIGTERM) -> None:
    """Let the kernel send ``how`` to this process when the thread that started it ends; end now if it has."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
