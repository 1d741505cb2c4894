from django.urls import path

from handrail.people import views

app_name = "people"
urlpatterns = [
    path("people", views.people_list, name="list"),
    path("people-without-coordinator", views.unnamed, name="unnamed"),
    path("people/<str:person_key>/people", views.beside, name="beside"),
    path("people/<str:person_key>/account", views.account, name="account"),
    path("people/<str:person_key>/account/<str:key>", views.supporter_account, name="supporter_account"),
    path("people/<str:person_key>/outside", views.outside, name="outside"),
]
