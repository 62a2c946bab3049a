"""The rules of gates as the database keeps them (PL/pgSQL)."""

# The current stage and state are columns that only the rows behind them may change.
ONLY_PASSAGES_MOVE_A_REVIEW = """
    IF (NEW.stage_id IS DISTINCT FROM OLD.stage_id OR NEW.state <> OLD.state
                OR (OLD.stage_id IS NOT NULL AND NEW.methodology_id <> OLD.methodology_id))
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
    IF NOT EXISTS (SELECT 1 FROM reviews_methodology m
            WHERE m.id = NEW.methodology_id AND m.state = 'IN_FORCE') THEN
        RAISE EXCEPTION 'A review follows a methodology that is in force.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# A draft is edited freely; what is in force stands, so that no review's past is rewritten.
METHODOLOGY_STANDS = """
    IF OLD.state = 'IN_FORCE' THEN
        RAISE EXCEPTION 'A methodology in force is not changed: make a further version.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'IN_FORCE' THEN
        IF NOT EXISTS (SELECT 1 FROM reviews_stage s WHERE s.methodology_id = NEW.id) THEN
            RAISE EXCEPTION 'A methodology in force has stages.' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM reviews_methodology m WHERE m.phase_id = NEW.phase_id
                AND m.state = 'IN_FORCE' AND m.version < NEW.version
                AND m.in_force_on > NEW.in_force_on) THEN
            RAISE EXCEPTION 'A version is in force no earlier than the one before it.'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN coalesce(NEW, OLD);
"""

STAGE_STANDS = """
    IF EXISTS (SELECT 1 FROM reviews_methodology m WHERE m.state = 'IN_FORCE'
            AND m.id IN (OLD.methodology_id, NEW.methodology_id)) THEN
        RAISE EXCEPTION 'A methodology in force is not changed: make a further version.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""

CRITERION_STANDS = """
    IF EXISTS (SELECT 1 FROM reviews_stage s JOIN reviews_methodology m ON m.id = s.methodology_id
            WHERE m.state = 'IN_FORCE' AND s.id IN (OLD.stage_id, NEW.stage_id)) THEN
        RAISE EXCEPTION 'A methodology in force is not changed: make a further version.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""

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

# What a person does with an option follows the table of option states (transitions.py); a row read
# from a paper, or carried into a joint review as its first, is not somebody's act.
OPTION_STATE_FOLLOWS = """
    IF NEW.by_id IS NULL OR NEW.source_id IS NOT NULL THEN
        RETURN NEW;
    END IF;
    SELECT os.state, os.effective_on INTO latest FROM reviews_optionstate os
        WHERE os.option_id = NEW.option_id
        ORDER BY os.effective_on DESC, os.recorded_at DESC, os.id DESC LIMIT 1;
    IF latest.state IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.effective_on < latest.effective_on THEN
        RAISE EXCEPTION 'An option changes state no earlier than it last did.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'CARRIED' AND latest.state <> 'CARRIED'
            OR NEW.state <> 'CARRIED' AND latest.state = 'CARRIED' THEN
        RETURN NEW;
    END IF;
    IF (CASE latest.state
        WHEN 'CONSIDERED' THEN NEW.state IN (
            'SHORT_LISTED', 'NOT_RECOMMENDED', 'NOT_RECOMMENDED_AT_THIS_STAGE')
        WHEN 'SHORT_LISTED' THEN NEW.state IN (
            'CONSIDERED', 'PREFERRED', 'NOT_RECOMMENDED', 'NOT_RECOMMENDED_AT_THIS_STAGE')
        WHEN 'PREFERRED' THEN NEW.state IN (
            'SHORT_LISTED', 'NOT_RECOMMENDED', 'NOT_RECOMMENDED_AT_THIS_STAGE')
        WHEN 'NOT_RECOMMENDED' THEN NEW.state = 'CONSIDERED'
        WHEN 'NOT_RECOMMENDED_AT_THIS_STAGE' THEN NEW.state IN (
            'CONSIDERED', 'SHORT_LISTED', 'NOT_RECOMMENDED')
    END) IS NOT TRUE THEN
        RAISE EXCEPTION 'This state does not follow from the one the option is in.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# Both reviews are locked in one order, so that of two merges in a circle the second is refused.
