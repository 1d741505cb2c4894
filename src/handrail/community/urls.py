from django.urls import path

from handrail.community import views

app_name = "community"
PERSON = "people/<str:person_key>"
LINK = f"{PERSON}/links/<str:key>"
ACTIVITY = f"{PERSON}/activities/<str:key>"

urlpatterns = [
    path("services", views.places, name="places"),
    path("services/new", views.place_new, name="place_new"),
    path("services/<str:key>", views.place, name="place"),
    path("services/<str:key>/change", views.place_change, name="place_change"),
    path("services/<str:key>/status", views.place_status, name="place_status"),
    path(f"{PERSON}/links", views.links, name="links"),
    path(f"{PERSON}/links/new/<str:place_key>", views.link_new, name="link_new"),
    path(LINK, views.link, name="link"),
    path(f"{LINK}/answer", views.link_answer, name="link_answer"),
    path(f"{LINK}/owner", views.link_owner, name="link_owner"),
    path(f"{LINK}/paper", views.link_paper, name="link_paper"),
    path(f"{LINK}/step", views.link_step, name="link_step"),
    path(f"{LINK}/way", views.link_way, name="link_way"),
    path(f"{PERSON}/activities", views.activities, name="activities"),
    path(f"{PERSON}/activities/new", views.activity_new, name="activity_new"),
    path(ACTIVITY, views.activity, name="activity"),
    path(f"{ACTIVITY}/change", views.activity_change, name="activity_change"),
    path(f"{ACTIVITY}/status", views.activity_status, name="activity_status"),
    path(f"{ACTIVITY}/step", views.activity_step, name="activity_step"),
    path(f"{ACTIVITY}/way", views.activity_way, name="activity_way"),
]
