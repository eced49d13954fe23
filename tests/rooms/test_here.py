"""What processes tell each other about a room."""

from collections.abc import Iterator

import msgspec
import pytest

from app.core import commands
from app.core.spread import LateScreen
from app.presence.host import AWAY_AFTER_MS, HostPresence
from app.presence.processes import BEAT_MS, ENDED_AFTER_MS, Processes
from app.presence.programs import WORKS_QUIETLY_MS, ProgramPresence
from app.release.lead import TUNE_AFTER_MS, Leads
from app.release.screen_reports import CLOSE_AFTER_MS, TELL_AFTER_MS, ScreenReports
from app.rooms.broadcast import Broadcast
from app.rooms.here import SAY_AGAIN_AFTER_MS, Facts, Here, Shown
from app.wire.messages import ShownRequest
from tests.support.ears import Ears
from tests.support.shared_line import SharedLine
from tests.support.stage import Stage

CODE = "BRRRRR"
HOST, NO_HOST, SLOW = b'{"host":true}', b"{}", b'{"rtts":{"600":1}}'


@pytest.fixture
def line() -> SharedLine:
    return SharedLine()


@pytest.fixture
def stage(line: SharedLine) -> Iterator[Stage]:
    with Stage(line) as stage:
        alive = {stage.rooms.process, "other"}
        stage.rooms.peers.update(alive, {"dead"}, doubted=set(), is_sure=True)
        yield stage


@pytest.fixture
def here(stage: Stage, line: SharedLine) -> Here:
    here = Here(stage.rooms, line, stage.timers)
    stage.rooms.listeners.add(here)
    return here


def test_a_process_tells_what_is_new_at_most_once_a_second(stage: Stage, line: SharedLine, here: Here) -> None:
    with stage.rooms.held(CODE) as live:
        here.say(live, Facts(host=True))
        stage.pass_ms(0)
        assert line.shared == [HOST]
        for host in (False, True, False):
            here.say(live, Facts(host=host))
        stage.pass_ms(SAY_AGAIN_AFTER_MS - 1)
        assert line.shared == [HOST]
        stage.pass_ms(1)
        assert line.shared == [HOST, NO_HOST]
        here.say(live, Facts())
    stage.pass_ms(10 * SAY_AGAIN_AFTER_MS)
    assert line.shared == [HOST, NO_HOST]


def test_what_could_not_be_told_is_told_later(stage: Stage, line: SharedLine, here: Here) -> None:
    line.is_away = True
    with stage.rooms.held(CODE) as live:
        here.say(live, Facts(host=True))
    stage.pass_ms(10_000)
    line.is_away = False
    stage.pass_ms(SAY_AGAIN_AFTER_MS)
    assert line.shared == [HOST]


def test_what_a_process_knew_that_has_ended_counts_no_more(stage: Stage, here: Here) -> None:
    stage.rooms.find(CODE)
    for process in ("other", "dead", stage.rooms.process):
        stage.rooms.on_facts(CODE, process, HOST)
    with stage.rooms.held(CODE) as live:
        assert list(here.elsewhere(live)) == [Facts(host=True)]
        stage.rooms.on_facts(CODE, "other", b"")
        assert list(here.elsewhere(live)) == []


