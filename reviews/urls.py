"""Addresses under /reviews/."""

from django.urls import path

from reviews.views import (
    appraisal,
    board,
    bulk,
    conditions,
    delivery_models,
    detail,
    due,
    edit,
    evidence,
    gate,
    imports,
    lists,
    moves,
    options,
    people,
    rollup,
    scope,
    scope_changes,
)
from reviews.views.business_cases import heads, sections
from reviews.views.business_cases import versions as case_versions
from reviews.views.engagement import answers, register, suppliers
from reviews.views.methodologies import criteria, drafts, stages
from reviews.views.methodologies import moves as methodology_moves
from reviews.views.methodologies import reading as methodologies

app_name = "reviews"

OF_A_VERSION = "methodologies/<int:phase>/<int:version>"
OF_A_STAGE = f"{OF_A_VERSION}/stages/<slug:stage>"
OF_A_CRITERION = f"{OF_A_STAGE}/criteria/<slug:criterion>"

methodology_patterns = [
    path("methodologies/", methodologies.methodology_list, name="methodology-list"),
    path("methodologies/<int:phase>/change/", drafts.methodology_change, name="methodology-change"),
    path(f"{OF_A_VERSION}/", methodologies.methodology_detail, name="methodology-detail"),
    path(
        f"{OF_A_VERSION}/differences/",
        methodologies.methodology_differences,
        name="methodology-differences",
    ),
    path(f"{OF_A_VERSION}/edit/", drafts.methodology_edit, name="methodology-edit"),
    path(f"{OF_A_VERSION}/discard/", drafts.methodology_discard, name="methodology-discard"),
    path(
        f"{OF_A_VERSION}/put-in-force/",
        drafts.methodology_put_in_force,
        name="methodology-put-in-force",
    ),
    path(f"{OF_A_VERSION}/move/", methodology_moves.methodology_move, name="methodology-move"),
    path(f"{OF_A_VERSION}/stages/add/", stages.stage_add, name="stage-add"),
    path(f"{OF_A_STAGE}/edit/", stages.stage_edit, name="stage-edit"),
    path(f"{OF_A_STAGE}/move/", stages.stage_move, name="stage-move"),
    path(f"{OF_A_STAGE}/remove/", stages.stage_remove, name="stage-remove"),
    path(f"{OF_A_STAGE}/criteria/add/", criteria.criterion_add, name="criterion-add"),
    path(f"{OF_A_CRITERION}/edit/", criteria.criterion_edit, name="criterion-edit"),
    path(f"{OF_A_CRITERION}/move/", criteria.criterion_move, name="criterion-move"),
    path(f"{OF_A_CRITERION}/remove/", criteria.criterion_remove, name="criterion-remove"),
]

AN_ENGAGEMENT = "engagement/<slug:code>"

engagement_patterns = [
    path("engagement/", register.engagement_list, name="engagement-list"),
    path(
        "engagement/export.<slug:file_format>", register.engagement_export, name="engagement-export"
    ),
    path("engagement/add/", register.engagement_add, name="engagement-add"),
    path("engagement/suppliers/", suppliers.supplier_list, name="supplier-list"),
    path(
        "engagement/suppliers/export.<slug:file_format>",
        suppliers.supplier_export,
        name="supplier-export",
    ),
    path("engagement/suppliers/add/", suppliers.supplier_add, name="supplier-add"),
    path("engagement/suppliers/<slug:code>/", suppliers.supplier_detail, name="supplier-detail"),
    path("engagement/suppliers/<slug:code>/edit/", suppliers.supplier_edit, name="supplier-edit"),
    path(f"{AN_ENGAGEMENT}/", register.engagement_detail, name="engagement-detail"),
    path(f"{AN_ENGAGEMENT}/edit/", register.engagement_edit, name="engagement-edit"),
    path(f"{AN_ENGAGEMENT}/cancel/", register.engagement_cancel, name="engagement-cancel"),
    path(f"{AN_ENGAGEMENT}/invite/", answers.engagement_invite, name="engagement-invite"),
    path(f"{AN_ENGAGEMENT}/responses/add/", answers.response_add, name="response-add"),
    path(
        f"{AN_ENGAGEMENT}/responses/<slug:supplier>/edit/",
        answers.response_edit,
        name="response-edit",
    ),
    path(f"{AN_ENGAGEMENT}/notes/add/", answers.note_add, name="note-add"),
    path(f"{AN_ENGAGEMENT}/notes/<int:number>/edit/", answers.note_edit, name="note-edit"),
]

