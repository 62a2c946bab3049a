"""What is in force stands (PL/pgSQL)."""

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
