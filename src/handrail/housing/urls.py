from django.urls import path

from handrail.housing.views import homes, household, looking, trouble

app_name = "housing"
HOME = "people/<str:person_key>/home"

urlpatterns = [
    path(HOME, homes.page, name="page"),
    path(f"{HOME}/new", homes.move, name="move"),
    path(f"{HOME}/lived/<str:key>", homes.change, name="change"),
    path(f"{HOME}/lived/<str:key>/end", homes.end, name="end"),
    path(f"{HOME}/lived/<str:key>/answer", homes.answer, name="answer"),
    path(f"{HOME}/wish", looking.wish, name="wish"),
    path(f"{HOME}/places/new", looking.application_new, name="application_new"),
    path(f"{HOME}/places/<str:key>", looking.application, name="application"),
    path(f"{HOME}/notices/new", trouble.trouble_new, name="trouble_new"),
    path(f"{HOME}/notices/<str:key>", trouble.trouble, name="trouble"),
    path(f"{HOME}/notices/<str:key>/owner", trouble.see_to, name="see_to"),
    path(f"{HOME}/notices/<str:key>/settled", trouble.settle, name="settle"),
    path(f"{HOME}/household/new", household.household_new, name="household_new"),
    path(f"{HOME}/household/join", household.household_join, name="household_join"),
    path(f"{HOME}/household/shown", household.shown, name="shown"),
    path(f"{HOME}/household/members/new", household.member_new, name="member_new"),
    path(f"{HOME}/household/members/<str:key>/leave", household.member_leave, name="member_leave"),
    path(f"{HOME}/routines/new", household.routine_new, name="routine_new"),
    path(f"{HOME}/routines/<str:key>/end", household.routine_end, name="routine_end"),
]