SCOPE_CHANGE_IS_SOUND = """
    PERFORM 1 FROM reviews_review r WHERE r.activity_ptr_id IN (NEW.review_id, NEW.other_id)
        ORDER BY r.activity_ptr_id FOR UPDATE;
    SELECT r.state, r.phase_id INTO review FROM reviews_review r
        WHERE r.activity_ptr_id = NEW.review_id;
    SELECT r.state, r.phase_id INTO other FROM reviews_review r
        WHERE r.activity_ptr_id = NEW.other_id;
    IF NEW.other_id = NEW.review_id OR (NEW.kind = 'MERGE' AND other.state = 'MERGED') THEN
        RAISE EXCEPTION 'A review is merged only into one that has not been merged itself.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('MERGE', 'SPLIT') AND (review.state <> 'ACTIVE' OR other.state <> 'ACTIVE') THEN
        RAISE EXCEPTION 'Only active reviews are merged or split.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('MERGE', 'SPLIT') AND review.phase_id <> other.phase_id THEN
        RAISE EXCEPTION 'Reviews of different phases are not merged.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('UNMERGE', 'TAKE_BACK') THEN
        SELECT c.kind, c.review_id, c.other_id, c.effective_on INTO undone
            FROM reviews_scopechange c WHERE c.id = NEW.undoes_id;
        IF (undone.review_id = NEW.review_id AND undone.other_id IS NOT DISTINCT FROM NEW.other_id
                AND undone.effective_on <= NEW.effective_on
                AND (undone.kind, NEW.kind) IN (('MERGE', 'UNMERGE'), ('HAND_OVER', 'TAKE_BACK')))
                IS NOT TRUE THEN
            RAISE EXCEPTION 'What is taken back is named and is of the same reviews.'
                USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.undoes_id IS NOT NULL THEN
        RAISE EXCEPTION 'Only a merge or a handing over is taken back.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'UNMERGE' AND EXISTS (
            SELECT 1 FROM reviews_gatepassage p JOIN reviews_scopechange c ON c.id = NEW.undoes_id
            WHERE p.review_id = NEW.other_id AND p.recorded_at > c.recorded_at
                AND p.outcome IN ('PASSED', 'PASSED_WITH_CONDITIONS')) THEN
        RAISE EXCEPTION 'The joint review has passed a gate since, so nothing is taken out of it.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# What a paper reports is taken as it is; what a person does follows the table of states.
STATE_FOLLOWS_THE_TABLE = """
    IF NEW.by_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT r.state, r.stage_id, r.methodology_id INTO review FROM reviews_review r
        WHERE r.activity_ptr_id = NEW.review_id FOR UPDATE;
    SELECT c.id, c.effective_on INTO latest FROM reviews_reviewstatechange c
        WHERE c.review_id = NEW.review_id
        ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1;
    IF latest.id IS NULL AND NEW.state = 'ACTIVE' THEN
        RETURN NEW;
    END IF;
    IF latest.effective_on > NEW.effective_on THEN
        RAISE EXCEPTION 'A later change of state is recorded already.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (review.state, NEW.state) NOT IN (
            ('ACTIVE', 'DEFERRED'), ('ACTIVE', 'WITHDRAWN'), ('ACTIVE', 'MERGED'),
            ('ACTIVE', 'HANDED_OVER'), ('ACTIVE', 'CLOSED'),
            ('DEFERRED', 'ACTIVE'), ('DEFERRED', 'WITHDRAWN'),
            ('WITHDRAWN', 'ACTIVE'), ('MERGED', 'ACTIVE'),
            ('HANDED_OVER', 'ACTIVE'), ('HANDED_OVER', 'CLOSED'), ('CLOSED', 'ACTIVE')) THEN
        RAISE EXCEPTION 'A review that is % cannot become %.',
            replace(lower(review.state), '_', ' '), replace(lower(NEW.state), '_', ' ')
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('HANDED_OVER', 'CLOSED') AND review.stage_id IS DISTINCT FROM (
            SELECT s.id FROM reviews_stage s WHERE s.methodology_id = review.methodology_id
            ORDER BY s."order" DESC LIMIT 1) THEN
        RAISE EXCEPTION 'A review is handed over or closed at its last stage only.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF 'MERGED' IN (review.state, NEW.state) AND (NEW.state = 'MERGED') IS DISTINCT FROM EXISTS (
            SELECT 1 FROM reviews_scopechange c WHERE c.review_id = NEW.review_id
                AND c.kind = 'MERGE' AND NOT EXISTS (
                    SELECT 1 FROM reviews_scopechange u WHERE u.undoes_id = c.id)) THEN
        RAISE EXCEPTION 'A review is merged, and taken out again, by a change of scope.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

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

