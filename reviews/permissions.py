"""Whether this person may act on this review; what the facts allow is in ``policies.py``."""

from datetime import date

from ftc.errors import NotPermitted
from ftc.organisation.enums import Permission, Role
from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole
from ftc.records.models import Upload
from ftc.records.uploads import register_owner_rule
from reviews import policies
from reviews.enums import Doer, FiveCase, ImportKind
from reviews.models import (
    BusinessCase,
    BusinessCaseSection,
    Criterion,
    EngagementNote,
    Evidence,
    GateCondition,
    Import,
    Review,
)
from reviews.policies.business_cases import CLEARED_BY, MAY_OWN


def role_on(user: User, review: Review) -> AssignmentRole | None:
    """Whether ``user`` leads the review, is its Senior Responsible Owner, or neither, now.

    ``holders``, where the review was read with them, are the (user, role) of now.
    """
    holders = getattr(review, "holders", None)
    if holders is None:
        holders = review.assignments.filter(ended_on__isnull=True).values_list("user_id", "role")
    return next((AssignmentRole(role) for held, role in holders if int(held) == user.pk), None)


def can_edit(user: User, review: Review) -> bool:
    """An officer edits the reviews they lead, the portfolio office any."""
    if user.may(Permission.REVIEW_EDIT_ANY):
        return True
    return user.may(Permission.REVIEW_EDIT_LED) and role_on(user, review) == AssignmentRole.LEAD


