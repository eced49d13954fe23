"""The files by which hosts start the server, against the form that each host documents."""

import json
import re
import tomllib
from pathlib import PurePosixPath
from typing import Any

import pytest

from app.settings import SETTINGS, read_settings
from tests.support import dockerfile
from tests.support.clients import http
from tests.support.documents import OPERATIONS, PROTOCOL, table
from tests.support.plain_yaml import read_yaml
from tests.support.redis_server import needs_redis, running_redis
from tests.support.running import ROOT, StartServer

PORT = int(dockerfile.environment()["PORT"])
VOLUME = str(PurePosixPath(dockerfile.environment()["DATABASE"]).parent)
COMPOSE = read_yaml((ROOT / "compose.yaml").read_text())
RENDER = read_yaml((ROOT / "render.yaml").read_text())
HEROKU = json.loads((ROOT / "app.json").read_text())
FLY = tomllib.loads((ROOT / "fly.toml").read_text())
DURATION = re.compile(r"\d+(ms|s|m)")


def has_form(value: Any, form: Any, where: str = "") -> None:
    """`form` is a type, a pattern, a set of words, a list of one form for all items, or a mapping: name -> form, a name
    with ? may be missing, * stands for any name."""
    if isinstance(form, dict):
        assert isinstance(value, dict), where
        for name in value:
            assert name in form or f"{name}?" in form or "*" in form, f"{where}.{name} is not documented"
            has_form(value[name], form.get(name, form.get(f"{name}?", form.get("*"))), f"{where}.{name}")
        missing = {name for name in form if name != "*" and not name.endswith("?")} - set(value)
        assert not missing, f"{where} lacks {missing}"
    elif isinstance(form, list):
        assert isinstance(value, list), where
        for item in value:
            has_form(item, form[0], where)
    elif isinstance(form, set):
        assert value in form, f"{where}: {value}"
    elif isinstance(form, re.Pattern):
        assert form.fullmatch(value), f"{where}: {value}"
    else:
        assert type(value) is form, f"{where}: {value}"


HEROKU_FORM = {
    "name": str,
    "description": str,
    "keywords": [str],
    "stack": re.compile(r"heroku-\d\d"),
    "buildpacks": [{"url": str}],
    "formation": {"*": {"quantity": int, "size": {"eco", "basic", "standard-1x", "standard-2x"}}},
    "addons": [{"plan": re.compile(r"[a-z-]+:[a-z0-9-]+")}],
    "env": {"*": {"description": str, "value?": str, "required?": bool, "generator?": {"secret"}}},
}
"""Heroku Dev Center, "app.json Schema"."""

RENDER_WEB = {
    "type": {"web"},
    "name": str,
    "runtime": {"docker"},
    "plan": {"free", "starter", "standard", "pro"},
    "healthCheckPath": str,
    "maxShutdownDelaySeconds": int,
    "envVars": [
        {
            "key": str,
            "generateValue?": bool,
            "fromService?": {"type": {"keyvalue"}, "name": str, "property": {"connectionString"}},
        }
    ],
}
RENDER_KEY_VALUE = {
    "type": {"keyvalue"},
    "name": str,
    "plan": {"free", "starter", "standard", "pro"},
    "maxmemoryPolicy": {"noeviction"},
    "ipAllowList": list,
}
"""Render, "Blueprint YAML Reference"."""

FLY_FORM = {
    "app": re.compile(r"[a-z0-9-]+"),
    "primary_region": re.compile(r"[a-z]{3}"),
    "kill_signal": {"SIGTERM"},
    "kill_timeout": int,
    "build": {"dockerfile": str},
    "http_service": {
        "internal_port": int,
        "force_https": bool,
        "auto_stop_machines": {"off", "stop", "suspend"},
        "auto_start_machines": bool,
        "concurrency": {"type": {"connections", "requests"}, "soft_limit": int},
        "checks": [{"method": str, "path": str, "grace_period": DURATION, "interval": DURATION, "timeout": DURATION}],
    },
    "mounts": {"source": re.compile(r"[a-z0-9_]+"), "destination": str, "initial_size": re.compile(r"\d+gb")},
    "vm": [{"memory": re.compile(r"\d+(mb|gb)"), "cpu_kind": {"shared", "performance"}, "cpus": int}],
}
"""Fly.io, "App configuration (fly.toml)"."""

