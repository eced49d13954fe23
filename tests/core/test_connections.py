"""Which connection a worker has, in which process, and what becomes of it."""

import msgspec

from app.core import commands as c
from app.core.room import Worker
from tests.support.story import Story


def join(token: str = "ana", via: str | None = None, connection: str | None = None) -> c.Join:
    return c.Join(token_hash=token, via=via, connection=connection)


def worker(story: Story, number: int = 1) -> Worker:
    return story.room.workers[number]


def test_a_worker_has_the_connection_that_came_last() -> None:
    story = Story().do(join(via="p", connection="a"))
    assert (worker(story).via, worker(story).connection) == ("p", "a")
    before = story.room
    assert story.do(c.Connect(worker=1, via="p", connection="a")).room is before, "the same one again is nothing"
    assert story.do(c.Connect(worker=1, via="q", connection="b")).types == []
    assert (worker(story).via, worker(story).connection) == ("q", "b")


def test_the_end_of_an_older_connection_is_nothing() -> None:
    story = Story().do(join(via="p", connection="a")).do(c.Connect(worker=1, via="q", connection="b"))
    assert story.do(c.Disconnect(worker=1, connection="a")).types == []
    assert worker(story).away_since_ms is None
    assert story.do(c.Disconnect(worker=1, connection="b")).types == ["presence"]
    assert (worker(story).via, worker(story).connection) == (None, None)


def test_whoever_does_not_say_which_connection_ends_any() -> None:
    story = Story().do(join(via="p", connection="a"))
    assert story.do(c.Disconnect(worker=1)).types == ["presence"]


def test_with_a_process_all_its_connections_end() -> None:
    story = Story()
    for token, via in (("ana", "p"), ("ben", "q"), ("chloe", "p")):
        story.do(join(token, via=via, connection=token))
    assert story.do(c.ProcessGone(via="p")).types == ["presence", "presence"]
    assert [worker(story, number).away_since_ms is None for number in (1, 2, 3)] == [False, True, False]
    assert story.do(c.ProcessGone(via="p")).types == []


def test_the_same_token_gives_the_same_seat() -> None:
    story = Story().do(join(via="p", connection="a"))
    before = story.room
    assert story.do(join(via="q", connection="b")).answer == {"worker": 1}
    assert story.room is before


def test_a_token_that_is_kept_out_gives_no_seat() -> None:
    story = Story(host=True).do(join())
    story.do(c.Drop(by="host", worker=1, keep_out=True))
    story.refused(join(), "kept_out")


def test_what_was_stored_before_connections_were_known_can_be_read() -> None:
    old = b'{"type":"disconnect","worker":1}', b'{"type":"connect","worker":1}', b'{"type":"join","token_hash":"x"}'
    read = [msgspec.json.decode(command, type=c.AnyCommand) for command in old]
    assert read == [c.Disconnect(worker=1), c.Connect(worker=1), join("x")]
    assert [msgspec.json.encode(command) for command in read] == list(old)


def test_a_fork_begins_another_log_once() -> None:
    story = Story().do(join())
    before = story.room
    assert story.do(c.Fork(run="2")).types == []
    assert story.room.epoch > before.epoch and story.room.workers == before.workers
    after = story.room
    assert story.do(c.Fork(run="2")).room is after


def test_the_screen_of_a_program_comes_and_goes_and_says_nothing_of_the_program() -> None:
    story = Story(host=True).join("strip.py", kind="program")
    story.do(c.Connect(worker=1, via="server", connection="page"))
    assert (story.events, story.room.workers[1].connection) == ((), "page")
    story.do(c.Disconnect(worker=1))
    assert (story.types, story.room.workers[1].connection) == (["presence"], "page"), "it has been silent"
    story.do(c.Connect(worker=1, via="server", connection="page"))
    assert story.room.workers[1].away_since_ms is not None
    story.do(c.Connect(worker=1))
    assert (story.types, story.room.workers[1].connection) == (["presence"], "page"), "it has asked again"
    story.do(c.Disconnect(worker=1, connection="another"))
    assert story.room.workers[1].connection == "page"
    story.do(c.Disconnect(worker=1, connection="page"))
    assert not story.events and story.room.workers[1].connection is None
    story.do(c.Connect(worker=1, via="server", connection="page")).do(c.ProcessGone(via="server"))
    assert not story.events and story.room.workers[1].connection is None
