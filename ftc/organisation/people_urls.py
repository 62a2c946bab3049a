"""Addresses of accounts and roles, under /people/."""

from django.urls import path

from ftc.organisation.views import people

app_name = "organisation"

urlpatterns = [
    path("", people.user_list, name="user-list"),
    path("new/", people.user_create, name="user-create"),
    path("<str:username>/", people.user_detail, name="user-detail"),
    path("<str:username>/roles/add/", people.role_add, name="role-add"),
    path("<str:username>/roles/end/", people.role_end, name="role-end"),
    path("<str:username>/link/", people.user_link, name="user-link"),
    path("<str:username>/close/", people.account_close, name="account-close"),
    path("<str:username>/open/", people.account_open, name="account-open"),
]
