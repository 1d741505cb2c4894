from django.urls import path

from handrail.work import views

app_name = "work"
WORK = "people/<str:person_key>/work"
JOB = f"{WORK}/jobs/<str:key>"
ADJUSTMENT = f"{WORK}/adjustments/<str:key>"

urlpatterns = [
    path(WORK, views.page, name="page"),
    path(f"{WORK}/profile", views.profile, name="profile"),
    path(f"{WORK}/telling", views.telling, name="telling"),
    path(f"{WORK}/steps", views.ladder, name="ladder"),
    path(f"{WORK}/contacts/new", views.person_contact, name="person_contact"),
    path(f"{WORK}/jobs/new", views.job_new, name="job_new"),
    path(JOB, views.job, name="job"),
    path(f"{JOB}/change", views.job_change, name="job_change"),
    path(f"{JOB}/move", views.job_move, name="job_move"),
    path(f"{JOB}/end", views.job_end, name="job_end"),
    path(f"{JOB}/still-there", views.still_there, name="still_there"),
    path(f"{JOB}/letter", views.letter, name="letter"),
    path(f"{WORK}/adjustments/new", views.adjustment_new, name="adjustment_new"),
    path(ADJUSTMENT, views.adjustment, name="adjustment"),
    path(f"{ADJUSTMENT}/change", views.adjustment_change, name="adjustment_change"),
    path(f"{ADJUSTMENT}/step", views.adjustment_step, name="adjustment_step"),
    path("employers", views.employers, name="employers"),
    path("employers/new", views.employer_new, name="employer_new"),
    path("employers/<str:key>", views.employer, name="employer"),
    path("employers/<str:key>/change", views.employer_change, name="employer_change"),
    path("employers/<str:key>/contacts/new", views.contact_new, name="contact_new"),
]
