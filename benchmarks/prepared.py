"""Gathers style and script files, as ``handrail serve`` does before it starts."""

import json
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from handrail.cli.static import gather  # noqa: E402

if __name__ == "__main__":
    print(json.dumps({"gathered": bool(gather(Path(settings.STATIC_ROOT)))}))
