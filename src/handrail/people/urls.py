from django.urls import path

from handrail.people import views
from handrail.people.views import access, blocked, facts, guardians, looked, own, workers

app_name = "people"
urlpatterns = [
    path("people", views.people_list, name="list"),
    path("people-without-coordinator", views.unnamed, name="unnamed"),
    path("people/<str:person_key>/people", views.beside, name="beside"),
    path("people/<str:person_key>/people/ask", views.team_ask, name="team_ask"),
    path("people/<str:person_key>/account", views.account, name="account"),
    path("people/<str:person_key>/account/<str:key>", views.supporter_account, name="supporter_account"),
    path("people/<str:person_key>/card", own.card, name="card"),
    path("people/<str:person_key>/card/print", own.card_print, name="card_print"),
    path("people/<str:person_key>/page", own.page, name="page"),
    path("people/<str:person_key>/outside", views.outside, name="outside"),
    path("access-tasks", workers.tasks, name="access_tasks"),
    path("leavers", workers.leavers, name="leavers"),
    path("people/<str:person_key>/access", access.who_sees_what, name="access"),
    path("people/<str:person_key>/access/new", access.consent_new, name="consent_new"),
    path("people/<str:person_key>/access/looked", looked.looked, name="looked"),
    path("people/<str:person_key>/access/<str:who>", access.access_of, name="access_of"),
    path("people/<str:person_key>/access/<str:who>/close", access.access_close, name="access_close"),
    path("people/<str:person_key>/access/<str:who>/view", access.access_view, name="access_view"),
    path("people/<str:person_key>/another-worker", workers.other_worker, name="other_worker"),
    path("people/<str:person_key>/blocked", blocked.blocked, name="blocked"),
    path("people/<str:person_key>/consents/<str:key>", access.consent, name="consent"),
    path("people/<str:person_key>/facts", facts.facts, name="facts"),
    path("people/<str:person_key>/guardians", guardians.guardians, name="guardians"),
    path("people/<str:person_key>/hand-over", workers.hand_over, name="hand_over"),
]
