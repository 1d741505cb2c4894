from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "handrail.work"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.plans.hooks import hooks
        from handrail.ui import offer_panels
        from handrail.work import models, panels, queries
        from handrail.work.queries.programme import BOARD

        offer_room(panels.ROOM)
        for page in ("today", "week", "person", "programme"):
            offer_panels(page, getattr(panels, page))
        hooks.area_facts.append(queries.area_facts)
        offer_key_outcome("vocational", queries.key_outcome)
        offer_figure(BOARD)
        offer_kept(models.Adjustment, models.Job)
