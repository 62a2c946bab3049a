"""Addresses under /savings/."""

from django.urls import path

from finance import views

app_name = "finance"

urlpatterns = [
    path("", views.mtfp, name="mtfp"),
    path("export.<str:extension>", views.plan_export, name="plan-export"),
    path("<slug:ref>/", views.saving_detail, name="saving-detail"),
    path("<slug:ref>/entries/add/", views.entry_add, name="entry-add"),
]
