from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "handrail.intake"

    def ready(self) -> None:
        from handrail.intake import panels
        from handrail.people.rooms import offer_room
        from handrail.ui import offer_panels

        offer_panels("week", panels.week)
        offer_panels("today", panels.today)
        offer_panels("person", panels.person)
        for room in panels.ROOMS:
            offer_room(room)
