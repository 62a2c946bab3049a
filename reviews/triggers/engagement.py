"""What the database keeps of the register of market engagement (PL/pgSQL)."""

ENGAGEMENT_IN_ITS_STAGE = """
    IF NEW.starts_on IS NOT NULL AND EXISTS (
        SELECT 1 FROM reviews_review r LEFT JOIN reviews_stage now_at ON now_at.id = r.stage_id
        WHERE r.activity_ptr_id = NEW.activity_id
            AND coalesce(now_at."order", 0) < (
                SELECT min(s."order") FROM reviews_stage s
                WHERE s.methodology_id = r.methodology_id AND s.runs_market_engagement)
    ) THEN
        RAISE EXCEPTION 'The review has not come to the stage in which the market is engaged.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# Both lock the engagement, so that an answer and a change of its dates wait for one another.
RESPONSE_ANSWERS_WHAT_RUNS = """
    IF NEW.responded_on IS NOT NULL THEN
        PERFORM 1 FROM reviews_marketengagement e
            WHERE e.id = NEW.engagement_id AND e.starts_on <= NEW.responded_on
                AND coalesce(e.cancelled_on >= NEW.responded_on, true)
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'An answer comes while the engagement runs.'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""

# The history keeps what was exempt; a row that opened would open that with it.
EXEMPT_STAYS_EXEMPT = """
    RAISE EXCEPTION 'What is exempt stays exempt, because its history is kept.'
        USING ERRCODE = 'check_violation';
"""

ENGAGEMENT_RUNS_WHILE_ANSWERED = """
    IF EXISTS (
        SELECT 1 FROM reviews_engagementresponse r
        WHERE r.engagement_id = NEW.id AND r.responded_on IS NOT NULL
            AND (NEW.starts_on IS NULL OR r.responded_on < NEW.starts_on
                OR r.responded_on > NEW.cancelled_on)
    ) THEN
        RAISE EXCEPTION 'An engagement runs on the days on which it was answered.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
