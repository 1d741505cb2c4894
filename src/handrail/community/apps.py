from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "handrail.community"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.community import models, panels, queries
        from handrail.community.queries.figures import MONTH
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.plans.hooks import hooks
        from handrail.ui import offer_panels

        for room in panels.ROOMS:
            offer_room(room)
        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        offer_panels("today", panels.today)
        offer_panels("week", panels.week)
        offer_key_outcome(panels.SLUG, queries.key_outcome)
        offer_figure(MONTH)
        hooks.area_facts.append(queries.area_facts)
        offer_kept(models.Activity, models.Link)
