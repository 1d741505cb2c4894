from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "handrail.people"

    def ready(self) -> None:
        from handrail.accounts.sign_in import find_own_record_with
        from handrail.people import panels
        from handrail.people.kept import offer_kept
        from handrail.people.models import Consent
        from handrail.people.queries import own_record_id, wishes_of
        from handrail.people.rooms import LOOKED, PEOPLE_BESIDE, WHO_SEES_WHAT, offer_room
        from handrail.ui import offer_panels

        find_own_record_with(own_record_id, wishes_of)
        offer_room(PEOPLE_BESIDE)
        offer_room(WHO_SEES_WHAT)
        offer_room(LOOKED)
        offer_kept(Consent)
        offer_panels("today", panels.today)
        offer_panels("week", panels.week)
