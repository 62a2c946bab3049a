"""Addresses under /reviews/."""

from django.urls import path

from reviews.views import detail, edit, evidence, imports, lists, moves, people

app_name = "reviews"

urlpatterns = [
    path("", lists.review_list, name="review-list"),
    path("export.<slug:file_format>", lists.review_export, name="review-export"),
    path("import/", imports.import_list, name="import-list"),
    path(
        "import/templates/<slug:kind>.<slug:file_format>",
        imports.import_template,
        name="import-template",
    ),
    path("import/<int:number>/", imports.import_detail, name="import-detail"),
    path("import/<int:number>/confirm/", imports.import_confirm, name="import-confirm"),
    path("import/<int:number>/discard/", imports.import_discard, name="import-discard"),
    path("import/<int:number>/again/", imports.import_again, name="import-again"),
    path("import/<int:number>/undo/", imports.import_undo, name="import-undo"),
    path("<slug:code>/", detail.review_detail, name="review-detail"),
    path("<slug:code>/engagement/", detail.review_engagement, name="review-engagement"),
    path("<slug:code>/risks/", detail.review_risks, name="review-risks"),
    path("<slug:code>/papers/", detail.review_papers, name="review-papers"),
    path("<slug:code>/evidence/", detail.review_evidence, name="review-evidence"),
    path("<slug:code>/history/", detail.review_history, name="review-history"),
    path("<slug:code>/edit/", edit.review_edit, name="review-edit"),
    path("<slug:code>/people/", people.review_people, name="review-people"),
    path("<slug:code>/move/", moves.review_move, name="review-move"),
    path("<slug:code>/defer/", moves.review_defer, name="review-defer"),
    path("<slug:code>/resume/", moves.review_resume, name="review-resume"),
    path("<slug:code>/options/<slug:option>/record/", edit.option_state, name="option-state"),
    path("<slug:code>/evidence/add/", evidence.evidence_add, name="evidence-add"),
    path("<slug:code>/evidence/<int:number>/", evidence.evidence_detail, name="evidence-detail"),
    path(
        "<slug:code>/evidence/<int:number>/decide/",
        evidence.evidence_decide,
        name="evidence-decide",
    ),
]
