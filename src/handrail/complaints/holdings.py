"""What somebody wrote because they were not happy, and what was answered."""

from handrail.complaints.models import Complaint, ComplaintStatusChange
from handrail.people.holding import Holding, Holdings

HOLDINGS = Holdings(
    (
        Holding(ComplaintStatusChange, empties=("reason",)),
        Holding(Complaint, empties=("words", "answer"), keeps={"programme": "a word of the guide"}),
    )
)
