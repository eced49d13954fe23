"""Who takes the people of a process that stops."""

from app.rooms.peers import Peers


def test_siblings_that_stop_together_send_nobody_to_each_other() -> None:
    peers = Peers(is_shared=True, family="family")
    siblings = {peers.process, "family 2"}
    peers.update(siblings, set(), doubted=set(), is_sure=True)
    assert peers.others_for_each() == 1
    assert peers.others_for_each(with_siblings=True) == 0
    peers.update({*siblings, "other"}, set(), doubted=set(), is_sure=True)
    assert peers.others_for_each() == 2
    assert peers.others_for_each(with_siblings=True) == 1 / 2


def test_a_process_without_siblings_sends_its_people_to_all_others() -> None:
    peers = Peers(is_shared=True)
    peers.update({peers.process, "p", "q"}, set(), doubted=set(), is_sure=True)
    assert peers.others_for_each() == peers.others_for_each(with_siblings=True) == 2
