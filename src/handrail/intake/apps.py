from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "handrail.intake"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import hooks
        from handrail.intake import panels, queries
        from handrail.intake.models import AskedAnswer, FirstMeeting, LateAnswer, MeetingGuest, PartOwner
        from handrail.people.kept import offer_kept
        from handrail.people.models import KeptText
        from handrail.people.rooms import offer_room
        from handrail.ui import offer_panels

        offer_panels("week", panels.week)
        offer_panels("today", panels.today)
        offer_panels("today", panels.came_back)
        offer_panels("today", panels.late)
        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        offer_panels("programme whole", panels.programme_whole)
        offer_figure(queries.BY_PHASE)
        hooks.places = queries.places
        hooks.spoken_for = queries.spoken_for
        hooks.stories = queries.stories
        offer_kept(KeptText, PartOwner, AskedAnswer, FirstMeeting, MeetingGuest, LateAnswer)
        queries.offer_start_fact(2, queries.meeting_fact)
        for room in panels.ROOMS:
            offer_room(room)
