from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "handrail.safety"

    def ready(self) -> None:
        from handrail.notices.jobs import register
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.safety import jobs, models, panels
        from handrail.ui import offer_panels

        for room in panels.ROOMS:
            offer_room(room)
        offer_panels("today", panels.today)
        offer_panels("today", panels.roster_today)
        offer_panels("week", panels.week)
        offer_panels("week", panels.week_opened)
        offer_panels("programme", panels.programme)
        offer_panels("programme whole", panels.programme_whole)
        offer_kept(models.DailyCheck, models.EmergencyOpening)
        register("emergency openings", jobs.EVERY, jobs.end_openings)
        register("alerts", jobs.OFTEN, jobs.tell_next)
