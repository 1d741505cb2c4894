from django.apps import AppConfig
from django.urls import reverse


class PracticeConfig(AppConfig):
    name = "handrail.practice"

    def ready(self) -> None:
        from handrail.people.rooms import offer_room
        from handrail.plans.hooks import hooks
        from handrail.practice import panels, queries
        from handrail.ui import offer_panels

        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        for room in panels.ROOMS:
            offer_room(room)
        hooks.last_attempts = queries.last_attempts
        hooks.next_meetings = queries.next_meetings
        hooks.strip = queries.strip
        hooks.report_url = lambda person_key, step_key: reverse(
            "practice:report", args=[person_key, step_key]
        )
