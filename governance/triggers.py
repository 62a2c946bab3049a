"""The rules on votes and informal bodies as the database keeps them (PL/pgSQL)."""

INFORMAL_BODY_GIVES_ADVICE = """
    IF NEW.kind <> 'ADVICE' AND EXISTS (
        SELECT 1 FROM governance_meeting m JOIN governance_body b ON b.id = m.body_id
        WHERE m.id = NEW.meeting_id AND b.regime = 'INFORMAL'
    ) THEN
        RAISE EXCEPTION 'An informal body gives advice; it cannot resolve.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

VOTER_IS_PRESENT = """
    IF NOT EXISTS (
        SELECT 1 FROM governance_resolution r
        JOIN governance_attendance a ON a.meeting_id = r.meeting_id
        WHERE r.id = NEW.resolution_id AND a.person_id = NEW.person_id AND a.status = 'PRESENT'
    ) THEN
        RAISE EXCEPTION 'A Member who was not present cannot vote.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM governance_resolution r
        JOIN governance_attendance a
            ON a.meeting_id = r.meeting_id AND a.person_id = NEW.person_id
        JOIN governance_withdrawal w ON w.attendance_id = a.id AND w.minute_id = r.minute_id
        WHERE r.id = NEW.resolution_id
    ) THEN
        RAISE EXCEPTION 'A Member who left for an interest cannot vote on that item.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def counts_equal_names(resolution: str) -> str:
    """At commit, the three counts of a recorded vote equal the names listed under each."""
    return f"""
    for_resolution := {resolution};
    IF EXISTS (
        SELECT 1 FROM governance_resolution r
        LEFT JOIN governance_vote v ON v.resolution_id = r.id
        WHERE r.id = for_resolution
        GROUP BY r.id
        HAVING (r.has_recorded_vote AND (
                r.votes_for <> count(v.id) FILTER (WHERE v.choice = 'FOR')
                OR r.votes_abstain <> count(v.id) FILTER (WHERE v.choice = 'ABSTAIN')
                OR r.votes_against <> count(v.id) FILTER (WHERE v.choice = 'AGAINST')
            ))
            OR (NOT r.has_recorded_vote AND count(v.id) > 0)
    ) THEN
        RAISE EXCEPTION 'The counts of a recorded vote must equal the names listed.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
    """


MAKER_MAY_DECIDE = """
    IF NOT EXISTS (
        SELECT 1 FROM governance_body b WHERE b.id = NEW.maker_id AND b.may_decide
    ) THEN
        RAISE EXCEPTION 'This body may not take a decision.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
