"""No sequence of acts, by whomever, brings a review past a gate with an unmet criterion.

What is met is judged by a diary the test keeps of the acts that were let through, which knows
nothing of our readings or of the database's.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ftc.errors import DomainError
from ftc.organisation.enums import Role
from ftc.programme.models import Activity
from ftc.records.enums import Classification
from governance.enums import BodyKind, Verb
from reviews import actions
from reviews.actions.methodologies import MoveOf, move_to_methodology
from reviews.enums import (
    CriterionKind,
    EvidenceKind,
    EvidenceState,
    GateOutcome,
    MethodologyState,
    OptionStateKind,
    ReviewFact,
    ReviewState,
)
from reviews.errors import GateRefused
from reviews.models import Criterion, Evidence, GatePassage, Methodology, Review, Stage
from reviews.policies.conditions import AskedCondition
from tests.factories.gates import make_criterion, make_decision, unsaved_passage
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    STARTED_ON,
    make_body,
    make_option,
    make_phase,
    make_resolution,
    make_review,
)

TODAY = date(2014, 5, 6)
NOW = datetime(2014, 6, 2, 10, 0, tzinfo=ZoneInfo("Europe/London"))
FOREVER = date.max
ROUTE = ("scoping", "case", "advice", "decision", "implementation")
K = CriterionKind
ASKED = {
    "scoping": [
        {"kind": K.EVIDENCE, "code": "brief"},
        {"kind": K.FIELD, "code": "next-steps", "field": ReviewFact.NEXT_STEPS},
    ],
    "case": [
        {"kind": K.EVIDENCE, "code": "outline"},
        {"kind": K.PREFERRED_OPTION, "code": "preferred"},
        {"kind": K.SIGN_OFF, "code": "owner"},
        {"kind": K.SIGN_OFF, "code": "money", "role": Role.FINANCE},
        {"kind": K.RESOLUTION, "code": "council", "body_kind": BodyKind.FULL_COUNCIL},
    ],
    "advice": [
        {"kind": K.EVIDENCE, "code": "full", "role": Role.FINANCE},
        {"kind": K.ADVICE, "code": "scrutiny", "body_kind": BodyKind.CABINET_COMMITTEE},
    ],
    "decision": [
        {
            "kind": K.DECISION,
            "code": "executive",
            "body_kind": BodyKind.EXECUTIVE,
            "only_if_key": True,
        }
    ],
}
ENDORSING = {Verb.ENDORSE, Verb.APPROVE, Verb.AGREE}
ADVISING = ENDORSING | {Verb.RECOMMEND, Verb.NOTE}
LISTED = (OptionStateKind.CONSIDERED, OptionStateKind.SHORT_LISTED, OptionStateKind.PREFERRED)
WHO = ("lead", "owner", "finance", "office", "clerk", "member")
people = st.sampled_from(WHO)
# How long ago an act is dated; None leaves it to the act.
ago = st.sampled_from([None, None, None, 0, 1, 3])


@dataclass(frozen=True)
class Entry:
    """What was let through: ``place`` counts, so that what came later is known."""

    place: int
    what: str
    on: date
    of: str = ""
    by: str = ""
    good: bool = True


class Gates(RuleBasedStateMachine):
    """One review, everybody who may act on it, and what each does in any order."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.diary = []
        self.evidence = {}

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)

    @initialize()
    def set_up(self):
        self.who = {
            "lead": make_user(Role.OFFICER),
            "owner": make_user(Role.SENIOR_RESPONSIBLE_OWNER),
            "finance": make_user(Role.FINANCE),
            "office": make_user(Role.PORTFOLIO_OFFICE),
            "clerk": make_user(Role.DEMOCRATIC_SERVICES),
            "member": make_user(Role.MEMBER),
        }
        phase = make_phase(1)
        versions = [_version(phase, number) for number in (1, 2)]
        self.versions = {version.version: version for version in versions}
        make_body(BodyKind.FULL_COUNCIL)
        review = make_review(lead=self.who["lead"], sro=self.who["owner"])
        self.key = review.pk
        self.options = [make_option(review, None) for _ in range(2)]

    # The review and its acts

    @property
    def review(self):
        return Review.objects.with_stage().get(pk=self.key)

    @property
    def stage(self):
        return self.review.stage.code if self.review.stage else ""

    def act(self, action, who, days, **fields):
        """Let somebody act; None where it is refused, which is what most of it is for."""
        review = self.review
        effective_on = None if days is None else TODAY - timedelta(days=days)
        try:
            with transaction.atomic():
                return action(
                    by=self.who[who],
                    now=NOW,
                    today=TODAY,
                    effective_on=effective_on,
                    **({"review": review, "expected_version": review.version} | fields),
                )
        except DomainError as refusal:
            self.refusal = refusal
            return None

    def write(self, what, on, **fields):
        self.diary.append(Entry(len(self.diary), what, on, **fields))

    @rule(who=people, days=ago)
    def start(self, who, days):
        passage = self.act(actions.start_review, who, days, reason="It begins.")
        if passage:
            self.write("came", passage.effective_on, of=passage.to_stage.code)

    @rule(who=people, days=ago, conditions=st.booleans())
    def move_on(self, who, days, conditions):
        here, state = self.stage, self.review.state
        if conditions:
            asked = [AskedCondition("Agree the lease", self.who["clerk"], TODAY + timedelta(90))]
            passage = self.act(
                actions.pass_with_conditions, who, days, conditions=asked, reason="Almost."
            )
        else:
            passage = self.act(actions.move_to_next_stage, who, days, reason="Ready.")
        if passage is None:
            if isinstance(self.refusal, GateRefused) and self.refusal.missing:
                on = FOREVER if days is None else TODAY - timedelta(days=days)
                assert self.unmet(here, on), "refused although nothing is missing"
            return
        assert state == ReviewState.ACTIVE
        assert self.unmet(here, passage.effective_on) == []
        assert passage.to_stage.code == ROUTE[ROUTE.index(here) + 1]
        self.write("came", passage.effective_on, of=passage.to_stage.code)

    @rule(who=people, days=ago, to=st.sampled_from(ROUTE))
    def go_back(self, who, days, to):
        here, review = self.stage, self.review
        target = review.methodology.stages.get(code=to)
        passage = self.act(
            actions.return_review, who, days, to_stage=target, reason="Costs are missing."
        )
        if passage:
            if ROUTE.index(to) < ROUTE.index(here):
                self.write("back", passage.effective_on, of=to)
            self.write("came", passage.effective_on, of=to)

    @rule(who=people, days=ago)
    def postpone(self, who, days):
        self.act(actions.postpone_gate, who, days, until_on=None, reason="Later.")

    @rule(who=people, number=st.sampled_from([1, 2]))
    def follow_another_version(self, who, number):
        review, here = self.review, self.stage
        if not here:
            return
        version = self.versions[number]
        move = MoveOf(review, version.stages.get(code=here), review.version)
        try:
            with transaction.atomic():
                move_to_methodology(
                    moves=[move],
                    methodology=version,
                    reason="A newer version.",
                    by=self.who[who],
                    now=NOW,
                    today=TODAY,
                )
        except DomainError:
            return

    @rule(who=people, days=ago, resume=st.booleans())
    def defer_or_resume(self, who, days, resume):
        action = actions.resume_review if resume else actions.defer_review
        self.act(action, who, days, reason="It waits.")

    # What meets criteria

    @rule(who=people, days=ago, code=st.sampled_from(["brief", "outline", "full"]))
    def supply(self, who, days, code):
        review = self.review
        criterion = Criterion.objects.get(stage__methodology=review.methodology, code=code)
        evidence = self.act(
            _supply, who, days, criterion=criterion, kind=EvidenceKind.NOTE, note="See here."
        )
        if evidence:
            order = review.stage.order if review.stage else 0
            assert criterion.stage.order >= order, "a closed gate took evidence"
            assert review.state == ReviewState.ACTIVE
            self.evidence[evidence.pk] = (code, who)

    @rule(who=people, days=ago, accept=st.booleans(), data=st.data())
    def decide_evidence(self, who, days, accept, data):
        waiting = list(Evidence.objects.filter(state=EvidenceState.SUPPLIED).order_by("pk"))
        if not waiting:
            return
        evidence = data.draw(st.sampled_from(waiting))
        code, supplier = self.evidence[evidence.pk]
        decided = self.act(_decide(accept), who, days, evidence=evidence, comment="As it stands.")
        if decided:
            assert who != supplier
            assert who == ("finance" if code == "full" else "owner")
            if accept:
                self.write("accepted", decided.decided_on, of=code)

    @rule(
        who=people,
        days=ago,
        index=st.sampled_from([0, 1]),
        state=st.sampled_from([kind for kind in OptionStateKind if kind != "CARRIED"]),
    )
    def choose(self, who, days, index, state):
        option = self.options[index]
        changed = self.act(_choose, who, days, option=option, state=state, reason="So chosen.")
        if changed:
            self.write("option", changed.effective_on, of=str(option.pk), by=state)

    @rule(who=people, days=ago, code=st.sampled_from(["owner", "money"]), give=st.booleans())
    def sign(self, who, days, code, give):
        review = self.review
        criterion = Criterion.objects.get(stage__methodology=review.methodology, code=code)
        action = actions.give_sign_off if give else actions.refuse_sign_off
        signed = self.act(action, who, days, criterion=criterion, comment="As it stands.")
        if signed:
            assert who == ("finance" if code == "money" else "owner")
            self.write("signed", signed.effective_on, of=code, good=give)

    @rule(
        kind=st.sampled_from([BodyKind.FULL_COUNCIL, BodyKind.CABINET_COMMITTEE]),
        verb=st.sampled_from(list(Verb)),
        days=st.sampled_from([-20, 0, 3]),
    )
    def resolve(self, kind, verb, days):
        on = TODAY - timedelta(days=days)
        make_resolution(self.review, body_kind=kind, verb=verb, on=on)
        self.write("resolved", on, of=kind, by=verb)

    @rule(taken=st.sampled_from([0, 3]), effective=st.sampled_from([None, -20, 0]))
    def decide(self, taken, effective):
        taken_on = TODAY - timedelta(days=taken)
        effective_on = None if effective is None else TODAY - timedelta(days=effective)
        make_decision(self.review, taken_on=taken_on, effective_on=effective_on)
        if effective_on:
            self.write("decided", effective_on, by=taken_on.isoformat())

    @rule(who=people, days=ago, needed=st.booleans())
    def say_whether_key(self, who, days, needed):
        said = self.act(
            actions.say_whether_key, who, days, is_needed=needed, reason="By the threshold."
        )
        if said:
            assert who in ("office", "clerk")
            self.write("tested", said.effective_on, good=needed)

    @rule()
    def do_all_that_is_asked(self):
        """Everybody does their part at the gate, so that gates are passed often enough."""
        for asked in ASKED.get(self.stage, []):
            self.meet(asked["code"])
        self.move_on("lead", None, conditions=False)

    @rule(code=st.sampled_from([asked["code"] for stage in ASKED.values() for asked in stage]))
    def meet(self, code):
        """The right person does the right thing for one criterion."""
        match code:
            case "brief" | "outline" | "full":
                self.supply("lead", None, code)
                self.accept_all()
            case "next-steps":
                self.write_next_steps(True)
            case "preferred":
                for state in LISTED:
                    self.choose("lead", None, 0, state)
            case "owner" | "money":
                self.sign("finance" if code == "money" else "owner", None, code, give=True)
            case "council":
                self.resolve(BodyKind.FULL_COUNCIL, Verb.ENDORSE, 0)
            case "scrutiny":
                self.resolve(BodyKind.CABINET_COMMITTEE, Verb.NOTE, 0)
            case "executive":
                self.decide(0, 0)

    def accept_all(self):
        for evidence in Evidence.objects.filter(state=EvidenceState.SUPPLIED):
            code, supplier = self.evidence[evidence.pk]
            who = "finance" if code == "full" else "owner"
            decided = self.act(_decide(True), who, None, evidence=evidence, comment="Good.")
            if decided:
                assert who != supplier
                self.write("accepted", decided.decided_on, of=code)

    @rule(steps=st.booleans())
    def write_next_steps(self, steps):
        Review.objects.filter(pk=self.key).update(next_steps="Go on." if steps else "")
        Activity.objects.filter(pk=self.key).update(title=f"Review {len(self.diary)}")
        self.write("steps", TODAY, good=steps)

    # The oracle

    def unmet(self, stage, on):
        """The codes of the criteria for leaving ``stage`` that are not met on a day."""
        return [asked["code"] for asked in ASKED.get(stage, []) if not self.met(stage, asked, on)]

    def met(self, stage, asked, on):
        backs = [
            entry
            for entry in self.diary
            if entry.what == "back" and ROUTE.index(entry.of) <= ROUTE.index(stage)
        ]
        back = max((entry.place for entry in backs), default=-1)
        back_on = max((entry.on for entry in backs), default=date.min)
        came = max((e.place for e in self.diary if e.what == "came"), default=-1)

        def told(what, of="", since=-1):
            return [
                entry
                for entry in self.diary
                if entry.what == what and entry.of == of and entry.place > since and entry.on <= on
            ]

        match asked["kind"]:
            case K.EVIDENCE:
                return bool(told("accepted", asked["code"], back))
            case K.FIELD:
                return bool(told("steps")) and told("steps")[-1].good
            case K.SIGN_OFF:
                signed = told("signed", asked["code"], came)
                return bool(signed) and signed[-1].good
            case K.PREFERRED_OPTION:
                latest = [
                    max(states, key=lambda entry: (entry.on, entry.place))
                    for option in self.options
                    if (states := told("option", str(option.pk)))
                ]
                return any(e.by == OptionStateKind.PREFERRED and e.place > back for e in latest)
            case K.RESOLUTION:
                rows = told("resolved", BodyKind.FULL_COUNCIL, back)
                return any(entry.by in ENDORSING for entry in rows)
            case K.ADVICE:
                rows = told("resolved", BodyKind.CABINET_COMMITTEE, back)
                return any(entry.by in ADVISING for entry in rows)
            case K.DECISION:
                tests = sorted(told("tested"), key=lambda entry: (entry.on, entry.place))
                waived = bool(tests) and not tests[-1].good
                taken = [entry for entry in told("decided") if entry.by >= back_on.isoformat()]
                return waived or bool(taken)

    # The database, asked directly

    @rule(days=st.sampled_from([-30, 0, 1, 3]))
    def the_database_agrees(self, days):
        """A passage written as a row is taken exactly when the diary says all is met."""
        review, here = self.review, self.stage
        if not here or here == ROUTE[-1]:
            return
        on = TODAY - timedelta(days=days)
        last = review.passages.order_by("-sequence").first()
        if on < last.effective_on:
            return
        following = ROUTE[ROUTE.index(here) + 1]
        taken = _is_taken(unsaved_passage(review, following, on=on, by=self.who["office"]))
        allowed = review.state == ReviewState.ACTIVE and self.unmet(here, on) == []
        assert taken is allowed

    @rule(to=st.sampled_from(ROUTE), outcome=st.sampled_from([GateOutcome.PASSED]))
    def no_row_leaps(self, to, outcome):
        review, here = self.review, self.stage
        if here and ROUTE.index(to) == ROUTE.index(here) + 1:
            return
        passage = unsaved_passage(review, to, outcome, on=FAR, by=self.who["office"])
        assert not _is_taken(passage)

    @invariant()
    def the_stage_is_where_the_diary_says(self):
        if not hasattr(self, "key"):
            return
        came = [entry.of for entry in self.diary if entry.what == "came"]
        assert self.stage == (came[-1] if came else "")


