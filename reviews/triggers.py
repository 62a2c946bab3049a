"""The rules of gates as the database keeps them (PL/pgSQL)."""

# The current stage and state are columns that only the rows behind them may change.
ONLY_PASSAGES_MOVE_A_REVIEW = """
    IF (NEW.stage_id IS DISTINCT FROM OLD.stage_id OR NEW.state <> OLD.state)
            AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'A review changes stage or state only by a recorded passage or change.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

NEW_REVIEW_STARTS_UNMOVED = """
    IF NEW.stage_id IS NOT NULL OR NEW.state <> 'ACTIVE' THEN
        RAISE EXCEPTION 'A new review is active and has no stage until a passage is recorded.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

PASSAGE_IS_ALLOWED = """
    SELECT r.stage_id, r.state, r.methodology_id INTO review
        FROM reviews_review r WHERE r.activity_ptr_id = NEW.review_id FOR UPDATE;
    IF NEW.outcome IN ('PASSED', 'ENTERED') AND review.state <> 'ACTIVE' THEN
        RAISE EXCEPTION 'A review that is % passes no gate.', lower(review.state)
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.from_stage_id IS DISTINCT FROM review.stage_id THEN
        RAISE EXCEPTION 'The review is no longer at the stage this passage leaves.'
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT s."order" INTO from_order FROM reviews_stage s WHERE s.id = NEW.from_stage_id;
    SELECT s."order" INTO to_order FROM reviews_stage s
        WHERE s.id = NEW.to_stage_id AND s.methodology_id = review.methodology_id;
    IF to_order IS NULL THEN
        RAISE EXCEPTION 'The stage is not in the methodology of this review.'
            USING ERRCODE = 'check_violation';
    END IF;
    -- IS NOT TRUE, because a comparison with the stage of a review not started is unknown.
    IF (CASE NEW.outcome
        WHEN 'ENTERED' THEN from_order IS NULL AND to_order = 1
        WHEN 'REPORTED' THEN to_order > coalesce(from_order, 0)
        WHEN 'PASSED' THEN to_order = from_order + 1
        WHEN 'RETURNED' THEN to_order <= from_order
        WHEN 'POSTPONED' THEN to_order = from_order
    END) IS NOT TRUE THEN
        RAISE EXCEPTION 'This stage does not follow from the one the review is at.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome = 'REPORTED' AND EXISTS (
        SELECT 1 FROM reviews_criterion c JOIN reviews_stage s ON s.id = c.stage_id
        WHERE s.methodology_id = review.methodology_id AND s."order" < to_order
            AND c.kind = 'RESOLUTION'
    ) THEN
        RAISE EXCEPTION 'No report brings a review past a gate that a body opens.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome = 'PASSED' THEN
        SELECT c.title INTO unmet FROM reviews_criterion c
        WHERE c.stage_id = NEW.from_stage_id AND NOT CASE c.kind
            WHEN 'EVIDENCE' THEN EXISTS (
                SELECT 1 FROM reviews_evidence e
                WHERE e.review_id = NEW.review_id AND e.criterion_id = c.id
                    AND e.state = 'ACCEPTED' AND e.decided_on <= NEW.effective_on)
            WHEN 'PREFERRED_OPTION' THEN EXISTS (
                SELECT 1 FROM reviews_option o
                WHERE o.review_id = NEW.review_id AND 'PREFERRED' = (
                    SELECT os.state FROM reviews_optionstate os
                    WHERE os.option_id = o.id AND os.effective_on <= NEW.effective_on
                    ORDER BY os.effective_on DESC, os.recorded_at DESC, os.id DESC LIMIT 1))
            WHEN 'RESOLUTION' THEN EXISTS (
                SELECT 1 FROM governance_resolution g
                JOIN governance_resolution_activities ga ON ga.resolution_id = g.id
                JOIN governance_meeting m ON m.id = g.meeting_id
                JOIN governance_body b ON b.id = m.body_id
                WHERE ga.activity_id = NEW.review_id AND b.kind = c.body_kind
                    AND g.kind = 'RESOLUTION' AND g.verb IN ('ENDORSE', 'APPROVE', 'AGREE')
                    AND g.effective_on <= NEW.effective_on)
        END
        ORDER BY c."order" LIMIT 1;
        IF unmet IS NOT NULL THEN
            RAISE EXCEPTION 'The gate is not met: %.', unmet USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""

REVIEW_FOLLOWS_ITS_PASSAGES = """
    UPDATE reviews_review r SET stage_id = (
        SELECT p.to_stage_id FROM reviews_gatepassage p WHERE p.review_id = NEW.review_id
        ORDER BY p.sequence DESC LIMIT 1
    ) WHERE r.activity_ptr_id = NEW.review_id;
    RETURN NULL;
"""

REVIEW_FOLLOWS_ITS_STATE_CHANGES = """
    UPDATE reviews_review r SET state = (
        SELECT c.state FROM reviews_reviewstatechange c WHERE c.review_id = NEW.review_id
        ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1
    ) WHERE r.activity_ptr_id = NEW.review_id;
    RETURN NULL;
"""
