from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "handrail.people"

    def ready(self) -> None:
        from handrail.accounts.sign_in import find_own_record_with
        from handrail.people.queries import own_record_id
        from handrail.people.rooms import PEOPLE_BESIDE, offer_room

        find_own_record_with(own_record_id)
        offer_room(PEOPLE_BESIDE)
