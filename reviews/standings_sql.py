"""How each review stands: what it follows from, and the triggers that keep it (SQL, PL/pgSQL).

The parts are read as at a date by lists of a past day too, so they are written once. ``review`` is
the column that names the review, ``as_at`` the date or the end of time, for everything recorded.
"""

EVER = "'infinity'::date"
STANDING = "standing.review_id"


def rating(as_at: str = EVER, review: str = STANDING) -> str:
    """The rating last reported, or an empty text."""
    return f"""coalesce((
        SELECT s.rag FROM programme_statusreport s
        WHERE s.activity_id = {review} AND s.effective_on <= {as_at}
        ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1), '')"""


def next_date(as_at: str = EVER, review: str = STANDING) -> str:
    """The date of the soonest milestone neither achieved nor reported reached.

    That is its forecast, else its baseline.
    """

    def dated(kind: str) -> str:
        return f"""LEFT JOIN LATERAL (
            SELECT d."on" AS day, true AS given FROM programme_milestonedate d
            WHERE d.milestone_id = m.id AND d.kind = '{kind}' AND d.effective_on <= {as_at}
            ORDER BY d.effective_on DESC, d.recorded_at DESC, d.id DESC LIMIT 1
        ) {kind.lower()} ON true"""

    return f"""(
        SELECT min(CASE WHEN forecast.given THEN forecast.day ELSE baseline.day END)
        FROM programme_milestone m
        LEFT JOIN records_sourcepaper paper ON paper.id = m.source_id
        {dated("BASELINE")}
        {dated("FORECAST")}
        LEFT JOIN LATERAL (
            SELECT r.status FROM programme_milestonereport r
            WHERE r.milestone_id = m.id AND r.effective_on <= {as_at}
            ORDER BY r.effective_on DESC, r.recorded_at DESC, r.id DESC LIMIT 1
        ) report ON true
        WHERE m.activity_id = {review}
            AND coalesce(paper.known_on <= {as_at}, true)
            AND coalesce(report.status NOT IN ('MET', 'MET_WITH_EXCEPTION', 'SUPERSEDED'), true)
            AND NOT EXISTS (
                SELECT 1 FROM programme_milestonedate d
                WHERE d.milestone_id = m.id AND d.kind = 'ACHIEVED'
                    AND d.effective_on <= {as_at}))"""


def is_covered(covered: str, as_at: str = EVER) -> str:
    """Whether the service of a row of reviews_reviewedservice was under review on the day."""
    return f"""(coalesce({covered}.started_on <= {as_at}, true)
        AND coalesce({covered}.ended_on > {as_at}, true))"""


def latest_budget(service: str, as_at: str = EVER) -> str:
    """The latest statement of a service's budget (``net_gbp``, ``source_id``), to be joined."""
    return f"""LATERAL (
        SELECT b.net_gbp, b.source_id FROM organisation_servicebudget b
        WHERE b.service_id = {service} AND b.effective_on <= {as_at}
        ORDER BY b.effective_on DESC, b.recorded_at DESC, b.id DESC LIMIT 1
    ) budget"""


def net_budget(as_at: str = EVER, review: str = STANDING) -> str:
    """The latest net budgets of the services covered, added up; null where none is known."""
    return f"""(
        SELECT sum(budget.net_gbp) FROM reviews_reviewedservice covered
        LEFT JOIN {latest_budget("covered.service_id", as_at)} ON true
        WHERE covered.review_id = {review} AND {is_covered("covered", as_at)})"""


# Services covered, those of them with a budget, their net budget, and whether one is shared.
COVERAGE = f"""(
    SELECT count(*), count(budget.net_gbp), sum(budget.net_gbp), coalesce(bool_or(EXISTS (
        SELECT 1 FROM reviews_reviewedservice other
        WHERE other.service_id = covered.service_id AND other.review_id <> covered.review_id
            AND {is_covered("other")})), false)
    FROM reviews_reviewedservice covered
    LEFT JOIN {latest_budget("covered.service_id")} ON true
    WHERE covered.review_id = standing.review_id AND {is_covered("covered")})"""

