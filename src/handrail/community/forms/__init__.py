from handrail.community.forms.activities import ActivityForm, TakePartForm
from handrail.community.forms.links import AnswerForm, HandOverForm, LinkForm, MoveLinkForm, PaperForm
from handrail.community.forms.places import PlaceForm, PlaceStatusForm
from handrail.community.forms.ways import WayForm

__all__ = [
    "ActivityForm",
    "AnswerForm",
    "HandOverForm",
    "LinkForm",
    "MoveLinkForm",
    "PaperForm",
    "PlaceForm",
    "PlaceStatusForm",
    "TakePartForm",
    "WayForm",
]
