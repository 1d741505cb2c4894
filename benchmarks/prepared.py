"""Gathers style and script files, as ``handrail serve`` does before it starts."""

import json
from pathlib import Path

import django

django.setup()

from django.conf import settings

from handrail.cli.static import gather

if __name__ == "__main__":
    print(json.dumps({"gathered": bool(gather(Path(settings.STATIC_ROOT)))}))