_SET_RATING = f"rag = {rating()}"
_SET_NEXT_DATE = f"next_on = {next_date()}"
_SET_COVERAGE = f"(services, services_with_budget, net_gbp, shared) = {COVERAGE}"

COLUMNS = """review_id, code, title, "order", phase_number, methodology_id, stage_id, state,
        portfolio_id, rag, services, services_with_budget, shared"""

# A standing for each review without one, as after a load that the triggers did not follow.
FILL = f"""
    INSERT INTO reviews_reviewstanding ({COLUMNS}, net_gbp, next_on)
    SELECT standing.review_id, a.code, a.title, a."order", p.number, standing.methodology_id,
        standing.stage_id, standing.state, standing.portfolio_id, {rating()},
        coverage.services, coverage.budgets, coverage.shared, coverage.net_gbp, {next_date()}
    FROM (SELECT activity_ptr_id AS review_id, r.* FROM reviews_review r
        WHERE NOT EXISTS (SELECT 1 FROM reviews_reviewstanding known
            WHERE known.review_id = r.activity_ptr_id)) standing
    JOIN programme_activity a ON a.id = standing.review_id
    JOIN programme_phase p ON p.activity_ptr_id = standing.phase_id
    CROSS JOIN LATERAL {COVERAGE} coverage (services, budgets, net_gbp, shared)
    ORDER BY p.number, a."order", a.code
"""


def _refreshed(part: str, reviews: str) -> str:
    """Compute a part anew for some reviews, once nobody else does.

    The rows are locked by a statement of its own, so that the next one sees what those who held
    them before have written.
    """
    return f"""
    PERFORM 1 FROM reviews_reviewstanding WHERE review_id IN ({reviews})
        ORDER BY review_id FOR UPDATE;
    UPDATE reviews_reviewstanding standing SET {part} WHERE standing.review_id IN ({reviews});
    RETURN NULL;
"""


BEGINS = f"""
    INSERT INTO reviews_reviewstanding ({COLUMNS})
    SELECT NEW.activity_ptr_id, a.code, a.title, a."order", p.number,
        NEW.methodology_id, NEW.stage_id, NEW.state, NEW.portfolio_id, '', 0, 0, false
    FROM programme_activity a, programme_phase p
    WHERE a.id = NEW.activity_ptr_id AND p.activity_ptr_id = NEW.phase_id;
    RETURN NULL;
"""

FOLLOWS_REVIEW = """
    UPDATE reviews_reviewstanding SET methodology_id = NEW.methodology_id,
        stage_id = NEW.stage_id, state = NEW.state, portfolio_id = NEW.portfolio_id,
        phase_number = (SELECT number FROM programme_phase WHERE activity_ptr_id = NEW.phase_id)
    WHERE review_id = NEW.activity_ptr_id;
    RETURN NULL;
"""

FOLLOWS_ACTIVITY = """
    UPDATE reviews_reviewstanding SET code = NEW.code, title = NEW.title, "order" = NEW."order"
    WHERE review_id = NEW.id;
    RETURN NULL;
"""

FOLLOWS_PHASE = """
    UPDATE reviews_reviewstanding SET phase_number = NEW.number WHERE review_id IN (
        SELECT activity_ptr_id FROM reviews_review WHERE phase_id = NEW.activity_ptr_id);
    RETURN NULL;
"""

_COVERING = """SELECT review_id FROM reviews_reviewedservice
        WHERE service_id IN (NEW.service_id, OLD.service_id)"""

FOLLOWS_COVERAGE = _refreshed(
    _SET_COVERAGE, f"{_COVERING} UNION SELECT OLD.review_id UNION SELECT NEW.review_id"
)
FOLLOWS_BUDGET = _refreshed(_SET_COVERAGE, _COVERING)
FOLLOWS_MILESTONE = _refreshed(_SET_NEXT_DATE, "NEW.activity_id, OLD.activity_id")
FOLLOWS_MILESTONE_ROW = _refreshed(
    _SET_NEXT_DATE,
    "SELECT activity_id FROM programme_milestone WHERE id IN (NEW.milestone_id, OLD.milestone_id)",
)
FOLLOWS_STATUS = _refreshed(_SET_RATING, "NEW.activity_id, OLD.activity_id")
