from django.apps import AppConfig


class ChoiceConfig(AppConfig):
    name = "handrail.choice"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import hooks
        from handrail.choice import panels, queries
        from handrail.choice.models import Cost, Funding
        from handrail.intake.queries import offer_start_fact
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.ui import offer_panels

        offer_panels("today", panels.today)
        offer_panels("person", panels.person)
        offer_panels("week", panels.week)
        offer_start_fact(4, queries.start_fact)
        offer_figure(queries.FEEDBACK)
        offer_figure(queries.REAL_COSTS)
        hooks.feedback = queries.told_of
        hooks.costs = queries.real_costs
        offer_kept(Cost, Funding)
        offer_room(panels.FITS)
        offer_room(panels.COSTS)
