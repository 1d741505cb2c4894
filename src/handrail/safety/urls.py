from django.urls import path

from handrail.safety import views

app_name = "safety"
LIST = "people/<str:person_key>/my-list"
urlpatterns = [
    path(LIST, views.my_list, name="list"),
    path(f"{LIST}/settle", views.settle, name="settle"),
    path(f"{LIST}/lines/<str:key>", views.line, name="line"),
    path(f"{LIST}/<str:section>/new", views.line_new, name="line_new"),
    path("people/<str:person_key>/check-in", views.checks, name="checks"),
]
