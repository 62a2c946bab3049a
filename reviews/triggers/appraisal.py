"""What the database keeps of options and their appraisal (PL/pgSQL)."""

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
