from django.urls import path

from handrail.ui import views

urlpatterns = [path("", views.gallery, name="gallery")]
