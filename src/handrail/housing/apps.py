from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "handrail.housing"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.housing import models, panels
        from handrail.housing.queries import key_outcome
        from handrail.housing.queries.lists import HOMES
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.plans.hooks import hooks
        from handrail.ui import offer_panels

        offer_room(panels.ROOM)
        offer_panels("today", panels.today)
        offer_panels("week", panels.week)
        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        offer_key_outcome(panels.SLUG, key_outcome)
        offer_figure(HOMES)
        hooks.area_facts.append(panels.area_facts)
        offer_kept(models.Home, models.HomeApplication, models.HomeRoutine)