FAR = date(2015, 1, 1)


def _version(phase, number):
    """A version of the methodology; each asks the same, so that what was met stays met."""
    methodology = Methodology.objects.create(phase=phase, version=number, title=f"Version {number}")
    for order, code in enumerate(ROUTE, start=1):
        stage = Stage.objects.create(
            methodology=methodology, order=order, code=code, title=code.capitalize()
        )
        for place, fields in enumerate(ASKED.get(code, []), start=1):
            make_criterion(stage, place, **fields)
    methodology.state = MethodologyState.IN_FORCE
    methodology.in_force_on = STARTED_ON
    methodology.save(update_fields=["state", "in_force_on"])
    return methodology


def _supply(*, expected_version, **fields):
    return actions.supply_evidence(
        title="", classification=Classification.INTERNAL, reason="It was so.", **fields
    )


def _decide(accept):
    def decide(*, review, expected_version, **fields):
        return (actions.accept_evidence if accept else actions.return_evidence)(**fields)

    return decide


def _choose(*, review, **fields):
    return actions.set_option_state(**fields)


def _is_taken(passage):
    try:
        with transaction.atomic():
            passage.save()
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(900)
def test_no_sequence_of_acts_brings_a_review_past_a_gate_that_is_not_met():
    run_state_machine_as_test(
        Gates,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_the_acts_do_bring_a_review_to_its_end():
    """The walk that is right goes through every gate, so the machine tests more than refusals."""
    walk = Gates()
    walk.set_up()
    walk.start("lead", None)
    for _ in ROUTE[1:]:
        walk.do_all_that_is_asked()
        walk.the_database_agrees(0)

    assert walk.stage == "implementation"
    assert GatePassage.objects.count() == 5
    walk.teardown()