def check_can_edit(user: User, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not edit the review."""
    if not can_edit(user, review):
        raise NotPermitted("Only the lead of this review and the portfolio office may edit it.")


def can_supply(user: User, review: Review) -> bool:
    """The lead, the Senior Responsible Owner and the portfolio office supply evidence."""
    if not user.may(Permission.EVIDENCE_SUPPLY):
        return False
    return user.may(Permission.REVIEW_EDIT_ANY) or role_on(user, review) is not None


def check_can_supply(user: User, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not supply evidence for the review."""
    if not can_supply(user, review):
        raise NotPermitted(
            "Only the lead of this review, its Senior Responsible Owner and the portfolio office "
            "may supply evidence for it."
        )


def does_for(user: User, review: Review, role: str) -> bool:
    """Whether ``user`` is the one whom a criterion means that names ``role``.

    An officer is the lead of this review, an owner its Senior Responsible Owner; of the finance
    partners, the portfolio office and Democratic Services it may be anybody.
    """
    match policies.doer_of(role):
        case Doer.LEAD:
            return user.may(Permission.EVIDENCE_SUPPLY) and (
                role_on(user, review) == AssignmentRole.LEAD
            )
        case Doer.SENIOR_RESPONSIBLE_OWNER:
            return user.may(Permission.EVIDENCE_ACCEPT_OWNED) and (
                role_on(user, review) == AssignmentRole.SENIOR_RESPONSIBLE_OWNER
            )
        case None:
            return False
        case _:
            return user.is_active and Role(role) in user.roles


def who_does(role: str) -> str:
    """Who is meant by a criterion that names ``role``, to begin a sentence with."""
    doer = policies.doer_of(role)
    if doer is None:
        return "nobody"
    of_this = " of this review" if doer in policies.OF_THE_REVIEW else ""
    return f"{doer.label}{of_this}"


def can_decide(user: User, evidence: Evidence, review: Review | None = None) -> bool:
    """Whoever the criterion names, and never whoever supplied the evidence.

    ``review`` is the evidence's own, for a page that has read it already.
    Source: County Council, 15 May 2014, item 12, paragraph 2.5.
    """
    return evidence.supplied_by_id != user.pk and does_for(
        user, review or evidence.review, evidence.criterion.role
    )


def check_can_decide(user: User, evidence: Evidence) -> None:
    """Raises NotPermitted when ``user`` may not accept or return the evidence."""
    if can_decide(user, evidence):
        return
    if evidence.supplied_by_id == user.pk:
        raise NotPermitted("Nobody accepts or returns evidence that they supplied themselves.")
    who = who_does(evidence.criterion.role)
    raise NotPermitted(f"Only {who} may accept or return this evidence.")


def check_can_sign_off(user: User, review: Review, criterion: Criterion) -> None:
    """Raises NotPermitted when ``user`` may not give, refuse or take back the sign-off."""
    if not does_for(user, review, criterion.role):
        raise NotPermitted(
            f"Only {who_does(criterion.role)} may give or refuse “{criterion.title}”."
        )


def can_say_whether_key(user: User) -> bool:
    """The portfolio office and Democratic Services say whether a Key Decision is needed."""
    return user.may(Permission.REVIEW_EDIT_ANY) or user.may(Permission.RESOLUTION_RECORD)


def check_can_say_whether_key(user: User) -> None:
    """Raises NotPermitted when ``user`` may not say whether a Key Decision is needed."""
    if not can_say_whether_key(user):
        raise NotPermitted(
            "Only the portfolio office and Democratic Services may say whether a Key Decision is "
            "needed."
        )


def can_meet(user: User, condition: GateCondition, review: Review) -> bool:
    """The lead, the owner and the portfolio office, and never whoever is to meet the condition."""
    if condition.owner_id == user.pk or not user.is_active:
        return False
    return user.may(Permission.REVIEW_EDIT_ANY) or role_on(user, review) is not None


def check_can_meet(user: User, condition: GateCondition, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not say that the condition is met."""
    if condition.owner_id == user.pk:
        raise NotPermitted("Whoever is to meet a condition does not say that it is met.")
    if not can_meet(user, condition, review):
        raise NotPermitted(
            "Only the lead of this review, its Senior Responsible Owner and the portfolio office "
            "may say that a condition is met."
        )


def can_move(user: User, review: Review) -> bool:
    """The lead moves the review through its gates, the portfolio office any."""
    if user.may(Permission.GATE_MOVE_ANY):
        return True
    return user.may(Permission.GATE_MOVE_LED) and role_on(user, review) == AssignmentRole.LEAD


def check_can_move(user: User, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not move the review."""
    if not can_move(user, review):
        raise NotPermitted("Only the lead of this review and the portfolio office may move it.")


def can_change_state(user: User, review: Review) -> bool:
    """The portfolio office defers and resumes reviews."""
    return user.may(Permission.REVIEW_EDIT_ANY)


def check_can_change_state(user: User, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not defer or resume the review."""
    if not can_change_state(user, review):
        raise NotPermitted("Only the portfolio office may defer or resume a review.")


def can_change_scope(user: User) -> bool:
    """The portfolio office takes reviews in, merges, splits, hands over and reconsiders them."""
    return user.may(Permission.REVIEW_EDIT_ANY)


def check_can_change_scope(user: User) -> None:
    """Raises NotPermitted when ``user`` may not change the scope of reviews."""
    if not can_change_scope(user):
        raise NotPermitted("Only the portfolio office may add a review or change its scope.")


def can_keep_delivery_models(user: User) -> bool:
    """The portfolio office keeps the list of delivery models."""
    return user.may(Permission.REVIEW_EDIT_ANY)


def check_can_keep_delivery_models(user: User) -> None:
    """Raises NotPermitted when ``user`` may not add or retire a delivery model."""
    if not can_keep_delivery_models(user):
        raise NotPermitted("Only the portfolio office may change the list of delivery models.")


def can_import(user: User) -> bool:
    """The portfolio office imports reviews, milestones and options."""
    return user.may(Permission.REVIEW_EDIT_ANY)


def check_can_import(user: User) -> None:
    """Raises NotPermitted when ``user`` may not import from a sheet."""
    if not can_import(user):
        raise NotPermitted("Only the portfolio office may import reviews, milestones and options.")


def can_bulk_edit(user: User) -> bool:
    """Whoever may edit a review may edit several together; each is judged on its own."""
    return user.may(Permission.REVIEW_EDIT_ANY) or user.may(Permission.REVIEW_EDIT_LED)


def check_can_bulk_edit(user: User) -> None:
    """Raises NotPermitted when ``user`` may edit no review."""
    if not can_bulk_edit(user):
        raise NotPermitted("Only leads and the portfolio office may edit several reviews together.")


def can_handle(user: User, held: Import) -> bool:
    """The portfolio office handles any import; whoever made a bulk edit handles that one."""
    if user.may(Permission.REVIEW_EDIT_ANY):
        return True
    own = held.kind == ImportKind.BULK_EDIT and held.made_by_id == user.pk
    return own and user.may(Permission.REVIEW_EDIT_LED)


def check_can_handle(user: User, held: Import) -> None:
    """Raises NotPermitted when ``user`` may not see, confirm or undo the import."""
    if not can_handle(user, held):
        raise NotPermitted(
            "Only the portfolio office may see this, and whoever made it where it is a bulk edit."
        )


def can_agree_appraisal(user: User, review: Review) -> bool:
    """The review's Senior Responsible Owner and the portfolio office agree what is appraised."""
    if user.may(Permission.REVIEW_EDIT_ANY):
        return True
    return (
        user.may(Permission.EVIDENCE_ACCEPT_OWNED)
        and role_on(user, review) == AssignmentRole.SENIOR_RESPONSIBLE_OWNER
    )


def check_can_agree_appraisal(user: User, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not agree an appraisal of the review."""
    if not can_agree_appraisal(user, review):
        raise NotPermitted(
            "Only the Senior Responsible Owner of this review and the portfolio office may agree "
            "an appraisal."
        )


def can_cost_options(user: User, review: Review) -> bool:
    """Whoever edits the review, and any finance partner, enters what its options cost."""
    return user.may(Permission.FINANCE_EDIT) or can_edit(user, review)


def check_can_cost_options(user: User, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not enter costs and benefits."""
    if not can_cost_options(user, review):
        raise NotPermitted(
            "Only the lead of this review, the portfolio office and finance partners may enter "
            "costs and benefits."
        )


def can_keep_engagement(user: User, review: Review | None) -> bool:
    """Whoever edits a review keeps its market engagement, the portfolio office that of a phase."""
    if review is None:
        return user.may(Permission.REVIEW_EDIT_ANY)
    return can_edit(user, review)


def check_can_keep_engagement(user: User, review: Review | None) -> None:
    """Raises NotPermitted when ``user`` may not keep this engagement; no review is a phase."""
    if not can_keep_engagement(user, review):
        raise NotPermitted(
            "Only the portfolio office may record the market engagement of a whole phase."
            if review is None
            else "Only the lead of this review and the portfolio office may record its market "
            "engagement."
        )


def can_keep_suppliers(user: User) -> bool:
    """Officers who lead reviews and the portfolio office keep the register of suppliers."""
    return user.may(Permission.REVIEW_EDIT_ANY) or user.may(Permission.REVIEW_EDIT_LED)


def check_can_keep_suppliers(user: User) -> None:
    """Raises NotPermitted when ``user`` may not add or edit a supplier."""
    if not can_keep_suppliers(user):
        raise NotPermitted("Only officers and the portfolio office may change the suppliers.")


def can_write_section(user: User, section: BusinessCaseSection) -> bool:
    """Whoever owns one of the five cases writes it, and whoever edits the review any of them."""
    owns = section.owner_id == user.pk and any(user.may(permission) for permission in MAY_OWN)
    return owns or can_edit(user, section.case.review)


def check_can_write_section(user: User, section: BusinessCaseSection) -> None:
    """Raises NotPermitted when ``user`` may not write the case or send it to clearance."""
    if not can_write_section(user, section):
        raise NotPermitted(
            f"Only whoever owns the {section.get_kind_display().lower()}, the lead of this review "
            "and the portfolio office may write it."
        )


def can_clear_section(user: User, section: BusinessCaseSection) -> bool:
    """Whoever clears cases of the kind, and never its owner nor whoever edited it last."""
    if user.pk in (section.owner_id, section.edited_by_id):
        return False
    return does_for(user, section.case.review, CLEARED_BY[FiveCase(section.kind)])


def check_can_clear_section(user: User, section: BusinessCaseSection) -> None:
    """Raises NotPermitted when ``user`` may not clear or return the case."""
    if can_clear_section(user, section):
        return
    name = f"the {section.get_kind_display().lower()}"
    if section.owner_id == user.pk:
        raise NotPermitted(f"You own {name}, so somebody else clears or returns it.")
    if section.edited_by_id == user.pk:
        raise NotPermitted(f"You edited {name} last, so somebody else clears or returns it.")
    who = who_does(CLEARED_BY[FiveCase(section.kind)])
    raise NotPermitted(f"Only {who} may clear or return {name}.")


def check_can_read_case(user: User, case: BusinessCase) -> None:
    """Raises NotPermitted when ``user`` may not read the business case."""
    if case.classification not in user.readable_classifications():
        raise NotPermitted("You may not read that business case.")


def can_print_case(user: User, review: Review) -> bool:
    """Whoever has a part in the review, finance partners, and whoever makes reports."""
    makes = (Permission.REPORT_MAKE, Permission.FINANCE_EDIT, Permission.REVIEW_EDIT_ANY)
    if any(user.may(permission) for permission in makes):
        return True
    return user.may(Permission.EVIDENCE_SUPPLY) and role_on(user, review) is not None


def check_can_print_case(user: User, review: Review) -> None:
    """Raises NotPermitted when ``user`` may not have a business case made into a document."""
    if not can_print_case(user, review):
        raise NotPermitted(
            "Only the lead of this review, its Senior Responsible Owner, finance partners, the "
            "portfolio office and Democratic Services may make a document of it."
        )


def can_keep_methodologies(user: User) -> bool:
    """The portfolio office changes methodologies and moves reviews from version to version."""
    return user.may(Permission.REVIEW_EDIT_ANY)


def check_can_keep_methodologies(user: User) -> None:
    """Raises NotPermitted when ``user`` may not change a methodology."""
    if not can_keep_methodologies(user):
        raise NotPermitted("Only the portfolio office may change a methodology.")


def check_can_backdate(user: User, *, effective_on: date, today: date) -> None:
    """Raises NotPermitted when ``user`` may not set something back before ``today``.

    ``today`` is the working date.
    """
    if effective_on < today and not user.may(Permission.BACKDATE):
        raise NotPermitted(
            "Your role does not allow an earlier date. The portfolio office may set one."
        )


@register_owner_rule
def can_read_file(upload: Upload, user: User) -> bool | None:
    """The file of evidence is read by whoever may read the evidence; None for any other file."""
    owners = Evidence.objects.filter(upload=upload)
    if not owners.exists():
        return None
    return owners.visible_to(user).exists()


@register_owner_rule
def can_read_sheet(upload: Upload, user: User) -> bool | None:
    """A sheet that was imported is read by the portfolio office; None for any other file."""
    if not Import.objects.filter(upload=upload).exists():
        return None
    return user.is_authenticated and can_import(user)


@register_owner_rule
def can_read_note_file(upload: Upload, user: User) -> bool | None:
    """The file of a note on market engagement is read with the note; None for any other file."""
    owners = EngagementNote.objects.filter(upload=upload)
    if not owners.exists():
        return None
    return bool(owners.visible_to(user).exists())
