"""What the database keeps of gates, their evidence, sign-offs and conditions (PL/pgSQL)."""

# What counts for a gate again after the review went back is what was recorded since.
DECISION_ON_EVIDENCE_IS_TIMED = """
    IF NEW.state = 'SUPPLIED' THEN
        NEW.decision_recorded_at := NULL;
    ELSIF NEW.decision_recorded_at IS NULL THEN
        NEW.decision_recorded_at := statement_timestamp();
    END IF;
    RETURN NEW;
"""

EVIDENCE_FOR_AN_OPEN_GATE = """
    IF EXISTS (
        SELECT 1 FROM reviews_review r
        JOIN reviews_criterion c ON c.id = NEW.criterion_id
        JOIN reviews_stage s ON s.id = c.stage_id
        LEFT JOIN reviews_stage now_at ON now_at.id = r.stage_id
        WHERE r.activity_ptr_id = NEW.review_id AND (r.state <> 'ACTIVE'
            OR (s.methodology_id = now_at.methodology_id AND s."order" < now_at."order"))
    ) THEN
        RAISE EXCEPTION 'A gate that the review has left takes no more evidence.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

PASSAGE_IS_ALLOWED = """
    SELECT r.stage_id, r.state, r.methodology_id, r.phase_id INTO review
        FROM reviews_review r WHERE r.activity_ptr_id = NEW.review_id FOR UPDATE;
    IF NEW.outcome IN ('PASSED', 'PASSED_WITH_CONDITIONS', 'ENTERED', 'CARRIED')
            AND review.state <> 'ACTIVE' THEN
        RAISE EXCEPTION 'A review that is % passes no gate.',
            replace(lower(review.state), '_', ' ') USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.from_stage_id IS DISTINCT FROM review.stage_id THEN
        RAISE EXCEPTION 'The review is no longer at the stage this passage leaves.'
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT s."order", s.code INTO from_order, from_code
        FROM reviews_stage s WHERE s.id = NEW.from_stage_id;
    SELECT s."order", s.code INTO to_order, to_code FROM reviews_stage s
        JOIN reviews_methodology m ON m.id = s.methodology_id
        WHERE s.id = NEW.to_stage_id AND CASE NEW.outcome
            WHEN 'MOVED' THEN m.phase_id = review.phase_id AND m.state = 'IN_FORCE'
                AND m.id <> review.methodology_id
            ELSE m.id = review.methodology_id END;
    IF to_order IS NULL THEN
        RAISE EXCEPTION 'The stage is not in the methodology of this review.'
            USING ERRCODE = 'check_violation';
    END IF;
    -- IS NOT TRUE, because a comparison with the stage of a review not started is unknown.
    IF (CASE NEW.outcome
        WHEN 'ENTERED' THEN from_order IS NULL AND to_order = 1
        WHEN 'CARRIED' THEN from_order IS NULL AND to_order <= (
            SELECT min(coalesce(s."order", 0)) FROM reviews_scopechange c
            JOIN reviews_review r ON r.activity_ptr_id = c.review_id
            LEFT JOIN reviews_stage s
                ON s.id = r.stage_id AND s.methodology_id = review.methodology_id
            WHERE c.other_id = NEW.review_id AND c.kind IN ('MERGE', 'SPLIT'))
        WHEN 'REPORTED' THEN to_order > coalesce(from_order, 0)
        WHEN 'PASSED' THEN to_order = from_order + 1
        WHEN 'PASSED_WITH_CONDITIONS' THEN to_order = from_order + 1
        WHEN 'RETURNED' THEN to_order <= from_order
        WHEN 'POSTPONED' THEN to_order = from_order
        WHEN 'MOVED' THEN to_code = from_code OR to_order <= from_order
    END) IS NOT TRUE THEN
        RAISE EXCEPTION 'This stage does not follow from the one the review is at.'
            USING ERRCODE = 'check_violation';
    END IF;
    -- Nor past a gate it had not passed: every stage before the new one was left before, and the
    -- new one is its own or not later than its own.
    IF NEW.outcome = 'MOVED' AND EXISTS (
        SELECT 1 FROM reviews_stage n
        LEFT JOIN reviews_stage o
            ON o.methodology_id = review.methodology_id AND o.code = n.code
        WHERE n.methodology_id = (
                SELECT t.methodology_id FROM reviews_stage t WHERE t.id = NEW.to_stage_id)
            AND n."order" <= to_order
            AND n.id <> CASE WHEN to_code = from_code THEN NEW.to_stage_id ELSE 0 END
            AND (o."order" >= from_order
                OR (o.id IS NULL AND to_code <> from_code AND n."order" < to_order))
    ) THEN
        RAISE EXCEPTION 'No review is moved past a gate that it had not passed.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome <> 'REPORTED' AND NEW.effective_on < (
            SELECT p.effective_on FROM reviews_gatepassage p WHERE p.review_id = NEW.review_id
            ORDER BY p.sequence DESC LIMIT 1) THEN
        RAISE EXCEPTION 'The review cannot leave its stage before it entered it.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome = 'REPORTED' AND EXISTS (
        SELECT 1 FROM reviews_criterion c JOIN reviews_stage s ON s.id = c.stage_id
        WHERE s.methodology_id = review.methodology_id AND s."order" < to_order
            AND c.kind IN ('ADVICE', 'RESOLUTION', 'DECISION')
    ) THEN
        RAISE EXCEPTION 'No report brings a review past a gate that a body opens.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome IN ('PASSED', 'PASSED_WITH_CONDITIONS') THEN
        -- When the review last went back to this stage or one before it, and with which passage
        -- it came to this stage: what is older than the one or the other does not count.
        SELECT max(p.recorded_at) AS at, max(p.effective_on) AS on_day INTO back
            FROM reviews_gatepassage p
            JOIN reviews_stage f ON f.id = p.from_stage_id
            JOIN reviews_stage t ON t.id = p.to_stage_id
            WHERE p.review_id = NEW.review_id AND p.outcome = 'RETURNED'
                AND t."order" < f."order" AND t."order" <= from_order;
        SELECT max(p.sequence) INTO entered FROM reviews_gatepassage p
            WHERE p.review_id = NEW.review_id AND p.outcome NOT IN ('POSTPONED', 'MOVED');
        SELECT c.title INTO unmet FROM reviews_criterion c
        WHERE c.stage_id = NEW.from_stage_id AND NOT CASE c.kind
            WHEN 'EVIDENCE' THEN EXISTS (
                SELECT 1 FROM reviews_evidence e
                JOIN reviews_criterion met ON met.id = e.criterion_id
                JOIN reviews_stage s ON s.id = met.stage_id
                WHERE e.review_id = NEW.review_id AND met.code = c.code AND s.code = from_code
                    AND e.state = 'ACCEPTED' AND e.decided_on <= NEW.effective_on
                    AND coalesce(e.decision_recorded_at > back.at, true))
            WHEN 'FIELD' THEN CASE c.field
                WHEN 'LEAD' THEN EXISTS (SELECT 1 FROM programme_assignment a
                    WHERE a.activity_id = NEW.review_id AND a.role = 'LEAD'
                        AND a.ended_on IS NULL)
                WHEN 'SENIOR_RESPONSIBLE_OWNER' THEN EXISTS (
                    SELECT 1 FROM programme_assignment a
                    WHERE a.activity_id = NEW.review_id AND a.role = 'SENIOR_RESPONSIBLE_OWNER'
                        AND a.ended_on IS NULL)
                WHEN 'PORTFOLIO' THEN EXISTS (SELECT 1 FROM reviews_review r
                    WHERE r.activity_ptr_id = NEW.review_id AND r.portfolio_id IS NOT NULL)
                WHEN 'NEXT_STEPS' THEN EXISTS (SELECT 1 FROM reviews_review r
                    WHERE r.activity_ptr_id = NEW.review_id AND r.next_steps <> '')
                WHEN 'DESCRIPTION' THEN EXISTS (SELECT 1 FROM programme_activity a
                    WHERE a.id = NEW.review_id AND a.description <> '')
                WHEN 'SERVICES' THEN EXISTS (SELECT 1 FROM reviews_reviewedservice v
                    WHERE v.review_id = NEW.review_id AND v.ended_on IS NULL)
                WHEN 'BUDGETS' THEN EXISTS (SELECT 1 FROM reviews_reviewedservice v
                        WHERE v.review_id = NEW.review_id AND v.ended_on IS NULL)
                    AND NOT EXISTS (SELECT 1 FROM reviews_reviewedservice v
                        WHERE v.review_id = NEW.review_id AND v.ended_on IS NULL
                            AND NOT EXISTS (SELECT 1 FROM organisation_servicebudget b
                                WHERE b.service_id = v.service_id
                                    AND b.effective_on <= NEW.effective_on))
                END
            WHEN 'MILESTONE' THEN EXISTS (
                SELECT 1 FROM programme_milestone m
                JOIN programme_milestonedate d ON d.milestone_id = m.id
                WHERE m.activity_id = NEW.review_id
                    AND lower(m.title) = lower(c.milestone_title) AND d.kind = 'ACHIEVED'
                    AND d."on" IS NOT NULL AND d."on" <= NEW.effective_on
                    AND d.effective_on <= NEW.effective_on)
            WHEN 'PREFERRED_OPTION' THEN EXISTS (
                SELECT 1 FROM reviews_option o
                JOIN LATERAL (
                    SELECT os.state, os.recorded_at FROM reviews_optionstate os
                    WHERE os.option_id = o.id AND os.effective_on <= NEW.effective_on
                    ORDER BY os.effective_on DESC, os.recorded_at DESC, os.id DESC LIMIT 1
                ) latest ON true
                WHERE o.review_id = NEW.review_id AND latest.state = 'PREFERRED'
                    AND coalesce(latest.recorded_at > back.at, true))
            WHEN 'SIGN_OFF' THEN coalesce((
                SELECT g.given FROM reviews_signoff g
                JOIN reviews_gatepassage p ON p.id = g.passage_id
                JOIN reviews_criterion met ON met.id = g.criterion_id
                JOIN reviews_stage s ON s.id = met.stage_id
                WHERE g.review_id = NEW.review_id AND met.code = c.code AND s.code = from_code
                    AND p.sequence >= entered AND g.effective_on <= NEW.effective_on
                ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1), false)
            WHEN 'DECISION' THEN EXISTS (
                SELECT 1 FROM governance_decision d
                JOIN governance_decision_activities da ON da.decision_id = d.id
                JOIN governance_body b ON b.id = d.maker_id
                WHERE da.activity_id = NEW.review_id
                    AND (b.kind = c.body_kind
                        OR (c.body_kind = 'EXECUTIVE' AND b.kind = 'EXECUTIVE_INDIVIDUAL'))
                    AND d.state <> 'PROPOSED' AND d.effective_on IS NOT NULL
                    AND d.effective_on <= NEW.effective_on
                    AND coalesce(d.taken_on >= back.on_day, true))
                OR (c.only_if_key AND coalesce((
                    SELECT NOT k.is_needed FROM reviews_keydecisiontest k
                    WHERE k.review_id = NEW.review_id AND k.effective_on <= NEW.effective_on
                    ORDER BY k.effective_on DESC, k.recorded_at DESC, k.id DESC LIMIT 1), false))
            ELSE EXISTS (
                SELECT 1 FROM governance_resolution g
                JOIN governance_resolution_activities ga ON ga.resolution_id = g.id
                JOIN governance_meeting m ON m.id = g.meeting_id
                JOIN governance_body b ON b.id = m.body_id
                WHERE ga.activity_id = NEW.review_id AND b.kind = c.body_kind
                    AND CASE c.kind
                        WHEN 'RESOLUTION' THEN g.kind = 'RESOLUTION'
                            AND g.verb IN ('ENDORSE', 'APPROVE', 'AGREE')
                        ELSE g.verb IN ('ENDORSE', 'APPROVE', 'AGREE', 'RECOMMEND', 'NOTE') END
                    AND g.effective_on <= NEW.effective_on
                    AND coalesce(g.recorded_at > back.at, true))
        END
        ORDER BY c."order" LIMIT 1;
        IF unmet IS NOT NULL THEN
            RAISE EXCEPTION 'The gate is not met: %.', unmet USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""

