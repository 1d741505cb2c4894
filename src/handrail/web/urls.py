from django.urls import path

from handrail.web import views

urlpatterns = [path("", views.home, name="home")]