COMPOSE_SERVICE = {
    "image?": str,
    "build?": {"."},
    "restart": {"unless-stopped"},
    "command?": [str],
    "ports?": [re.compile(r"\d+:\d+")],
    "environment?": {"*": str},
    "configs?": [{"source": str, "target": str}],
    "volumes?": [re.compile(r"[a-z]+:/\w+")],
    "depends_on?": {"*": {"condition": {"service_healthy", "service_started"}}},
    "stop_grace_period?": DURATION,
    "healthcheck?": {"test": [str], "interval": DURATION, "timeout": DURATION},
}
COMPOSE_FORM = {
    "services": {"*": COMPOSE_SERVICE},
    "configs": {"*": {"content": str}},
    "volumes": {"*": {}},
}
"""Docker, "Compose file reference"."""


def test_heroku() -> None:
    has_form(HEROKU, HEROKU_FORM)
    assert set(HEROKU["env"]) <= set(SETTINGS)
    processes = dict(line.split(": ") for line in (ROOT / "Procfile").read_text().splitlines())
    assert set(HEROKU["formation"]) == set(processes)
    assert processes["web"].split() == dockerfile.only("CMD").words()[-3:]


def test_render() -> None:
    has_form(RENDER, {"services": [dict]})
    web, rooms = RENDER["services"]
    has_form(web, RENDER_WEB)
    has_form(rooms, RENDER_KEY_VALUE)
    assert web["healthCheckPath"] in table("path", PROTOCOL)
    assert {variable["key"] for variable in web["envVars"]} <= set(SETTINGS)
    (named,) = (variable["fromService"]["name"] for variable in web["envVars"] if "fromService" in variable)
    assert named == rooms["name"]


def test_fly() -> None:
    has_form(FLY, FLY_FORM)
    assert (ROOT / FLY["build"]["dockerfile"]).exists()
    assert FLY["http_service"]["internal_port"] == PORT
    assert all(check["path"] in table("path", PROTOCOL) for check in FLY["http_service"]["checks"])
    assert FLY["mounts"]["destination"] == VOLUME
    assert read_settings({"FLY_APP_NAME": FLY["app"]}).trust_proxy == 1


def test_compose() -> None:
    has_form(COMPOSE, COMPOSE_FORM)
    services = COMPOSE["services"]
    for service in services.values():
        assert ("image" in service) != ("build" in service)
        assert set(service.get("depends_on", {})) <= set(services)
        assert {volume.partition(":")[0] for volume in service.get("volumes", [])} <= set(COMPOSE["volumes"])
        assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"])
        for other in service.get("depends_on", {}):  # each says when it is healthy, here or in its image
            assert "healthcheck" in services[other] or "build" in services[other]
    assert set(services["app"]["environment"]) <= set(SETTINGS)
    assert services["app"]["environment"]["REDIS_URL"] == "redis://redis:6379/0"


def test_compose_has_the_proxy_of_the_documentation() -> None:
    (documented,) = (text for text in re.findall(r"```caddy\n(.*?)```", OPERATIONS, re.DOTALL) if "/bus" not in text)
    site = COMPOSE["configs"]["caddyfile"]["content"]
    assert site == documented.replace("bus.example", "${SITE:-localhost}").replace("127.0.0.1:8000", f"app:{PORT}")


@needs_redis
def test_what_compose_starts_is_a_server_with_its_rooms_in_redis(start_server: StartServer) -> None:
    program, *arguments = COMPOSE["services"]["redis"]["command"]
    assert program == "redis-server"
    names, values = arguments[::2], arguments[1::2]
    options = {name.removeprefix("--").replace("-", "_"): value for name, value in zip(names, values, strict=True)}
    settings = {name: str(value) for name, value in COMPOSE["services"]["app"]["environment"].items()}
    settings = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value) for name, value in settings.items()}  # an empty shell
    with running_redis(**options) as redis:
        server = start_server(**{**settings, "REDIS_URL": redis.url})
        _, health = http("GET", f"{server.url}/healthz")
        assert (health["store"], health["durability"]) == ("redis", "everysec")
        assert http("GET", f"{server.url}/metrics")[0] == 200


@pytest.mark.parametrize(
    "text", ["a: yes", "a: b: c", "a:\n   - b", "a: 'b'", "a: 1\na: 2", "- a\nb: 1", "a: &b c", "a: 010", "a: #b"]
)
def test_our_yaml_is_what_every_reader_takes_alike(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_yaml(text)
