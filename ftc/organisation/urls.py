"""Addresses of signing in and out; names that start with ``account_`` are django-allauth's own.

Signing up, e-mail addresses and passwords reset by e-mail have no address here on purpose.
"""

from allauth.account.views import account_inactive
from django.urls import path

from ftc.organisation.views import people, sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/inactive/", account_inactive, name="account_inactive"),
    path("sign-in/demonstration/", sign_in.demonstration_sign_in, name="demonstration_sign_in"),
    path("sign-in/first/<str:key>/<str:token>/", people.first_sign_in, name="first_sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
]
