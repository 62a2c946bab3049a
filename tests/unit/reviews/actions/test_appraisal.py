"""Setting an appraisal up, scoring it blind, moderating, costing and agreeing it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from reviews.actions import appraisal as actions
from reviews.enums import AppraisalState, OptionStateKind
from reviews.errors import AppraisalRefused, DateRefused, OptionRefused
from reviews.models import (
    Appraisal,
    AppraisalCriterion,
    Assessor,
    ModeratedScore,
    Option,
    OptionYear,
    Review,
    Score,
)
from reviews.policies.appraisal import CriterionPlan
from tests.factories.appraisal import (
    NOON,
    ON,
    cost,
    grid,
    hand_in,
    make_agreed_appraisal,
    make_appraisal,
    make_open_appraisal,
    make_plan,
    make_scored_appraisal,
    moderate,
    now_of,
    weigh,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_option, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE, name="Pat Portfolio")


@pytest.fixture
def stranger():
    return make_user(Role.OFFICER)


class TestSettingUp:
    def test_doing_nothing_is_listed_and_comes_first(self, office):
        appraisal = make_appraisal(by=office)

        chosen = [row.option for row in appraisal.options.order_by("order")]
        assert [(option.title, option.is_do_nothing) for option in chosen] == [
            ("Do nothing", True),
            ("Trading company", False),
            ("Contract out", False),
        ]
        assert [model.code for model in chosen[0].delivery_models.all()] == ["STATUS_QUO"]
        assert chosen[0].states.get().state == OptionStateKind.CONSIDERED
        assert (appraisal.number, appraisal.state, appraisal.made_by) == (
            1,
            AppraisalState.SETTING_UP,
            office,
        )

    def test_doing_nothing_that_is_listed_already_is_not_listed_again(self):
        review = make_review()
        nothing = make_option(review, OptionStateKind.CONSIDERED, title="Business as usual")
        Option.objects.filter(pk=nothing.pk).update(is_do_nothing=True)
        make_option(review, title="Trust")

        appraisal = make_appraisal(review)

        assert [row.option.title for row in appraisal.options.order_by("order")] == [
            "Business as usual",
            "Trust",
        ]
        assert review.options.count() == 2

    def test_one_is_under_way_at_a_time(self, office):
        appraisal = make_appraisal(by=office)

        with pytest.raises(AppraisalRefused, match="is still being set up"):
            make_appraisal(appraisal.review, by=office)

    def test_a_further_one_says_why(self):
        first = make_agreed_appraisal()
        with pytest.raises(AppraisalRefused, match="Say why they are appraised again"):
            make_appraisal(first.review)

        second = make_appraisal(first.review, made_because="The market has changed.")

        assert (second.number, second.made_because) == (2, "The market has changed.")

    @pytest.mark.parametrize(
        "fields, sentence",
        [
            ({"options": []}, "at least one option to compare"),
            ({"assessors": []}, "Name at least one assessor"),
            ({"first_year": 9998}, "is from 2000/01 to 2100/01"),
            ({"years": 31}, "over 1 to 30 financial years"),
        ],
    )
    def test_what_is_not_enough_is_refused(self, fields, sentence):
        with pytest.raises(AppraisalRefused, match=sentence):
            make_appraisal(**fields)

    def test_an_option_of_another_review_is_refused(self):
        with pytest.raises(AppraisalRefused, match="of its own review alone"):
            make_appraisal(options=[make_option(make_review())])

    def test_an_assessor_may_read_what_they_score(self, stranger):
        exempt = {
            "classification": Classification.EXEMPT,
            "exempt_paragraph": 3,
            "exempt_reason": "Prices",
        }
        with pytest.raises(AppraisalRefused, match="may not read exempt material"):
            make_appraisal(assessors=[stranger], **exempt)

        assert (
            make_appraisal(assessors=[make_user(Role.FINANCE)], **exempt).classification
            == Classification.EXEMPT
        )

    def test_a_deferred_review_is_not_appraised(self):
        review = make_review()
        make_option(review)
        change_state(review)

        with pytest.raises(OptionRefused, match="Its options stay as they are"):
            make_appraisal(review)

    def test_only_who_edits_the_review_makes_one(self, stranger):
        with pytest.raises(NotPermitted):
            make_appraisal(by=stranger)

    def test_an_older_review_is_stale(self, office):
        review = make_review()
        make_option(review)

        with pytest.raises(StaleVersion):
            actions.make_appraisal(
                review=review, expected_version=9, plan=make_plan(review), by=office, now=NOON,
                today=ON,
            )  # fmt: skip

    def test_editing_takes_away_what_is_left_out_with_what_was_entered_for_it(self, office):
        appraisal = make_appraisal(by=office)
        cost(appraisal, [[(1, 0), (1, 0)]] * 3)
        kept = appraisal.review.options.get(title="Contract out")
        newcomer = make_user(Role.OFFICER)

        edited = actions.edit_appraisal(
            appraisal=appraisal,
            expected_version=2,
            plan=make_plan(
                appraisal.review, options=[kept], assessors=[newcomer], years=1, title="Anew"
            ),
            by=office,
            now=NOON,
            today=ON,
        )

        assert (edited.title, edited.version) == ("Anew", 3)
        assert [row.option.title for row in edited.options.order_by("order")] == [
            "Do nothing",
            "Contract out",
        ]
        assert [row.user for row in edited.assessors.all()] == [newcomer]
        assert set(OptionYear.objects.values_list("financial_year", flat=True)) == {2014}

    def test_nothing_is_edited_once_scoring_is_open(self, office):
        appraisal = make_open_appraisal(by=office)

        with pytest.raises(AppraisalRefused, match="This appraisal is being scored"):
            actions.edit_appraisal(
                appraisal=appraisal, expected_version=appraisal.version,
                plan=make_plan(appraisal.review), by=office, now=NOON, today=ON,
            )  # fmt: skip
        with pytest.raises(AppraisalRefused, match="while one is being set up"):
            weigh(appraisal)


class TestWeights:
    def test_criteria_are_written_in_their_order_and_over_those_before(self, office):
        appraisal = weigh(make_appraisal(by=office))
        weigh(appraisal, criteria=(("Cost", "50"), ("Quality", "30.5"), ("Risk", "19.5")))
        weighed = weigh(appraisal, criteria=(("Cost", "100"),))

        assert [(row.order, row.title, row.weight) for row in weighed.criteria.all()] == [
            (1, "Cost", Decimal(100))
        ]
        assert weighed.version == 4

    @pytest.mark.parametrize(
        "criteria, sentence",
        [
            ((("Quality", "60"), ("Cost", "39")), "The weights sum to 99, not to 100"),
            ((("Quality", "60"), ("Cost", "40.5")), r"The weights sum to 100\.5, not to 100"),
            ((("Quality", "60"), ("quality", "40")), "a name of its own"),
            ((("Quality", "100"), ("Cost", "0")), "The weight of “Cost” is above 0"),
            ((), "at least one criterion"),
        ],
    )
    def test_what_does_not_weigh_up_is_refused(self, criteria, sentence):
        appraisal = make_appraisal()

        with pytest.raises(AppraisalRefused, match=sentence):
            weigh(appraisal, criteria=criteria)
        assert not appraisal.criteria.exists()

    def test_the_database_itself_refuses_a_sum_of_99(self):
        appraisal = weigh(make_appraisal())

        AppraisalCriterion.objects.filter(appraisal=appraisal, title="Cost").update(weight=39)

        # What is deferred to the end of the transaction is asked for now.
        with connection.cursor() as cursor, pytest.raises(DatabaseError, match="100, not to 99"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_the_database_lets_weights_change_one_by_one(self):
        appraisal = weigh(make_appraisal())

        with transaction.atomic(), connection.cursor() as cursor:
            AppraisalCriterion.objects.filter(appraisal=appraisal, title="Cost").update(weight=30)
            AppraisalCriterion.objects.filter(appraisal=appraisal, title="Quality").update(
                weight=70
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        assert sum(row.weight for row in appraisal.criteria.all()) == 100

    def test_who_sets_weights_second_is_stale(self, office):
        appraisal = make_appraisal(by=office)
        weigh(appraisal)

        with pytest.raises(StaleVersion):
            actions.set_criteria(
                appraisal=appraisal, expected_version=1,
                criteria=[CriterionPlan("Cost", Decimal(100))], by=office, now=NOON,
            )  # fmt: skip

    def test_only_who_edits_the_review_weighs(self, stranger):
        appraisal = make_appraisal()
        for act in (
            lambda: weigh(appraisal, by=stranger),
            lambda: actions.open_scoring(
                appraisal=appraisal, expected_version=1, by=stranger, now=NOON, today=ON
            ),
            lambda: actions.abandon_appraisal(
                appraisal=appraisal, expected_version=1, reason="No", by=stranger, now=NOON
            ),
            lambda: actions.edit_appraisal(
                appraisal=appraisal, expected_version=1, plan=make_plan(appraisal.review),
                by=stranger, now=NOON, today=ON,
            ),
        ):  # fmt: skip
            with pytest.raises(NotPermitted, match="may edit it"):
                act()


class TestOpening:
    def test_scoring_opens_once_everything_is_set(self, office):
        appraisal = make_open_appraisal(by=office)

        assert (appraisal.state, appraisal.opened_on) == (AppraisalState.SCORING, ON)

    def test_it_does_not_open_without_criteria(self, office):
        appraisal = make_appraisal(by=office)

        with pytest.raises(AppraisalRefused, match="No criteria are set yet"):
            actions.open_scoring(
                appraisal=appraisal, expected_version=1, by=office, now=NOON, today=ON
            )

    def test_every_lack_is_said_at_once(self, office):
        appraisal = make_appraisal(by=office)
        Assessor.objects.all().delete()
        appraisal.options.filter(option__is_do_nothing=True).delete()

        with pytest.raises(
            AppraisalRefused, match=r"No criteria .* of which one is to do nothing\. No assessor"
        ):
            actions.open_scoring(
                appraisal=appraisal, expected_version=1, by=office, now=NOON, today=ON
            )

    def test_the_database_opens_nothing_that_is_not_set_up(self):
        appraisal = make_appraisal()

        with pytest.raises(DatabaseError, match="has criteria, assessors"), transaction.atomic():
            Appraisal.objects.filter(pk=appraisal.pk).update(state=AppraisalState.SCORING)

    def test_the_database_fixes_the_parts_once_it_is_open(self):
        appraisal = make_open_appraisal()

        for rows in (appraisal.criteria, appraisal.options, appraisal.assessors):
            with pytest.raises(DatabaseError, match="fixed once scoring"), transaction.atomic():
                rows.first().delete()


class TestScoring:
    def test_a_draft_is_kept_and_a_score_taken_away(self):
        user = make_user(Role.OFFICER)
        appraisal = make_open_appraisal(assessors=[user])
        given = grid(appraisal)
        first, second, *_ = given

        actions.save_scores(appraisal=appraisal, scores=given, by=user, now=NOON)
        actions.save_scores(appraisal=appraisal, scores={first: None, second: 0}, by=user, now=NOON)

        kept = {(row.criterion_id, row.option_id): row.score for row in Score.objects.all()}
        assert kept == {place: mark for place, mark in given.items() if place != first} | {
            second: 0
        }
        assert now_of(appraisal).state == AppraisalState.SCORING

    def test_the_last_to_hand_in_begins_moderation(self):
        one, other = make_user(Role.OFFICER), make_user(Role.FINANCE)
        appraisal = make_open_appraisal(assessors=[one, other])

        assert hand_in(appraisal, one).submitted_at == NOON
        assert now_of(appraisal).state == AppraisalState.SCORING
        hand_in(appraisal, other)
        assert now_of(appraisal).state == AppraisalState.MODERATION

    @pytest.mark.parametrize("mark", [-1, 11])
    def test_a_score_out_of_range_is_refused(self, mark):
        user = make_user(Role.OFFICER)
        appraisal = make_open_appraisal(assessors=[user])
        place = next(iter(grid(appraisal)))

        with pytest.raises(AppraisalRefused, match=f"{mark} is out of range"):
            actions.save_scores(appraisal=appraisal, scores={place: mark}, by=user, now=NOON)

    @pytest.mark.parametrize("mark", [-1, 11])
    def test_the_database_refuses_a_score_out_of_range(self, mark):
        user = make_user(Role.OFFICER)
        appraisal = make_open_appraisal(assessors=[user])
        actions.save_scores(appraisal=appraisal, scores=grid(appraisal), by=user, now=NOON)

        with pytest.raises(DatabaseError), transaction.atomic():
            Score.objects.update(score=mark)

    def test_a_score_of_another_appraisal_is_refused(self):
        user = make_user(Role.OFFICER)
        appraisal, other = make_open_appraisal(assessors=[user]), make_open_appraisal()

        with pytest.raises(AppraisalRefused, match="of this appraisal"):
            actions.save_scores(appraisal=appraisal, scores=grid(other), by=user, now=NOON)

    def test_nothing_is_handed_in_before_every_box_is_filled(self):
        user = make_user(Role.OFFICER)
        appraisal = make_open_appraisal(assessors=[user])
        given = grid(appraisal)
        first, second, *_ = given

        with pytest.raises(AppraisalRefused, match="1 score is still missing"):
            actions.hand_in_scores(
                appraisal=appraisal, scores=given | {first: None}, by=user, now=NOON
            )
        with pytest.raises(AppraisalRefused, match="2 scores are still missing"):
            actions.hand_in_scores(
                appraisal=appraisal, scores=given | {first: None, second: None}, by=user, now=NOON
            )
        assert not Score.objects.exists()

    def test_scores_are_handed_in_once(self):
        one, other = make_user(Role.OFFICER), make_user(Role.FINANCE)
        appraisal = make_open_appraisal(assessors=[one, other])
        hand_in(appraisal, one)

        with pytest.raises(AppraisalRefused, match="handed your scores in"):
            actions.save_scores(appraisal=appraisal, scores={}, by=one, now=NOON)
        with pytest.raises(DatabaseError, match="until they are handed in"), transaction.atomic():
            Score.objects.filter(assessor__user=one).update(score=0)

    def test_nobody_but_an_assessor_scores(self, office):
        appraisal = make_open_appraisal(by=office)

        with pytest.raises(AppraisalRefused, match="not named as an assessor"):
            hand_in(appraisal, office)

    def test_nobody_scores_before_scoring_is_open(self):
        user = make_user(Role.OFFICER)
        appraisal = weigh(make_appraisal(assessors=[user]))

        with pytest.raises(AppraisalRefused, match="This appraisal is being set up"):
            hand_in(appraisal, user)

    def test_the_database_begins_no_moderation_while_one_is_out(self):
        appraisal = make_open_appraisal()

        with pytest.raises(DatabaseError, match="every assessor has handed"), transaction.atomic():
            Appraisal.objects.filter(pk=appraisal.pk).update(state=AppraisalState.MODERATION)

    def test_the_database_takes_no_assessor_in_before_every_score(self):
        make_open_appraisal()

        with pytest.raises(DatabaseError, match="when every one is given"), transaction.atomic():
            Assessor.objects.update(submitted_at=NOON)


class TestBlindness:
    @pytest.fixture
    def people(self):
        return {role: make_user(role) for role in Role}

    def seen(self, user):
        return set(Score.objects.visible_to(user).values_list("assessor__user_id", flat=True))

    def test_nobody_reads_another_score_until_all_are_in(self, people):
        one, other = people[Role.OFFICER], people[Role.FINANCE]
        appraisal = make_open_appraisal(assessors=[one, other])
        hand_in(appraisal, one)
        actions.save_scores(appraisal=appraisal, scores=grid(appraisal), by=other, now=NOON)

        assert {role: self.seen(user) for role, user in people.items()} == {
            role: {user.pk} if user in (one, other) else set() for role, user in people.items()
        }
        assert self.seen(None) == set()

        hand_in(appraisal, other)

        assert {role: self.seen(user) for role, user in people.items()} == {
            role: {one.pk, other.pk} for role in people
        }

    def test_scores_of_an_abandoned_appraisal_stay_blind(self, people):
        one, other = people[Role.OFFICER], people[Role.FINANCE]
        appraisal = make_open_appraisal(assessors=[one, other])
        hand_in(appraisal, one)
        actions.abandon_appraisal(
            appraisal=appraisal, expected_version=appraisal.version, reason="The market moved.",
            by=people[Role.PORTFOLIO_OFFICE], now=NOON,
        )  # fmt: skip

        assert [self.seen(people[role]) for role in (Role.PORTFOLIO_OFFICE, Role.AUDITOR)] == [
            set(),
            set(),
        ]
        assert self.seen(one) == {one.pk}

    def test_scores_of_an_exempt_appraisal_are_read_by_who_may_read_it(self, people):
        make_scored_appraisal(
            assessors=[people[Role.FINANCE]], classification=Classification.EXEMPT,
            exempt_paragraph=3, exempt_reason="Prices",
        )  # fmt: skip

        assert self.seen(people[Role.OFFICER]) == set()
        assert self.seen(people[Role.AUDITOR]) == {people[Role.FINANCE].pk}


class TestModeration:
    def test_the_mean_needs_no_reason_and_another_score_does(self, office):
        one, other = make_user(Role.OFFICER), make_user(Role.FINANCE)
        appraisal = make_open_appraisal(assessors=[one, other], by=office)
        hand_in(appraisal, one)
        hand_in(appraisal, other, ((4, 4), (9, 5), (5, 9)))
        first, second, *_ = grid(appraisal)

        with pytest.raises(AppraisalRefused, match="One score differs from the mean"):
            moderate(appraisal, scores={first: (Decimal(5), " ")})
        with pytest.raises(AppraisalRefused, match="2 scores differ from the mean"):
            moderate(appraisal, scores={first: (Decimal(5), ""), second: (Decimal(0), "")})
        moderate(appraisal, scores={first: (Decimal(5), "Both agreed.")}, by=office)

        rows = {(row.criterion_id, row.option_id): row for row in ModeratedScore.objects.all()}
        assert (rows[first].score, rows[first].reason, rows[first].by) == (
            Decimal(5),
            "Both agreed.",
            office,
        )
        assert {place: row.score for place, row in rows.items() if place != first} == {
            place: mean for place, mean in actions.means_of(appraisal).items() if place != first
        }

    def test_means_are_kept_to_two_places(self):
        assessors = [make_user(Role.OFFICER) for _ in range(3)]
        appraisal = make_open_appraisal(assessors=assessors)
        for mark, user in zip((7, 8, 8), assessors, strict=True):
            hand_in(appraisal, user, ((mark, mark),) * 3)

        moderate(appraisal)

        assert set(ModeratedScore.objects.values_list("score", flat=True)) == {Decimal("7.67")}

    def test_the_database_keeps_no_other_score_without_a_reason(self):
        appraisal = moderate(make_scored_appraisal())

        with pytest.raises(DatabaseError, match="not the mean says why"), transaction.atomic():
            ModeratedScore.objects.filter(criterion__appraisal=appraisal).update(score=1)

    def test_of_two_who_moderate_at_once_the_second_is_stale(self, office):
        appraisal = make_scored_appraisal(by=office)
        version = appraisal.version
        moderate(appraisal, by=office)

        with pytest.raises(StaleVersion, match="Compare the two versions"):
            actions.moderate_scores(
                appraisal=appraisal, expected_version=version, scores={},
                by=make_user(Role.PORTFOLIO_OFFICE), now=NOON,
            )  # fmt: skip

    def test_a_score_that_stays_is_not_written_again(self, office):
        appraisal = moderate(make_scored_appraisal(by=office), by=office)
        first = next(iter(grid(appraisal)))

        moderate(appraisal, scores={first: (Decimal(9), "It is better.")})

        assert sorted(ModeratedScore.objects.values_list("version", flat=True)) == [1] * 5 + [2]

    def test_scores_are_moderated_in_moderation_alone(self, office):
        appraisal = make_open_appraisal(by=office)

        with pytest.raises(AppraisalRefused, match="while one is being moderated"):
            moderate(appraisal)

    def test_only_who_edits_the_review_moderates_its_own_places(self, stranger):
        appraisal = make_scored_appraisal()
        with pytest.raises(NotPermitted, match="may edit it"):
            moderate(appraisal, by=stranger)
        with pytest.raises(AppraisalRefused, match="of this appraisal"):
            moderate(appraisal, scores={(0, 0): (Decimal(1), "")})
        with pytest.raises(AppraisalRefused, match="11 is out of range"):
            moderate(appraisal, scores={next(iter(grid(appraisal))): (Decimal(11), "More")})


class TestCosts:
    def test_amounts_are_written_changed_and_taken_away(self):
        appraisal = make_appraisal()
        costed = cost(appraisal, [[(100, 0), (100, 0)], [(150, 20), (60, 80)], [(90, 0), (90, 0)]])
        option = appraisal.options.order_by("order").first().pk
        actions.set_option_years(
            appraisal=appraisal, expected_version=costed.version,
            amounts={(option, 2014): (Decimal("100.50"), Decimal(0)), (option, 2015): None,
                     (option, 2014 + 1): None},
            by=make_user(Role.FINANCE), now=NOON,
        )  # fmt: skip

        rows = OptionYear.objects.filter(option=option)
        assert [(row.financial_year, row.cost_gbp, row.version) for row in rows] == [
            (2014, Decimal("100.50"), 2)
        ]
        assert OptionYear.objects.count() == 5

    @pytest.mark.parametrize(
        "amounts, sentence",
        [
            ({(None, 2014): (Decimal(-1), Decimal(0))}, "zero or more"),
            ({(None, 2016): (Decimal(1), Decimal(0))}, "2016/17 is not a year of this appraisal"),
            ({(0, 2014): (Decimal(1), Decimal(0))}, "an option of this appraisal"),
        ],
    )
    def test_what_has_no_place_is_refused(self, amounts, sentence):
        appraisal = make_appraisal()
        option = appraisal.options.first().pk
        placed = {
            (option if key is None else key, year): pair for (key, year), pair in amounts.items()
        }

        with pytest.raises(AppraisalRefused, match=sentence):
            actions.set_option_years(
                appraisal=appraisal, expected_version=1, amounts=placed,
                by=make_user(Role.FINANCE), now=NOON,
            )  # fmt: skip

    def test_a_stranger_enters_none(self, stranger):
        with pytest.raises(NotPermitted, match="finance partners may enter"):
            cost(make_appraisal(), [[(1, 1)]] * 3, by=stranger)

    def test_they_are_fixed_once_it_is_agreed(self):
        appraisal = make_agreed_appraisal(amounts=[[(1, 0), (1, 0)]] * 3)

        with pytest.raises(AppraisalRefused, match="This appraisal is agreed"):
            cost(appraisal, [[(1, 1)]] * 3)
        with (
            pytest.raises(DatabaseError, match="once an appraisal is agreed"),
            transaction.atomic(),
        ):
            OptionYear.objects.update(cost_gbp=2)


class TestAgreeing:
    def test_it_is_agreed_from_today_and_stands(self, office):
        appraisal = make_agreed_appraisal(by=office)

        assert (appraisal.state, appraisal.agreed_by, appraisal.agreed_on) == (
            AppraisalState.AGREED,
            office,
            ON,
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Appraisal.objects.filter(pk=appraisal.pk).update(title="Another")
        with pytest.raises(DatabaseError), transaction.atomic():
            ModeratedScore.objects.update(reason="Another")

    def test_the_owner_of_the_review_agrees_and_another_does_not(self):
        owner, other = (make_user(Role.SENIOR_RESPONSIBLE_OWNER) for _ in range(2))
        review = make_review(sro=owner)
        appraisal = moderate(make_scored_appraisal(review))

        with pytest.raises(NotPermitted, match="Senior Responsible Owner of this review"):
            actions.agree_appraisal(
                appraisal=appraisal, expected_version=appraisal.version, by=other, now=NOON,
                today=ON,
            )  # fmt: skip
        agreed = actions.agree_appraisal(
            appraisal=appraisal, expected_version=appraisal.version, by=owner, now=NOON, today=ON
        )
        assert agreed.agreed_by == owner

    def test_an_earlier_date_has_a_reason(self, office):
        appraisal = moderate(make_scored_appraisal(by=office), by=office)
        earlier = {
            "appraisal": appraisal, "expected_version": appraisal.version, "by": office,
            "now": NOON, "today": ON, "effective_on": date(2014, 3, 1),
        }  # fmt: skip
        with pytest.raises(DateRefused, match="Give a reason"):
            actions.agree_appraisal(**earlier)

        agreed = actions.agree_appraisal(**earlier, reason="The board met then.")

        assert (agreed.agreed_on, agreed.reason) == (date(2014, 3, 1), "The board met then.")

    def test_it_is_not_agreed_before_every_score_is_moderated(self, office):
        appraisal = make_scored_appraisal(by=office)

        with pytest.raises(AppraisalRefused, match="6 scores are still missing"):
            actions.agree_appraisal(
                appraisal=appraisal, expected_version=appraisal.version, by=office, now=NOON,
                today=ON,
            )  # fmt: skip
        with pytest.raises(DatabaseError, match="once every score"), transaction.atomic():
            Appraisal.objects.filter(pk=appraisal.pk).update(
                state=AppraisalState.AGREED, agreed_by=office, agreed_on=ON
            )

    def test_an_abandoned_one_says_why_and_makes_room(self, office):
        appraisal = make_open_appraisal(by=office)
        wanted = {
            "appraisal": appraisal, "expected_version": appraisal.version, "by": office,
            "now": NOON,
        }  # fmt: skip
        with pytest.raises(AppraisalRefused, match="Say why"):
            actions.abandon_appraisal(**wanted, reason=" ")

        abandoned = actions.abandon_appraisal(**wanted, reason="A bidder withdrew.")

        assert (abandoned.state, abandoned.reason) == (
            AppraisalState.ABANDONED,
            "A bidder withdrew.",
        )
        assert make_appraisal(appraisal.review, made_because="Again").number == 2
        with pytest.raises(AppraisalRefused, match="This appraisal is abandoned"):
            actions.abandon_appraisal(
                **(wanted | {"expected_version": abandoned.version}), reason="Twice"
            )

    @pytest.mark.parametrize(
        "before, after",
        [
            (before, after)
            for before in AppraisalState
            for after in AppraisalState
            if before != after
        ],
    )
    def test_the_database_keeps_the_order_of_the_states(self, before, after, office):
        makers = {
            AppraisalState.SETTING_UP: lambda: weigh(make_appraisal(by=office)),
            AppraisalState.SCORING: lambda: make_open_appraisal(by=office),
            AppraisalState.MODERATION: lambda: moderate(make_scored_appraisal(by=office)),
            AppraisalState.AGREED: lambda: make_agreed_appraisal(by=office),
            AppraisalState.ABANDONED: lambda: actions.abandon_appraisal(
                appraisal=(made := make_appraisal(by=office)), expected_version=made.version,
                reason="No", by=office, now=NOON,
            ),
        }  # fmt: skip
        appraisal = makers[before]()
        agreed = {"agreed_by": office, "agreed_on": ON} if after == AppraisalState.AGREED else {}

        try:
            with transaction.atomic():
                Appraisal.objects.filter(pk=appraisal.pk).update(
                    state=after, reason="Why", **agreed
                )
            is_taken = True
        except DatabaseError:
            is_taken = False

        assert is_taken is (
            (before, after)
            in {
                (AppraisalState.SETTING_UP, AppraisalState.SCORING),
                (AppraisalState.SETTING_UP, AppraisalState.ABANDONED),
                (AppraisalState.SCORING, AppraisalState.ABANDONED),
                (AppraisalState.MODERATION, AppraisalState.AGREED),
                (AppraisalState.MODERATION, AppraisalState.ABANDONED),
            }
        )


def test_an_appraisal_counts_as_an_edit_of_its_review(office):
    review = make_review()
    make_option(review)

    make_appraisal(review, by=office)

    assert Review.objects.get(pk=review.pk).version == 2
