"""Addresses under /reviews/."""

from django.urls import path

from reviews.views import lists

app_name = "reviews"

urlpatterns = [
    path("", lists.review_list, name="review-list"),
    path("export.<slug:file_format>", lists.review_export, name="review-export"),
]
