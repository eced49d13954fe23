"""Order in the room: halls, wrong codes, and rooms that do not disturb each other."""

from tests.support.clients import Client, create_room, http
from tests.support.running import Server, StartServer
from tests.support.wrong_codes import check_wrong_codes
from trials.load.crowd import Crowd
from trials.load.ledger import Ledger
from trials.load.rounds import play

HALL = 300
SCHOOL = 1000


def test_a_school_behind_one_address_that_scans_the_code_at_once_gets_on(server: Server) -> None:
    with Crowd(server.url) as crowd:
        phones = crowd.get_on(SCHOOL, Ledger(create_room(server.url, hosted=True)["code"]), "brief")
    assert crowd.faults == []
    assert len({phone.worker for phone in phones}) == SCHOOL
    assert crowd.n_put_off == 0


def test_a_program_passes_for_the_teacher_no_more_than_a_person(server: Server) -> None:
    room = f"{server.url}/api/rooms/{create_room(server.url, hosted=False)['code']}"
    for name in ("Teacher", "Robot 3", "Ana"):
        assert http("POST", f"{room}/workers", {"name": name})[0] == 201
    names = [worker["name"] for worker in http("GET", room)[1]["workers"]]
    assert "Ana" in names
    assert not {"Teacher", "Robot 3"} & set(names)


def test_the_eleventh_wrong_code_waits_over_http_and_socket_alike(start_server: StartServer) -> None:
    server = start_server()
    wrong = f"{server.url}/api/rooms/BBBBBB"
    with Client(server.url) as client:
        check_wrong_codes(
            lambda: str(http("GET", wrong)[1]["error"]),
            lambda: str(client.join("BBBBBB")["error"]),
            lambda: str(http("POST", f"{wrong}/abort", {}, bearer="x")[1]["error"]),
        )
    assert http("GET", f"{server.url}/api/rooms/BRRRRR")[0] == 200, "a good code passes"


def test_three_hundred_arrivals_reach_no_socket_of_the_room_next_door(server: Server) -> None:
    room_a, room_b = (Ledger(create_room(server.url, hosted=False)["code"]) for _ in range(2))
    with Crowd(server.url) as crowd:
        many = [*crowd.get_on(HALL // 2, room_a, "brief"), *crowd.get_on(HALL // 2, room_a)]
        few = [*crowd.get_on(1, room_b, "brief"), *crowd.get_on(2, room_b)]
        crowd.hear_all(few)  # what B itself had to tell
        for client in few:
            client.n_messages = 0
        play(crowd, room_a, many, 0)
        crowd.hear_all(few)
        assert [client.n_messages for client in few] == [0, 0, 0]
        play(crowd, room_b, few, 0)
    assert crowd.faults + room_a.all_faults() + room_b.all_faults() == []
