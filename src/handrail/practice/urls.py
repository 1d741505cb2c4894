from django.urls import path

from handrail.practice import views

app_name = "practice"
NOTE = "people/<str:person_key>/notes/<str:key>"
SESSION = "people/<str:person_key>/sessions/<str:key>"
WEEK = "people/<str:person_key>/week"

urlpatterns = [
    path("today", views.today, name="today"),
    path("notes/new", views.pick_person, name="pick_person"),
    path("safety", views.safety, name="safety"),
    path("safety/<str:key>", views.take, name="take"),
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
