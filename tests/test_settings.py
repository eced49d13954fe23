"""Settings, out of an environment."""

import pytest

from app.settings import KNOWN_HOSTS, SETTINGS, Settings, SettingsError, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()


def test_a_host_that_sets_the_port_is_listened_to_on_all_interfaces() -> None:
    settings = read_settings({"PORT": "5001"})
    assert (settings.host, settings.port) == ("0.0.0.0", 5001)
    assert read_settings({"PORT": "5001", "HOST": "127.0.0.1"}).host == "127.0.0.1"


def test_a_dyno_stands_behind_one_proxy() -> None:
    assert read_settings({"DYNO": "web.1"}).trust_proxy == 1
    assert read_settings({"DYNO": "web.1", "TRUST_PROXY": "0"}).trust_proxy == 0


@pytest.mark.parametrize("variable", KNOWN_HOSTS)
def test_a_known_host_stands_as_one_proxy(variable: str) -> None:
    assert read_settings({variable: "x"}).trust_proxy == 1


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({}, ""),
        ({"PUBLIC_URL": "https://bus.example"}, ""),
        ({"PUBLIC_URL": "https://bus.example/"}, ""),
        ({"PUBLIC_URL": "https://school.example/all/bus/"}, "/all/bus"),
        ({"SCRIPT_NAME": "/bus"}, "/bus"),
        ({"SCRIPT_NAME": "/bus/", "PUBLIC_URL": "https://school.example"}, "/bus"),
        ({"SCRIPT_NAME": "/"}, ""),
        ({"SCRIPT_NAME": "/", "PUBLIC_URL": "https://school.example/bus"}, "/bus"),
    ],
)
def test_the_path_below_which_all_stands(environ: dict[str, str], path: str) -> None:
    assert read_settings(environ).script_name == path


@pytest.mark.parametrize(("text", "code"), [("ktr vpd", "KTRVPD"), ("", None), ("BRR-RRR", "BRRRRR")])
def test_the_shared_room_is_spelled_as_people_do(text: str, code: str | None) -> None:
    assert read_settings({"SHARED_ROOM": text}).shared_room == code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("ASYNC_MODE", "asyncio"),
        ("SHARED_ROOM", "AEIOUY"),
        ("PUBLIC_URL", "bus.example"),
        ("PUBLIC_URL", "https://bus.example//evil.example"),
        ("PUBLIC_URL", "https://bus.example/bus?x"),
        ("PUBLIC_URL", "https://bus.example/?"),
        ("PUBLIC_URL", "https://bus.example/bus#x"),
        ("PUBLIC_URL", "https://ana:secret@bus.example"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https:///bus"),
        ("PUBLIC_URL", "https://bus.example:x"),
        ("PUBLIC_URL", "https://bus.example:0"),
        ("PUBLIC_URL", "https://bus .example"),
        ("ALLOWED_ORIGINS", "https://bus.example, school.example"),
        ("ALLOWED_ORIGINS", "https://bus.example:99999"),
        ("SCRIPT_NAME", "bus"),
        ("SCRIPT_NAME", '/"bus'),
        ("ROOMS_PER_MINUTE", "0"),
        ("TRUST_PROXY", "yes"),
        ("METRICS_TOKEN", "two words"),
        ("METRICS_TOKEN", "señal"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})


def test_two_paths_are_one_too_many() -> None:
    with pytest.raises(SettingsError, match="SCRIPT_NAME must be the path in PUBLIC_URL"):
        read_settings({"SCRIPT_NAME": "/tram", "PUBLIC_URL": "https://school.example/bus"})
    both = {"SCRIPT_NAME": "/bus", "PUBLIC_URL": "https://school.example/bus/"}
    assert read_settings(both).public_url == "https://school.example/bus"


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({"REDIS_URL": "rediss://:p@redis.example:6379"}, "rediss://:p@redis.example:6379"),
        (
            {"REDIS_URL": "rediss://:p@redis.example:6379", "DYNO": "web.1"},
            "rediss://:p@redis.example:6379?ssl_cert_reqs=none",
        ),
        ({"REDIS_URL": "rediss://r?ssl_ca_certs=ours.pem", "DYNO": "web.1"}, "rediss://r?ssl_ca_certs=ours.pem"),
        ({"REDIS_URL": "redis://r", "DYNO": "web.1"}, "redis://r"),
    ],
)
def test_herokus_redis_cannot_prove_who_it_is(environ: dict[str, str], url: str) -> None:
    assert read_settings(environ).redis_url == url


def test_every_setting_is_described() -> None:
    assert len(SETTINGS) == len(Settings.__dataclass_fields__)
    assert {name.lower() for name in SETTINGS} == set(Settings.__dataclass_fields__)
