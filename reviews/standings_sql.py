"""How each review stands: what it follows from, and the triggers that keep it (SQL, PL/pgSQL).

The parts are read as at a date by lists of a past day too, so they are written once, for the
row ``standing`` and the end of time or the date asked for.
"""

EVER = "'infinity'::date"


def rating(as_at: str = EVER) -> str:
    """The rating last reported, or an empty text."""
    return f"""coalesce((
        SELECT s.rag FROM programme_statusreport s
        WHERE s.activity_id = standing.review_id AND s.effective_on <= {as_at}
        ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1), '')"""


def next_date(as_at: str = EVER) -> str:
    """The date of the soonest milestone neither achieved nor reported reached: its forecast,
    else its baseline.
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
        WHERE m.activity_id = standing.review_id
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


def coverage(as_at: str = EVER) -> str:
    """Services covered, those of them with a budget, their net budget, whether one is shared."""
    return f"""(
        SELECT count(*), count(budget.net_gbp), sum(budget.net_gbp), coalesce(bool_or(EXISTS (
            SELECT 1 FROM reviews_reviewedservice other
            WHERE other.service_id = covered.service_id
                AND other.review_id <> covered.review_id
                AND {is_covered("other", as_at)})), false)
        FROM reviews_reviewedservice covered
        LEFT JOIN {latest_budget("covered.service_id", as_at)} ON true
        WHERE covered.review_id = standing.review_id AND {is_covered("covered", as_at)})"""


# Each fact of a standing with what it follows from. ``shared`` and the three before it are one.
RATING = f"rag = {rating()}"
NEXT_DATE = f"next_on = {next_date()}"
COVERAGE = f"(services, services_with_budget, net_gbp, shared) = {coverage()}"

REFRESH = f"""
    UPDATE reviews_reviewstanding standing SET {RATING}, {NEXT_DATE}, {COVERAGE}
    WHERE standing.review_id = ANY(%(keys)s)
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


BEGINS = """
    INSERT INTO reviews_reviewstanding (review_id, code, title, "order", phase_number,
        methodology_id, stage_id, state, portfolio_id, rag, services, services_with_budget, shared)
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
    COVERAGE, f"{_COVERING} UNION SELECT OLD.review_id UNION SELECT NEW.review_id"
)
FOLLOWS_BUDGET = _refreshed(COVERAGE, _COVERING)
FOLLOWS_MILESTONE = _refreshed(NEXT_DATE, "NEW.activity_id, OLD.activity_id")
FOLLOWS_MILESTONE_ROW = _refreshed(
    NEXT_DATE,
    "SELECT activity_id FROM programme_milestone WHERE id IN (NEW.milestone_id, OLD.milestone_id)",
)
FOLLOWS_STATUS = _refreshed(RATING, "NEW.activity_id, OLD.activity_id")
