from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "handrail.outcomes"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.notices.jobs import register
        from handrail.outcomes import jobs, panels, so_far
        from handrail.people.rooms import offer_room
        from handrail.ui import offer_panels

        offer_room(panels.HOW_FAR)
        offer_panels("programme", panels.programme)
        offer_key_outcome("aim", so_far.steps_as_wanted_in("AIM"))
        offer_figure(so_far.SO_FAR)
        register("figures", jobs.EVERY, jobs.keep_figures)
