from pathlib import Path

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "handrail.measures"

    def ready(self) -> None:
        from django.conf import settings

        from handrail.base.words import _
        from handrail.measures import jobs, models, panels
        from handrail.measures.actions.telling import SOURCE
        from handrail.measures.definitions import use_site_folder
        from handrail.measures.queries.person import where_it_was_said
        from handrail.notices.jobs import register
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.safety.sources import offer_source
        from handrail.ui import offer_panels

        use_site_folder(Path(settings.HANDRAIL_HOME) / "instruments")
        offer_room(panels.ROOM)
        offer_panels("today", panels.today)
        offer_panels("week", panels.week)
        offer_kept(models.Schedule)
        register("links", jobs.EVERY, jobs.hand_out_due)
        offer_source(SOURCE, _("From an answer in a questionnaire"), where_it_was_said)
