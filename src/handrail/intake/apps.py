from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "handrail.intake"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import hooks
        from handrail.intake import panels, queries
        from handrail.people.rooms import offer_room
        from handrail.ui import offer_panels

        offer_panels("week", panels.week)
        offer_panels("today", panels.today)
        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        offer_panels("programme whole", panels.programme_whole)
        offer_figure(queries.BY_PHASE)
        hooks.places = queries.places
        hooks.spoken_for = queries.spoken_for
        hooks.stories = queries.stories
        for room in panels.ROOMS:
            offer_room(room)