due_patterns = [
    path("my-work/", due.my_work, name="my-work"),
    path("overdue/", due.overdue_list, name="overdue-list"),
    path("overdue/export.csv", due.overdue_export, name="overdue-export"),
    path("calendar/", due.calendar, name="calendar"),
]

status_patterns = [
    path("status/", rollup.status_list, name="status-list"),
    path("status/export.csv", rollup.status_export, name="status-export"),
    path("status/<slug:kind>/<slug:code>/", rollup.status_detail, name="status-detail"),
    path(
        "status/<slug:kind>/<slug:code>/withdraw/", rollup.status_withdraw, name="status-withdraw"
    ),
]

AN_APPRAISAL = "<slug:code>/appraisal/<int:number>"

option_patterns = [
    path("delivery-models/", delivery_models.delivery_model_list, name="delivery-model-list"),
    path(
        "delivery-models/<slug:model>/retire/",
        delivery_models.delivery_model_retire,
        name="delivery-model-retire",
    ),
    path(
        "delivery-models/<slug:model>/offer/",
        delivery_models.delivery_model_offer,
        name="delivery-model-offer",
    ),
    path("<slug:code>/options/", options.review_options, name="review-options"),
    path("<slug:code>/options/add/", options.option_add, name="option-add"),
    path("<slug:code>/options/<slug:option>/edit/", options.option_edit, name="option-edit"),
    path("<slug:code>/options/<slug:option>/record/", options.option_state, name="option-state"),
    path("<slug:code>/appraisal/", appraisal.appraisal_latest, name="appraisal-latest"),
    path("<slug:code>/appraisal/new/", appraisal.appraisal_new, name="appraisal-new"),
    path(f"{AN_APPRAISAL}/", appraisal.appraisal_detail, name="appraisal-detail"),
    path(f"{AN_APPRAISAL}/edit/", appraisal.appraisal_edit, name="appraisal-edit"),
    path(f"{AN_APPRAISAL}/criteria/", appraisal.appraisal_criteria, name="appraisal-criteria"),
    path(f"{AN_APPRAISAL}/open/", appraisal.appraisal_open, name="appraisal-open"),
    path(f"{AN_APPRAISAL}/scores/", appraisal.appraisal_scores, name="appraisal-scores"),
    path(f"{AN_APPRAISAL}/moderate/", appraisal.appraisal_moderate, name="appraisal-moderate"),
    path(f"{AN_APPRAISAL}/costs/", appraisal.appraisal_costs, name="appraisal-costs"),
    path(f"{AN_APPRAISAL}/agree/", appraisal.appraisal_agree, name="appraisal-agree"),
    path(f"{AN_APPRAISAL}/abandon/", appraisal.appraisal_abandon, name="appraisal-abandon"),
    path(f"{AN_APPRAISAL}/print/", appraisal.appraisal_print, name="appraisal-print"),
    path(f"{AN_APPRAISAL}/export.xlsx", appraisal.appraisal_export, name="appraisal-export"),
]

gate_patterns = [
    path("<slug:code>/gate/", gate.review_gate, name="review-gate"),
    path("<slug:code>/gate/key-decision/", gate.key_decision, name="key-decision"),
    path("<slug:code>/gate/sign-offs/<slug:criterion>/", gate.sign_off, name="sign-off"),
    path(
        "<slug:code>/conditions/<int:sequence>/<int:order>/meet/",
        conditions.condition_meet,
        name="condition-meet",
    ),
]

