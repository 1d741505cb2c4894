from django.urls import path

from handrail.people import views

app_name = "people"
urlpatterns = [
    path("people", views.people_list, name="list"),
    path("people/nobody-coordinates", views.uncoordinated, name="uncoordinated"),
    path("people/<str:person_key>/coordinator", views.name_coordinator, name="name_coordinator"),
    path("people/<str:person_key>/people", views.beside, name="beside"),
    path("people/<str:person_key>/outside", views.outside, name="outside"),
]
