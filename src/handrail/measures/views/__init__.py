from handrail.measures.views.answers import begin, correct, error, form, person, read, result, skip
from handrail.measures.views.catalogue import instrument, instruments
from handrail.measures.views.schedules import schedule, schedule_new

__all__ = [
    "begin",
    "correct",
    "error",
    "form",
    "instrument",
    "instruments",
    "person",
    "read",
    "result",
    "schedule",
    "schedule_new",
    "skip",
]
