from django.urls import path

from handrail.practice import views
from handrail.practice.views import groups, home_practice

app_name = "practice"
NOTE = "people/<str:person_key>/notes/<str:key>"
SESSION = "people/<str:person_key>/sessions/<str:key>"
WEEK = "people/<str:person_key>/week"
GROUP = "groups/<str:key>"
MEETING = f"{GROUP}/sessions/<str:meeting_key>"
MY_GROUPS = "people/<str:person_key>/groups"

urlpatterns = [
    path("today", views.today, name="today"),
    path("groups", groups.groups, name="groups"),
    path("groups/new", groups.group_new, name="group_new"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}/change", groups.group_change, name="group_change"),
    path(f"{GROUP}/end", groups.group_end, name="group_end"),
    path(f"{GROUP}/people", groups.group_people, name="group_people"),
    path(f"{GROUP}/people/<str:person_key>/leave", groups.group_leave, name="group_leave"),
    path(f"{GROUP}/run-by", groups.group_run_by, name="group_run_by"),
    path(f"{GROUP}/sessions/new", groups.group_meeting_new, name="group_meeting_new"),
    path(MEETING, groups.group_meeting, name="group_meeting"),
    path(f"{MEETING}/call-off", groups.group_meeting_off, name="group_meeting_off"),
    path(MY_GROUPS, home_practice.my_groups, name="my_groups"),
    path(f"{MY_GROUPS}/<str:key>/join", home_practice.join, name="group_join"),
    path(f"{MY_GROUPS}/<str:key>/leave", home_practice.leave, name="group_left"),
    path(f"{MY_GROUPS}/practice/<str:key>", home_practice.answer, name="home_practice"),
    path(f"{MY_GROUPS}/practice/<str:key>/step", home_practice.to_step, name="home_practice_step"),
    path(f"{MY_GROUPS}/practice/<str:key>/week", home_practice.to_week, name="home_practice_week"),
    path("notes/new", views.pick_person, name="pick_person"),
    path("people/<str:person_key>/notes", views.notes, name="notes"),
    path("people/<str:person_key>/notes/new", views.note_new, name="note_new"),
    path(NOTE, views.note, name="note"),
    path(f"{NOTE}/amend", views.amend, name="amend"),
    path(f"{NOTE}/answer", views.answer_note, name="answer_note"),
    path(f"{NOTE}/discard", views.discard, name="discard"),
    path(f"{NOTE}/edit", views.note_edit, name="note_edit"),
    path(f"{NOTE}/in-error", views.in_error, name="in_error"),
    path(f"{NOTE}/read", views.read_together, name="read"),
    path(f"{NOTE}/safety", views.first_help, name="first_help"),
    path("people/<str:person_key>/sessions/new", views.session_new, name="session_new"),
    path(SESSION, views.session, name="session"),
    path(f"{SESSION}/meeting", views.meeting, name="meeting"),
    path(f"{SESSION}/move", views.session_move, name="session_move"),
    path(f"{SESSION}/record", views.record, name="record"),
    path(WEEK, views.week, name="week"),
    path(f"{WEEK}/add", views.week_add, name="week_add"),
    path(f"{WEEK}/items/<str:key>", views.week_item, name="week_item"),
    path(f"{WEEK}/daily/<str:key>/<str:day>", views.daily, name="daily"),
    path(f"{WEEK}/times", views.times, name="times"),
    path("people/<str:person_key>/plan/steps/<str:step_key>/report", views.report, name="report"),
]
