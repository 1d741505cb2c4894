from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "handrail.practice"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.intake.queries.start import offer_start_fact
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.plans.hooks import hooks
        from handrail.practice import models, panels, queries
        from handrail.practice.queries.key_outcomes import early_signs
        from handrail.practice.start_facts import changed_fact
        from handrail.safety.rules.alerts import NOTE
        from handrail.safety.sources import offer_source
        from handrail.ui import offer_panels
        from handrail.ui.addresses import address

        offer_source(NOTE, panels.A_NOTE, panels.where_note)
        offer_kept(models.GroupPlace, models.HomePractice, models.WorkStep)
        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        offer_panels("programme whole", panels.programme_whole)
        offer_figure(queries.CAME)
        offer_panels("programme", panels.programme_groups)
        offer_panels("week", panels.week)
        offer_start_fact(8, changed_fact)
        offer_key_outcome("social", queries.key_outcome)
        for room in panels.ROOMS:
            offer_room(room)
        offer_key_outcome("illness", early_signs)
        hooks.last_attempts = queries.last_attempts
        hooks.next_meetings = queries.next_meetings
        hooks.strip = queries.strip
        hooks.report_url = lambda person_key, step_key: address("practice:report", person_key, step_key)
