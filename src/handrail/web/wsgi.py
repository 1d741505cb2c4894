"""The application that the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.web.settings")
django = get_wsgi_application()

from handrail.demo.day import live_on_the_demo_day  # noqa: E402 - needs Django to be set up
from handrail.safety.reach import ByWeb  # noqa: E402 - needs Django to be set up

application = ByWeb(django)

live_on_the_demo_day()