# The weights are checked at the end of the transaction, so that they may be changed one by one.
WEIGHTS_SUM_TO_100 = """
    SELECT sum(c.weight) INTO total FROM reviews_appraisalcriterion c
        WHERE c.appraisal_id = coalesce(NEW.appraisal_id, OLD.appraisal_id);
    IF total IS NOT NULL AND total <> 100 THEN
        RAISE EXCEPTION 'The weights of an appraisal sum to 100, not to %.', total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""

APPRAISAL_IS_SET_UP = """
    IF OLD.state IN ('AGREED', 'ABANDONED') THEN
        RAISE EXCEPTION 'An appraisal that is agreed or abandoned stands as it is.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.review_id <> OLD.review_id THEN
        RAISE EXCEPTION 'An appraisal stays with its review.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND (CASE OLD.state
            WHEN 'SETTING_UP' THEN NEW.state IN ('SCORING', 'ABANDONED')
            WHEN 'SCORING' THEN NEW.state IN ('MODERATION', 'ABANDONED')
            WHEN 'MODERATION' THEN NEW.state IN ('AGREED', 'ABANDONED')
        END) IS NOT TRUE THEN
        RAISE EXCEPTION 'An appraisal is set up, scored, moderated and agreed, in that order.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'AGREED' AND (
            SELECT count(*) FROM reviews_moderatedscore m
            JOIN reviews_appraisalcriterion c ON c.id = m.criterion_id
            WHERE c.appraisal_id = NEW.id)
        <> (SELECT count(*) FROM reviews_appraisalcriterion c WHERE c.appraisal_id = NEW.id)
         * (SELECT count(*) FROM reviews_appraisedoption o WHERE o.appraisal_id = NEW.id) THEN
        RAISE EXCEPTION 'An appraisal is agreed once every score is moderated.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'SCORING' AND OLD.state = 'SETTING_UP' AND NOT (
        EXISTS (SELECT 1 FROM reviews_appraisalcriterion c WHERE c.appraisal_id = NEW.id)
        AND EXISTS (SELECT 1 FROM reviews_assessor a WHERE a.appraisal_id = NEW.id)
        AND (SELECT count(*) FROM reviews_appraisedoption a WHERE a.appraisal_id = NEW.id) > 1
        AND EXISTS (SELECT 1 FROM reviews_appraisedoption a
            JOIN reviews_option o ON o.id = a.option_id
            WHERE a.appraisal_id = NEW.id AND o.is_do_nothing)) THEN
        RAISE EXCEPTION 'An appraisal has criteria, assessors, options and doing nothing.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'MODERATION' AND OLD.state = 'SCORING' AND EXISTS (
            SELECT 1 FROM reviews_assessor a
            WHERE a.appraisal_id = NEW.id AND a.submitted_at IS NULL) THEN
        RAISE EXCEPTION 'Scores are moderated once every assessor has handed theirs in.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

APPRAISAL_PART_IS_FIXED = """
    IF EXISTS (SELECT 1 FROM reviews_appraisal a WHERE a.state <> 'SETTING_UP'
            AND a.id IN (OLD.appraisal_id, NEW.appraisal_id)) THEN
        RAISE EXCEPTION 'Criteria, options and assessors are fixed once scoring opens.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""

APPRAISED_OPTION_IS_OF_ITS_REVIEW = """
    IF NOT EXISTS (SELECT 1 FROM reviews_appraisal a JOIN reviews_option o
            ON o.review_id = a.review_id
            WHERE a.id = NEW.appraisal_id AND o.id = NEW.option_id) THEN
        RAISE EXCEPTION 'An appraisal has options of its own review.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

