"""The Dockerfile, as tests read it. None of them has Docker."""

import fnmatch
import json
import re
import shlex
import subprocess
from pathlib import PurePosixPath
from typing import NamedTuple

from tests.support.running import ROOT

INSTRUCTIONS = {"CMD", "COPY", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "RUN", "USER", "WORKDIR"}
"""Those of the Dockerfile reference that we use."""


class Instruction(NamedTuple):
    name: str
    rest: str

    def words(self) -> list[str]:
        """Without options; of the exec form, which is JSON, or divided as a shell does it."""
        rest = re.sub(r"^(--\S+\s+)+(CMD )?", "", self.rest)
        return [str(word) for word in json.loads(rest)] if rest.startswith("[") else shlex.split(rest)

    def option(self, name: str) -> str | None:
        match = re.search(rf"(?:^| )--{name}=(\S+)", self.rest)
        return match[1] if match else None


def read_stages() -> list[list[Instruction]]:
    """The instructions of each stage, which begin with its FROM."""
    stages: list[list[Instruction]] = []
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        instruction = Instruction(*line.split(" ", 1))
        assert instruction.name in INSTRUCTIONS, line
        if instruction.name == "FROM":
            stages.append([])
        stages[-1].append(instruction)
    return stages


STAGES = read_stages()
FINAL = STAGES[-1]


def only(name: str) -> Instruction:
    """The one instruction of this name in the stage that runs."""
    (found,) = (instruction for instruction in FINAL if instruction.name == name)
    return found


def environment() -> dict[str, str]:
    """What the image sets."""
    return dict(word.split("=", 1) for word in only("ENV").words())


def context() -> list[str]:
    """The files of the repository that `.dockerignore` lets through: of the patterns that match, the last one decides
    (Docker documentation, "Build context")."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [file for file in files.splitlines() if not is_ignored(file, patterns)]


def is_ignored(file: str, patterns: list[str]) -> bool:
    ignored = False
    path = PurePosixPath(file)
    names = [str(path), *(str(parent) for parent in path.parents if str(parent) != ".")]
    for pattern in patterns:
        wanted = pattern.removeprefix("!")
        if any(_matches(name, wanted) for name in names):
            ignored = not pattern.startswith("!")
    return ignored


def _matches(name: str, pattern: str) -> bool:
    """`**/` is any number of folders; `*` ends at a slash."""
    if pattern.startswith("**/"):
        return any(_matches(tail, pattern[3:]) for tail in _tails(name))
    parts, wanted = name.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatch.fnmatchcase, parts, wanted))


def _tails(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[n:]) for n in range(len(parts))]
