from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "handrail.plans"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.intake.queries.start import offer_start_fact
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.plans import models, panels, queries
        from handrail.plans.hooks import hooks
        from handrail.plans.queries import tasks_in_time
        from handrail.plans.queries.care import CARE
        from handrail.plans.queries.roles import ROLES
        from handrail.plans.start_facts import look_back_fact, plan_fact
        from handrail.ui import offer_panels

        for room in panels.ROOMS:
            offer_room(room)
        offer_panels("person", panels.person)
        offer_panels("person", panels.tasks_person)
        offer_panels("today", panels.today)
        offer_panels("today", panels.tasks_today)
        offer_panels("week", panels.tasks_week)
        offer_panels("programme", panels.programme)
        offer_key_outcome(panels.CARE_SLUG, tasks_in_time)
        for figure in (CARE, ROLES):
            offer_figure(figure)
        hooks.area_facts.append(panels.health_facts)
        offer_panels("programme", panels.programme_roles)
        hooks.area_facts.append(queries.role_facts)
        offer_start_fact(6, plan_fact)
        offer_start_fact(7, look_back_fact)
        offer_kept(models.CareTask, models.HealthEvent, models.LifeRole)
