"""What the database keeps of reviews, their states and changes of scope (PL/pgSQL)."""

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

REVIEW_FOLLOWS_ITS_STATE_CHANGES = """
    UPDATE reviews_review r SET state = (
        SELECT c.state FROM reviews_reviewstatechange c WHERE c.review_id = NEW.review_id
        ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1
    ) WHERE r.activity_ptr_id = NEW.review_id;
    RETURN NULL;
"""
