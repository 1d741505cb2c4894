"""What outcomes hold about a person: how far goals can come, and how far each side says that they came."""

from handrail.outcomes.models import GoalRating, GoalScale
from handrail.people.holding import Holding, Holdings

HOLDINGS = Holdings(
    (
        Holding(GoalRating, empties=("words",)),
        Holding(GoalScale, empties=("start", "much_less", "less", "hoped", "more", "much_more")),
    )
)
