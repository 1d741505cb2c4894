"""Lives of invented people as plain data: what each did on which day, drawn from a seed."""

from handrail.demo.lives.deeds import Deed, Life
from handrail.demo.lives.roster import Beside, Diary, beside_of
from handrail.demo.lives.simulate import Span, simulate, some_span, span_of
from handrail.demo.lives.town import Mentor, Town

__all__ = [
    "Beside",
    "Deed",
    "Diary",
    "Life",
    "Mentor",
    "Span",
    "Town",
    "beside_of",
    "simulate",
    "some_span",
    "span_of",
]
