from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "handrail.plans"

    def ready(self) -> None:
        from handrail.intake.queries.start import offer_start_fact
        from handrail.plans.start_facts import look_back_fact, plan_fact

        offer_start_fact(6, plan_fact)
        offer_start_fact(7, look_back_fact)
