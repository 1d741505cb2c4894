import pytest

from handrail.catalogue.tests import factories as make_offer
from handrail.intake import actions as intake
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus
from handrail.people.tests import factories as people
from handrail.practice.queries.key_outcomes import early_signs
from handrail.safety import actions as safety
from handrail.safety.rules import ListSection

pytestmark = pytest.mark.django_db


@pytest.mark.seed("S-119")
def test_early_signs_are_counted_of_who_is_in_the_programme_now():
    place = people.organisation()
    offer = make_offer.offer(place, "ISM", capacity=9)
    counted = people.operator(place)
    for number in range(4):
        person = people.participant(place)
        me = people.self_viewer(person)
        if number < 2:
            safety.add_list_line(
                participant=person, section=ListSection.EARLY_SIGNS, words="I let the phone ring.", by=me
            )
        elif number == 2:
            safety.add_list_line(participant=person, section=ListSection.HELPS, words="Tea", by=me)
        row = intake.choose_offer(participant=person, offer=offer, rank=EnrolmentRank.PRIMARY, by=me)
        intake.start_enrolment(enrolment=row, by=me)
        if number == 0:
            intake.end_enrolment(enrolment=row, to=EnrolmentStatus.STOPPED, reason="Enough for now", by=me)
    found = early_signs(counted)
    assert (found.n, found.out_of, found.people) == (1, 3, 3)