def test_what_another_release_shares_and_nobody_here_can_read_is_left_out(
    stage: Stage, here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    stage.rooms.find(CODE)
    stage.rooms.on_facts(CODE, "other", HOST)
    for facts in (b'{"host":"yes"}', b"new form"):
        stage.rooms.on_facts(CODE, "other", facts)
    with stage.rooms.held(CODE) as live:
        assert list(here.elsewhere(live)) == []
    assert len(caplog.records) == 1


def test_after_a_fork_a_process_knows_nothing_of_the_room(stage: Stage, line: SharedLine, here: Here) -> None:
    with stage.rooms.held(CODE) as live:
        here.say(live, Facts(host=True))
    stage.pass_ms(0)
    line.is_away = True
    stage.rooms.on_fork(CODE, "2")
    stage.pass_ms(10 * SAY_AGAIN_AFTER_MS)
    assert line.shared == [HOST]
    line.is_away = False
    stage.pass_ms(SAY_AGAIN_AFTER_MS)
    assert line.shared == [HOST, b""]
    stage.rooms.find(CODE)
    stage.rooms.on_fork(CODE, "3")
    assert line.shared == [HOST, b"", b""]


def test_what_was_told_is_told_again_when_the_store_is_back(stage: Stage, line: SharedLine, here: Here) -> None:
    """What was told last may never have reached it, also that there is nothing to say any more."""
    with stage.rooms.held(CODE) as live:
        stage.rooms.on_back()
        stage.pass_ms(10 * SAY_AGAIN_AFTER_MS)
        assert line.shared == [], "there was nothing to say"
        for host, told in ((True, HOST), (False, NO_HOST)):
            here.say(live, Facts(host=host))
            stage.pass_ms(SAY_AGAIN_AFTER_MS)
            line.shared.clear()
            stage.rooms.on_back()
            stage.pass_ms(10 * SAY_AGAIN_AFTER_MS)
            assert line.shared == [told]


def test_who_was_taken_for_ended_says_again_what_it_knows(stage: Stage, line: SharedLine, here: Here) -> None:
    with stage.rooms.held(CODE) as live:
        here.say(live, Facts(host=True))
    stage.pass_ms(SAY_AGAIN_AFTER_MS)
    stage.rooms.on_facts(CODE, stage.rooms.process, HOST)
    stage.rooms.on_facts(CODE, stage.rooms.process, b"")  # by another one, in this one's name
    stage.pass_ms(10 * SAY_AGAIN_AFTER_MS)
    assert line.shared == [HOST, HOST]


def test_the_host_may_be_at_another_process(stage: Stage, here: Here) -> None:
    ears = Ears()
    broadcast = Broadcast(ears, stage.rooms, stage.timers)
    presence = HostPresence(broadcast, stage.timers, here)
    with stage.rooms.held(CODE) as live:
        broadcast.admit(live, "ana", "brief")
        stage.rooms.on_facts(CODE, "other", HOST)
        assert broadcast.is_host_here(live)
        presence.came(live, "host")
        presence.went(live, "host")
        stage.pass_ms(AWAY_AFTER_MS)
        assert broadcast.is_host_here(live), "another screen of the host is there"
        stage.rooms.on_facts(CODE, "other", NO_HOST)
        stage.pass_ms(AWAY_AFTER_MS)
        assert not broadcast.is_host_here(live)
    notices = [data["type"] for event, data in ears.heard["ana"] if event == "notice"]
    assert notices == ["host_here", "host_away"]


def test_the_host_is_back_with_a_process_that_was_taken_for_ended(
    stage: Stage, line: SharedLine, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that the host is there before it is known to be alive."""
    monkeypatch.setattr("app.presence.processes.time.monotonic", lambda: stage.clock.ms / 1000)
    broadcast = Broadcast(Ears(), stage.rooms, stage.timers)
    stage.rooms.listeners.add(HostPresence(broadcast, stage.timers, here))
    processes = Processes(stage.rooms, line, stage.timers)
    with stage.rooms.held(CODE) as live:
        line.silent_ms = {"other": 0}
        processes.start()
        stage.rooms.on_facts(CODE, "other", HOST)
        assert broadcast.is_host_here(live)
        line.silent_ms = {"other": 60_000}
        stage.pass_ms(2 * ENDED_AFTER_MS)
        stage.rooms.on_facts(CODE, "other", b"")
        stage.pass_ms(AWAY_AFTER_MS)
        assert not broadcast.is_host_here(live)
        stage.rooms.on_facts(CODE, "other", HOST)
        line.silent_ms = {"other": 0}
        stage.pass_ms(BEAT_MS)
        assert broadcast.is_host_here(live)


def test_a_slow_screen_at_another_process_counts(stage: Stage, here: Here) -> None:
    leads = Leads(stage.rooms, stage.timers, here, message_cost_s=0)
    stage.rooms.find(CODE)
    stage.rooms.on_facts(CODE, "other", SLOW)
    with stage.rooms.held(CODE) as live:
        leads.heard(live, "ana", 20.0)
        stage.pass_ms(TUNE_AFTER_MS)
        assert live.room.lead_ms == 900


def test_a_program_that_asks_another_process_is_there(stage: Stage, line: SharedLine) -> None:
    presence = ProgramPresence(stage.rooms, stage.timers, line)
    join = commands.Join(token_hash="load", kind="program")
    worker = int(str(stage.rooms.submit(CODE, join).answer["worker"]))
    presence.works(CODE, worker)
    line.program_left_ms = 1_000
    stage.pass_ms(WORKS_QUIETLY_MS)
    assert stage.rooms.find(CODE).room.workers[worker].away_since_ms is None
    line.program_left_ms = 0
    stage.pass_ms(1_000)
    assert stage.rooms.find(CODE).room.workers[worker].away_since_ms is not None


def test_a_release_is_as_close_together_as_the_screens_of_all_processes(
    stage: Stage, line: SharedLine, here: Here
) -> None:
    ears = Ears()
    broadcast = Broadcast(ears, stage.rooms, stage.timers)
    reports = ScreenReports(stage.rooms, broadcast, stage.timers, here)
    stage.rooms.listeners.add(broadcast, reports)
    ana, ben = stage.seat(2)
    live = stage.rooms.find(CODE)
    live.seated[ana] = "ana"
    broadcast.admit(live, "ana", "full")
    stage.arrive(ana, ben)
    release = live.room.last_release
    assert release is not None
    moment_ms = release.release_at_ms
    stage.pass_ms(moment_ms - stage.clock.ms + 10)
    shown = ShownRequest(generation=0, at_ms=moment_ms + 4.0, heard_at_ms=release.at_ms + 1.0, error_ms=3.0)
    reports.reported(live, "ana", shown)
    stage.pass_ms(TELL_AFTER_MS)
    assert msgspec.json.decode(line.shared[-1], type=Facts).shown == Shown(0, 0, ((4.0, 3.0, False, ana),))
    of_other = Facts(shown=Shown(0, 1, ((21.0, 8.0, False, ben), (300.0, 5.0, True, 7))))
    stage.rooms.on_facts(CODE, "other", msgspec.json.encode(of_other))
    message = [data for event, data in ears.heard["ana"] if event == "spread"][-1]
    assert (message["screens"], message["n_changed"], message["within_ms"], message["n_late"]) == (4, 2, 17, 1)
    stage.pass_ms(CLOSE_AFTER_MS)
    spread = live.room.last_spread
    assert spread is not None and spread.late == (LateScreen(7, 300),)
