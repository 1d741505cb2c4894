from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "handrail.learning"

    def ready(self) -> None:
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.learning import models, panels
        from handrail.learning.outcome import key_outcome
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.plans.hooks import hooks
        from handrail.ui import offer_panels

        offer_room(panels.ROOM)
        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        offer_panels("today", panels.today)
        offer_panels("week", panels.week)
        hooks.area_facts.append(panels.area_facts)
        offer_key_outcome("digital", key_outcome)
        offer_kept(models.LessonProgress)
