"""What the database keeps of business cases (PL/pgSQL)."""

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

CASE_ARGUES_FOR_ITS_OPTIONS = """
    IF NOT EXISTS (SELECT 1 FROM reviews_businesscase c JOIN reviews_option o
            ON o.review_id = c.review_id WHERE c.id = NEW.case_id AND o.id = NEW.option_id) THEN
        RAISE EXCEPTION 'A business case argues for options of its own review.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