# At the end of the transaction, so that the passage and its conditions may be written in turn.
CONDITIONS_BELONG_TO_THE_PASSAGE = """
    IF NEW.outcome = 'PASSED_WITH_CONDITIONS' AND NOT EXISTS (
            SELECT 1 FROM reviews_gatecondition c WHERE c.passage_id = NEW.id) THEN
        RAISE EXCEPTION 'A passage with conditions says which.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""

CONDITION_HAS_ITS_PASSAGE = """
    IF NOT EXISTS (SELECT 1 FROM reviews_gatepassage p
            WHERE p.id = NEW.passage_id AND p.outcome = 'PASSED_WITH_CONDITIONS') THEN
        RAISE EXCEPTION 'Only a passage with conditions has conditions.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.due_on < (SELECT p.effective_on FROM reviews_gatepassage p
            WHERE p.id = NEW.passage_id) THEN
        RAISE EXCEPTION 'A condition is due on or after the day of its passage.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# Sign-offs of a gate are given in the order of its criteria; one refused stops those after it.
SIGN_OFF_IN_TURN = """
    SELECT r.stage_id, r.state INTO review FROM reviews_review r
        WHERE r.activity_ptr_id = NEW.review_id FOR UPDATE;
    SELECT c.stage_id, c.kind, c."order" INTO criterion
        FROM reviews_criterion c WHERE c.id = NEW.criterion_id;
    IF criterion.kind <> 'SIGN_OFF' OR review.stage_id IS DISTINCT FROM criterion.stage_id
            OR review.state <> 'ACTIVE' THEN
        RAISE EXCEPTION 'The review does not stand at the gate this sign-off is for.'
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT max(p.sequence) INTO entered FROM reviews_gatepassage p
        WHERE p.review_id = NEW.review_id AND p.outcome NOT IN ('POSTPONED', 'MOVED');
    IF NOT EXISTS (SELECT 1 FROM reviews_gatepassage p WHERE p.id = NEW.passage_id
            AND p.review_id = NEW.review_id AND p.sequence >= entered) THEN
        RAISE EXCEPTION 'A sign-off counts for the stage the review is at.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.given AND EXISTS (
            SELECT 1 FROM reviews_criterion c
            WHERE c.stage_id = criterion.stage_id AND c.kind = 'SIGN_OFF'
                AND c."order" < criterion."order" AND NOT coalesce((
                    SELECT g.given FROM reviews_signoff g
                    JOIN reviews_gatepassage p ON p.id = g.passage_id
                    JOIN reviews_criterion met ON met.id = g.criterion_id
                    JOIN reviews_stage s ON s.id = met.stage_id
                    WHERE g.review_id = NEW.review_id AND met.code = c.code AND s.code = (
                            SELECT here.code FROM reviews_stage here
                            WHERE here.id = criterion.stage_id)
                        AND p.sequence >= entered
                    ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1), false)) THEN
        RAISE EXCEPTION 'An earlier sign-off of this gate has not been given.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

REVIEW_FOLLOWS_ITS_PASSAGES = """
    UPDATE reviews_review r SET (stage_id, methodology_id) = (
        SELECT s.id, s.methodology_id FROM reviews_gatepassage p
        JOIN reviews_stage s ON s.id = p.to_stage_id WHERE p.review_id = NEW.review_id
        ORDER BY p.sequence DESC LIMIT 1
    ) WHERE r.activity_ptr_id = NEW.review_id;
    RETURN NULL;
"""