A_CASE = "business-cases/<slug:case>"
ONE_OF_FIVE = f"{A_CASE}/<slug:section>"

business_case_patterns = [
    path("<slug:code>/business-cases/", heads.business_case_list, name="review-business-cases"),
    path(
        "<slug:code>/business-cases/start/", heads.business_case_start, name="business-case-start"
    ),
    path(f"{A_CASE}/", heads.business_case_detail, name="business-case-detail"),
    path(f"{A_CASE}/edit/", heads.business_case_edit, name="business-case-edit"),
    path(f"{A_CASE}/document/", heads.business_case_print, name="business-case-print"),
    path(f"{A_CASE}/keep/", case_versions.version_keep, name="business-case-keep"),
    path(f"{A_CASE}/whole/", case_versions.business_case_whole, name="business-case-whole"),
    path(
        f"{A_CASE}/differences/",
        case_versions.business_case_differences,
        name="business-case-differences",
    ),
    path(
        f"{A_CASE}/versions/<int:number>/",
        case_versions.business_case_version,
        name="business-case-version",
    ),
    path(f"{ONE_OF_FIVE}/", sections.business_case_section, name="business-case-section"),
    path(f"{ONE_OF_FIVE}/edit/", sections.section_edit, name="business-case-write"),
    path(f"{ONE_OF_FIVE}/owner/", sections.section_owner, name="business-case-owner"),
    path(f"{ONE_OF_FIVE}/send/", sections.section_send, name="business-case-send"),
    path(f"{ONE_OF_FIVE}/decide/", sections.section_decide, name="business-case-decide"),
]

urlpatterns = [
    *business_case_patterns,
    path("", lists.review_list, name="review-list"),
    path("export.<slug:file_format>", lists.review_export, name="review-export"),
    *methodology_patterns,
    *status_patterns,
    *due_patterns,
    path("conditions/", conditions.condition_list, name="condition-list"),
    path("conditions/export.csv", conditions.condition_export, name="condition-export"),
    path("bulk-edit/", bulk.bulk_edit, name="bulk-edit"),
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
    path("add/", scope.review_add, name="review-add"),
    *option_patterns,
    *engagement_patterns,
    path("<slug:code>/", detail.review_detail, name="review-detail"),
    path("<slug:code>/engagement/", detail.review_engagement, name="review-engagement"),
    path("<slug:code>/risks/", detail.review_risks, name="review-risks"),
    path("<slug:code>/papers/", detail.review_papers, name="review-papers"),
    path("<slug:code>/evidence/", detail.review_evidence, name="review-evidence"),
    path("<slug:code>/history/", detail.review_history, name="review-history"),
    path("<slug:code>/edit/", edit.review_edit, name="review-edit"),
    path("<slug:code>/people/", people.review_people, name="review-people"),
    path("<slug:code>/move-on-board/", board.board_move, name="board-move"),
    *gate_patterns,
    path("<slug:code>/move/", moves.review_move, name="review-move"),
    path("<slug:code>/scope/", scope.review_scope, name="review-scope"),
    path("<slug:code>/scope/merge/", scope_changes.scope_merge, name="scope-merge"),
    path("<slug:code>/scope/take-out/", scope_changes.scope_take_out, name="scope-take-out"),
    path("<slug:code>/scope/split/", scope_changes.scope_split, name="scope-split"),
    path("<slug:code>/scope/reconsider/", scope_changes.scope_reconsider, name="scope-reconsider"),
    path("<slug:code>/scope/hand-over/", scope.scope_hand_over, name="scope-hand-over"),
    *(
        path(f"<slug:code>/{act}/", scope.review_state, {"act": act}, name=f"scope-{act}")
        for act in scope.STATE_ACTS
    ),
    path("<slug:code>/evidence/add/", evidence.evidence_add, name="evidence-add"),
    path("<slug:code>/evidence/<int:number>/", evidence.evidence_detail, name="evidence-detail"),
    path(
        "<slug:code>/evidence/<int:number>/decide/",
        evidence.evidence_decide,
        name="evidence-decide",
    ),
]
