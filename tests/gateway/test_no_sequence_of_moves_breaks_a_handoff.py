"""Any sequence of visitor, representatives, guide, clock and crash: one owner at most, no message lost, no guide while a person
has the turn, no wait that nobody can see."""

import asyncio
import shutil
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from gateway import conversation as conversations
from gateway import handoff, queue
from gateway.conversation import held
from gateway.desk_tables import Check, Handoff, Representative
from gateway.guide_client import Answer, Said
from gateway.migrate import migrate
from gateway.problems import Problem
from gateway.store import Conversation, Entry, Pending, Store, now

WHO = st.sampled_from(["ann", "ben"])
MOST = 2


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A store with its tables, to be copied for each run."""
    file = tmp_path_factory.mktemp("empty") / "empty.db"

    async def make():
        store = Store(f"sqlite+aiosqlite:///{file}")
        await migrate(store.engine)
        await store.sweep_deleted()
        await store.close()

    asyncio.run(make())
    return file


class Crash(Exception):
    """The process dies before the transaction is kept."""


class Handoffs(RuleBasedStateMachine):
    """Two visitors and two representatives, the functions that the gateway calls, and a real store."""

    empty: Path

    @initialize()
    def begin(self):
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.empty, self.folder / "gateway.db")
        self.store = Store(f"sqlite+aiosqlite:///{self.folder / 'gateway.db'}")
        self.sent: dict[str, list[int]] = {}
        self.loop.run_until_complete(self._fill())

    async def _fill(self):
        async with self.store.writing() as session:
            for who in ("ann", "ben"):
                row = {"email": who, "name": who, "password_hash": "", "role": "representative", "status": "here"}
                session.add(Representative(id=who, active=True, seen_at=now(), created_at=now(), **row))
            for _ in range(2):
                begun, _, _ = await conversations.begin(session, b"key", str(uuid.uuid4()), "n", None, "en", 30)
                self.sent[begun.id] = []

    def teardown(self):
        if hasattr(self, "store"):
            self.loop.run_until_complete(self.store.close())
            self.loop.close()
            shutil.rmtree(self.folder)

    def act(self, which, work, crash=False):
        """Does one thing in one transaction; a refusal or a crash must leave all as it was."""

        async def go():
            async with self.store.writing() as session:
                conversation = await held(session, sorted(self.sent)[which])
                found = await work(session, conversation)
                if crash:
                    raise Crash
            return found

        try:
            return self.loop.run_until_complete(go())
        except (Problem, Crash):
            return None

    @rule(which=st.integers(0, 1), crash=st.booleans())
    def visitor_writes(self, which, crash):
        async def work(session, conversation):
            return await conversations.take_message(session, conversation, str(uuid.uuid4()), "hello", None)

        if (taken := self.act(which, work, crash)) is not None:
            self.sent[sorted(self.sent)[which]].append(taken[0])

    @rule(which=st.integers(0, 1), by=st.sampled_from(["visitor", "guide", "clock"]), crash=st.booleans())
    def somebody_asks_for_a_person(self, which, by, crash):
        self.act(which, lambda session, conversation: handoff.ask(session, conversation, by), crash)

    @rule(which=st.integers(0, 1), move=st.sampled_from(["stop_waiting", "leave", "vanish", "tell_place"]), crash=st.booleans())
    def visitor_leaves_or_the_clock_ticks(self, which, move, crash):
        self.act(which, lambda session, conversation: getattr(handoff, move)(session, conversation), crash)

    @rule(
        which=st.integers(0, 1),
        who=WHO,
        move=st.sampled_from(["take", "hand_back", "pass_on", "end", "say"]),
        crash=st.booleans(),
    )
    def a_representative_acts(self, which, who, move, crash):
        async def work(session, conversation):
            me = await session.get(Representative, who)
            other = await session.get(Representative, "ben" if who == "ann" else "ann")
            more = {
                "take": (MOST,),
                "hand_back": (),
                "pass_on": (other, MOST),
                "end": ("helped",),
                "say": (str(uuid.uuid4()), "hi", []),
            }
            await getattr(handoff, move)(session, conversation, me, *more[move])

        self.act(which, work, crash)

    @rule(which=st.integers(0, 1), behind=st.integers(0, 5), asks=st.booleans(), crash=st.booleans())
    def the_guide_answers_something_it_was_asked_once(self, which, behind, asks, crash):
        """Also what was answered long ago, or taken from it in between: a late answer."""

        async def work(session, conversation):
            seqs = list(
                await session.scalars(
                    select(Entry.seq).where(Entry.conversation_id == conversation.id).order_by(Entry.seq.desc())
                )
            )
            seq = seqs[min(behind, len(seqs) - 1)]
            written = await conversations.take_answer(session, conversation.id, seq, Answer([Said("An answer.")]))
            if written is not None and asks:
                await handoff.ask(session, written, "guide")

        self.act(which, work, crash)

    @rule(which=st.integers(0, 1), level=st.sampled_from(["act", "check", None]), crash=st.booleans())
    def a_message_is_looked_at(self, which, level, crash):
        async def work(session, conversation):
            check = await session.scalar(
                select(Check).where(Check.conversation_id == conversation.id, Check.checked_at.is_(None))
            )
            if check is not None:
                danger = {"kind": "partner_violence", "level": level} if level else None
                await conversations.take_check(session, conversation.id, check.seq, danger)

        self.act(which, work, crash)

    @invariant()
    def all_is_well(self):
        if hasattr(self, "store"):
            self.loop.run_until_complete(self._look())

    async def _look(self):
        async with self.store.reading() as session:
            line = [one.id for one in await queue.waiting(session)]
            for conversation_id, sent in self.sent.items():
                conversation = await session.get(Conversation, conversation_id)
                await self._one_owner(session, conversation, line)
                await self._nothing_lost(session, conversation, sent)

    async def _one_owner(self, session, conversation, line):
        assert (conversation.state == "live") == (conversation.representative_id is not None)
        assert (conversation.state == "waiting") == (conversation.id in line) == (conversation.waiting_since is not None)
        open_ones = (
            await session.scalars(select(Handoff).where(Handoff.conversation_id == conversation.id, Handoff.closed_at.is_(None)))
        ).all()
        assert len(open_ones) == (1 if conversation.state in ("waiting", "live") else 0)

    async def _nothing_lost(self, session, conversation, sent):
        of = conversation.id
        log = (await session.scalars(select(Entry).where(Entry.conversation_id == of).order_by(Entry.seq))).all()
        assert [entry.seq for entry in log] == list(range(1, conversation.last_seq + 1)), "no number twice, none left out"
        state = "guide"
        for entry in log:
            state = entry.body["state"] if entry.kind == "state" else state
            author = entry.body.get("author")
            assert not (author == "guide" and state != "guide"), "the guide spoke while it was not its turn"
            assert not (author == "representative" and state != "live")
        assert state == conversation.state, "what the log tells last is so"
        waiting = set(await session.scalars(select(Pending.seq).where(Pending.conversation_id == of)))
        seen = set(await session.scalars(select(Check.seq).where(Check.conversation_id == of)))
        answered = {entry.in_reply_to for entry in log}
        for seq in sent:
            assert log[seq - 1].body["text"] == "hello"
            assert (seq in answered) or (seq in waiting) or (seq in seen), "nobody has this message"
        assert not (waiting and conversation.state != "guide"), "the guide would be asked while it must hear nothing"


def test_the_machine(empty):
    Handoffs.empty = empty
    run_state_machine_as_test(
        Handoffs,
        settings=settings(
            max_examples=60, stateful_step_count=25, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.long
def test_the_machine_for_long(empty):
    Handoffs.empty = empty
    run_state_machine_as_test(
        Handoffs,
        settings=settings(
            max_examples=600, stateful_step_count=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_machine_can_fail(empty, monkeypatch):
    """An answer that is written whoever has the turn is found out."""

    async def take_answer(session, conversation_id, seq, answer):
        conversation = await held(session, conversation_id)
        await conversations.append_said(session, conversation, "guide", "late")

    monkeypatch.setattr(conversations, "take_answer", take_answer)
    Handoffs.empty = empty
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Handoffs,
            settings=settings(
                max_examples=200, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
            ),
        )


def test_two_at_once_on_one_row_do_not_overwrite_each_other(empty, tmp_path):
    """The version check: who read the row before another changed it changes nothing."""
    from sqlalchemy.orm.exc import StaleDataError

    shutil.copy(empty, tmp_path / "gateway.db")

    async def go():
        store = Store(f"sqlite+aiosqlite:///{tmp_path / 'gateway.db'}")
        async with store.writing() as session:
            begun, _, _ = await conversations.begin(session, b"key", str(uuid.uuid4()), "n", None, "en", 30)
        async with store.reading() as early:
            stale = await early.get(Conversation, begun.id)
        async with store.writing() as session:
            await handoff.ask(session, await held(session, begun.id), "visitor")
        with pytest.raises(StaleDataError):
            async with store.writing() as session:
                session.add(stale)
                stale.expires_at += timedelta(days=1)
                stale.version += 1
        await store.close()

    asyncio.run(go())
