from django.urls import path

from handrail.safety import views
from handrail.safety.views import alerts, answering, emergency, numbers, roster

app_name = "safety"
LIST = "people/<str:person_key>/my-list"
urlpatterns = [
    path("safety", alerts.alerts, name="alerts"),
    path("safety/<str:key>", alerts.alert, name="alert"),
    path("numbers", numbers.numbers, name="numbers"),
    path("numbers/<str:key>", numbers.confirm, name="confirm_numbers"),
    path("on-call", roster.roster, name="roster"),
    path("on-call/<str:key>", roster.end_turn, name="end_turn"),
    path("emergency", emergency.emergency, name="emergency"),
    path("emergency/search", emergency.search, name="emergency_search"),
    path("emergency/found", emergency.found, name="emergency_found"),
    path("emergency/reviews", emergency.reviews, name="emergency_reviews"),
    path("emergency/<str:key>", emergency.opened_list, name="emergency_list"),
    path(LIST, views.my_list, name="list"),
    path(f"{LIST}/settle", views.settle, name="settle"),
    path(f"{LIST}/opened", emergency.openings, name="openings"),
    path(f"{LIST}/lines/<str:key>", views.line, name="line"),
    path(f"{LIST}/<str:section>/new", views.line_new, name="line_new"),
    path("people/<str:person_key>/help-first", answering.help_first, name="help_first"),
    path("people/<str:person_key>/check-in", views.checks, name="checks"),
]
