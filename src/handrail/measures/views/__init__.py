from handrail.measures.views.answers import begin, correct, error, form, person, read, result, skip
from handrail.measures.views.catalogue import instrument, instruments
from handrail.measures.views.handing import link, link_again, link_print, link_stop
from handrail.measures.views.own_link import answer, answer_beside, answer_close, answer_done, answer_page
from handrail.measures.views.schedules import schedule, schedule_new

__all__ = [
    "answer",
    "answer_beside",
    "answer_close",
    "answer_done",
    "answer_page",
    "begin",
    "correct",
    "error",
    "form",
    "instrument",
    "instruments",
    "link",
    "link_again",
    "link_print",
    "link_stop",
    "person",
    "read",
    "result",
    "schedule",
    "schedule_new",
    "skip",
]
