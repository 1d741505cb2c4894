"""Places in lessons for tests, made through the actions."""

from datetime import timedelta

from handrail.access import Viewer
from handrail.learning import actions
from handrail.learning.lessons import Lesson, lesson
from handrail.learning.models import LessonProgress
from handrail.people.models import Participant
from handrail.people.tests.factories import TODAY


def a_lesson(slug: str = "sleep") -> Lesson:
    found = lesson(slug, "en")
    assert found
    return found


def stopped(
    person: Participant, by: Viewer, slug: str = "sleep", card: int = 2, days_ago: int = 0
) -> LessonProgress:
    """Keep a place in a lesson, some days ago."""
    then = by.on(TODAY - timedelta(days=days_ago))
    return actions.keep_place(participant=person, lesson=a_lesson(slug), card=card, by=then)


def two_left(person: Participant, by: Viewer) -> None:
    """Leave two lessons open for more than a week."""
    stopped(person, by, "sleep", days_ago=20)
    stopped(person, by, "a-budget", days_ago=10)