SCORES_ARE_HANDED_IN_ONCE = """
    IF OLD.submitted_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM reviews_appraisal a
            WHERE a.id = NEW.appraisal_id AND a.state = 'SCORING') THEN
        RAISE EXCEPTION 'Scores are handed in once, while an appraisal is scored.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.submitted_at IS NOT NULL AND (
            SELECT count(*) FROM reviews_score s WHERE s.assessor_id = NEW.id)
        <> (SELECT count(*) FROM reviews_appraisalcriterion c
            WHERE c.appraisal_id = NEW.appraisal_id)
         * (SELECT count(*) FROM reviews_appraisedoption o
            WHERE o.appraisal_id = NEW.appraisal_id) THEN
        RAISE EXCEPTION 'Scores are handed in when every one is given.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

COSTS_ARE_OPEN = """
    SELECT a.state, a.first_year, a.years INTO appraisal FROM reviews_appraisedoption o
        JOIN reviews_appraisal a ON a.id = o.appraisal_id
        WHERE o.id = coalesce(NEW.option_id, OLD.option_id);
    IF appraisal.state IN ('AGREED', 'ABANDONED') THEN
        RAISE EXCEPTION 'Costs and benefits are fixed once an appraisal is agreed.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.financial_year < appraisal.first_year
            OR NEW.financial_year >= appraisal.first_year + appraisal.years THEN
        RAISE EXCEPTION 'The year is not one of the appraisal.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""

SCORE_IS_OPEN = """
    IF NOT EXISTS (
        SELECT 1 FROM reviews_assessor a JOIN reviews_appraisal p ON p.id = a.appraisal_id
        WHERE a.id = coalesce(NEW.assessor_id, OLD.assessor_id) AND a.submitted_at IS NULL
            AND p.state = 'SCORING') THEN
        RAISE EXCEPTION 'Scores are entered while an appraisal is scored, until they are handed in.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM reviews_assessor a
        JOIN reviews_appraisalcriterion c ON c.appraisal_id = a.appraisal_id
        JOIN reviews_appraisedoption o ON o.appraisal_id = a.appraisal_id
        WHERE a.id = NEW.assessor_id AND c.id = NEW.criterion_id AND o.id = NEW.option_id) THEN
        RAISE EXCEPTION 'A score belongs to one appraisal.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""

MODERATION_IS_OPEN = """
    IF NOT EXISTS (
        SELECT 1 FROM reviews_appraisalcriterion c JOIN reviews_appraisal p ON p.id = c.appraisal_id
        WHERE c.id = coalesce(NEW.criterion_id, OLD.criterion_id) AND p.state = 'MODERATION') THEN
        RAISE EXCEPTION 'Scores are moderated once all are in and before they are agreed.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM reviews_appraisalcriterion c
        JOIN reviews_appraisedoption o ON o.appraisal_id = c.appraisal_id
        WHERE c.id = NEW.criterion_id AND o.id = NEW.option_id) THEN
        RAISE EXCEPTION 'A score belongs to one appraisal.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reason = '' AND NEW.score <> (
            SELECT round(avg(s.score), 2) FROM reviews_score s
            WHERE s.criterion_id = NEW.criterion_id AND s.option_id = NEW.option_id) THEN
        RAISE EXCEPTION 'A score that is not the mean says why.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""

REVIEW_FOLLOWS_ITS_PASSAGES = """
    UPDATE reviews_review r SET (stage_id, methodology_id) = (
        SELECT s.id, s.methodology_id FROM reviews_gatepassage p
        JOIN reviews_stage s ON s.id = p.to_stage_id WHERE p.review_id = NEW.review_id
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

SECTION_STATE_FOLLOWS = """
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'DRAFT' THEN
            RAISE EXCEPTION 'Each of the five cases begins as a draft.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.case_id <> OLD.case_id OR NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'A case of a business case stays what it is.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND (CASE OLD.state
            WHEN 'DRAFT' THEN NEW.state = 'IN_CLEARANCE'
            WHEN 'IN_CLEARANCE' THEN NEW.state IN ('DRAFT', 'RETURNED', 'CLEARED')
            WHEN 'RETURNED' THEN NEW.state = 'DRAFT'
            WHEN 'CLEARED' THEN NEW.state = 'DRAFT'
        END) IS NOT TRUE THEN
        RAISE EXCEPTION 'This state does not follow from the one the case is in.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.text <> OLD.text AND NEW.state <> 'DRAFT' THEN
        RAISE EXCEPTION 'What is edited is a draft again.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
