"""The rules of milestones as the database keeps them (PL/pgSQL)."""

# A paper that prints another baseline is its own reason.
BASELINE_STANDS = """
    IF NEW.kind = 'BASELINE' AND NEW.reason = '' AND NEW.source_id IS NULL AND EXISTS (
            SELECT 1 FROM programme_milestonedate d
            WHERE d.milestone_id = NEW.milestone_id AND d.kind = 'BASELINE') THEN
        RAISE EXCEPTION 'A baseline is never edited: a further one needs its reason.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
