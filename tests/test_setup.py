"""Set-up: the Makefile and tools/setup.sh, tried in copies of them with stand-ins for uv and the command. No network.

Each copy sees only the programs that the test puts on its PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAMS = (
    "awk bash cat chmod cksum cp dirname find flock grep ln make mkdir mktemp mv rm sh sort tail tee touch tr uname"
)

# Records each call; makes what the real uv would make. `broken` in the folder makes the installation fail with its text.
UV = """#!/bin/sh
echo "$*" >> "$HOME/uv-calls"
case "$*" in
*"python find"*) [ -z "$NO_PYTHON" ] && echo "$PYTHON_310" ;;
*"python install"*) exit 1 ;;
*" venv "*) mkdir -p .venv/bin && ln -s "$PYTHON_310" .venv/bin/python ;;
*"pip sync"*) touch .venv/half-made; echo "Installed 2 packages in 1s"
    if [ -e "$HOME/broken" ]; then cat "$HOME/broken" >&2; exit 1; fi ;;
*"pip install"*) cp "$HOME/dutydesk" .venv/bin/dutydesk ;;
esac
"""
# As the real npm: puts packages into node_modules, or fails with the text of `no-registry`.
NPM = """#!/bin/sh
[ "$1" = --version ] && { echo "${NPM_VERSION:-10.8.2}"; exit; }
echo "npm $*" >> "$HOME/uv-calls"
if [ -e "$HOME/no-registry" ]; then cat "$HOME/no-registry" >&2; exit 1; fi
mkdir -p node_modules/govuk-frontend
"""
STYLES = "npm ci --ignore-scripts"
DUTYDESK = """#!/bin/sh
for word in "$@"; do printf '[%s]' "$word"; done
echo
"""


class Copy:
    """A folder with the Makefile, the set-up script and their inputs, and a PATH of its own."""

    def __init__(self, folder: Path):
        self.folder, self.home = folder / "a project", folder / "home"
        self.path = folder / "programs"
        for made in (self.folder / "tools", self.home, self.path):
            made.mkdir(parents=True)
        for name in ("Makefile", "tools/setup.sh", "pyproject.toml", "tools/assets.sh", "tools/node.lock", "package.json",
                     "package-lock.json", ".npmrc"):  # fmt: skip
            shutil.copy(ROOT / name, self.folder / name)
        (self.folder / "requirements.lock").write_text("one==1\n")
        for name in PROGRAMS.split():
            if found := shutil.which(name):
                (self.path / name).symlink_to(found)
        self.program("uv", UV)
        self.program("npm", NPM)
        (self.home / "dutydesk").write_text(DUTYDESK)
        (self.home / "dutydesk").chmod(0o755)

    def program(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)
        (self.path / name).chmod(0o755)

    def make(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        known = {"PATH": str(self.path), "HOME": str(self.home), "PYTHON_310": sys.executable}
        return subprocess.run(
            ["make", *words], cwd=self.folder, env=known | environment, capture_output=True, text=True, timeout=60
        )

    def calls(self) -> list[str]:
        """What uv and npm were asked since the last look, their `--version` calls left out."""
        record = self.home / "uv-calls"
        said = record.read_text().splitlines() if record.exists() else []
        record.unlink(missing_ok=True)
        return [call for call in said if call != "--version"]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture
def installed(copy: Copy) -> Copy:
    assert copy.make("setup").returncode == 0
    copy.calls()
    return copy


def stopped(result: subprocess.CompletedProcess[str]) -> str:
    """The one sentence with which set-up stopped."""
    assert result.returncode != 0
    (sentence,) = [line for line in result.stderr.splitlines() if line.startswith("Set-up stopped: ")]
    return sentence


# --- the list of commands


def test_help_lists_every_command_and_is_the_default(copy):
    commands = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    listed = [line.split()[1] for line in copy.make().stdout.splitlines()]
    assert listed == commands
    assert set("setup ask chat answer train build check test eval bench serve browse lock clean".split()) <= set(listed)
    assert copy.make("help").stdout == copy.make().stdout


def test_every_command_is_phony():
    text = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    assert phony == set(re.findall(r"^([a-z]+):(?!=)", text, re.MULTILINE))


# --- once, and again only when it must


def test_set_up_installs_what_the_lock_file_names(copy):
    result = copy.make("setup")
    assert result.returncode == 0, result.stderr
    found, made, synced, itself, styles = copy.calls()
    assert "python find" in found
    assert "venv" in made
    assert "pip sync --python .venv/bin/python --require-hashes requirements.lock" in synced
    assert "--no-deps --no-build-isolation" in itself
    assert itself.endswith("-e .")
    assert styles.startswith(STYLES)
    assert "Installed 2 packages" in result.stderr


def test_a_second_set_up_does_nothing_and_says_so(installed):
    result = installed.make("setup")
    assert result.stderr.strip() == "Already set up: nothing to do."
    assert installed.calls() == []


def test_a_changed_lock_file_is_installed_into_the_same_environment(installed):
    (installed.folder / "requirements.lock").write_text("one==2\n")
    assert installed.make("setup").returncode == 0
    calls = " ".join(installed.calls())
    assert "pip sync" in calls
    assert " venv " not in calls


def test_an_interrupted_set_up_is_made_anew(copy):
    (copy.home / "broken").write_text("stopped half-way")
    copy.make("setup")
    assert (copy.folder / ".venv/half-made").exists()
    copy.calls()
    (copy.home / "broken").unlink()
    (copy.folder / ".venv/left-over").touch()
    assert copy.make("setup").returncode == 0
    assert any(" venv " in call for call in copy.calls())
    assert not (copy.folder / ".venv/left-over").exists()


def test_an_interrupted_update_is_made_anew(installed):
    (installed.folder / "requirements.lock").write_text("one==2\n")
    (installed.home / "broken").write_text("stopped half-way")
    installed.make("setup")
    (installed.folder / "requirements.lock").write_text("one==1\n")
    (installed.home / "broken").unlink()
    installed.calls()
    assert installed.make("setup").returncode == 0
    assert any(" venv " in call for call in installed.calls())


def test_a_renamed_folder_is_set_up_anew(installed):
    installed.folder = installed.folder.rename(installed.folder.with_name("renamed"))
    assert installed.make("setup").returncode == 0
    assert any(" venv " in call for call in installed.calls())


def test_a_lost_python_is_noticed(installed):
    (installed.folder / ".venv/bin/python").unlink()
    assert installed.make("setup").returncode == 0
    assert any(" venv " in call for call in installed.calls())


def test_settings_that_point_elsewhere_are_left_out(copy):
    copy.program(
        "uv", UV.replace('echo "$*"', 'echo "$* [$UV_PYTHON$VIRTUAL_ENV$UV_SYSTEM_PYTHON] [$UV_DEFAULT_INDEX]"')
    )
    copy.make("setup", UV_PYTHON="3.12", VIRTUAL_ENV="/other", UV_SYSTEM_PYTHON="1", UV_DEFAULT_INDEX="mirror")
    synced = next(call for call in copy.calls() if "pip sync" in call)
    assert synced.endswith("[] [mirror]")


def test_byte_code_is_compiled_whatever_the_environment_says(copy):
    copy.program("uv", UV.replace('echo "$*"', 'echo "$* $UV_COMPILE_BYTECODE$PYTHONDONTWRITEBYTECODE"'))
    copy.make("setup", PYTHONDONTWRITEBYTECODE="yes")
    assert any(call.endswith("requirements.lock 1") for call in copy.calls())


# --- what the web pages serve


def test_a_changed_lock_file_of_the_web_pages_is_fetched_alone(installed):
    lock = installed.folder / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    assert installed.make("ready").returncode == 0
    (only,) = installed.calls()
    assert only.startswith(STYLES)


def test_without_the_web_pages_styles_everything_else_works(copy):
    (copy.home / "no-registry").write_text("npm error code ECONNREFUSED")
    result = copy.make("setup")
    assert result.returncode == 0
    assert "The web pages will have no styles: the npm registry did not answer" in result.stderr
    assert "Set up in" in result.stderr
    copy.calls()
    assert copy.make("ready").stderr == "", "what failed is not tried at every command"
    assert copy.calls() == []
    (copy.home / "no-registry").unlink()
    copy.make("setup")
    assert copy.calls()[0].startswith(STYLES), "but when set-up is asked for"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [("npm error code EINTEGRITY", "not the one that package-lock.json names"), ("ENOSPC: no space left", "the disk is full"),
     ("npm error code EACCES", "could not be written"), ("fetch failed", "the npm registry did not answer")],
)  # fmt: skip
def test_why_the_styles_are_missing_is_one_sentence(copy, said, sentence):
    (copy.home / "no-registry").write_text(said)
    (line,) = [line for line in copy.make("setup").stderr.splitlines() if "no styles" in line]
    assert sentence in line


@pytest.mark.parametrize("version", ["6.14.4", "none"])
def test_an_npm_that_is_too_old_or_broken_is_fetched_with_its_hash(copy, version):
    result = copy.make("setup", NPM_VERSION=version)
    assert result.returncode == 0
    fetched = copy.calls()[-1]
    assert fetched.endswith("--target .tools/node --require-hashes -r tools/node.lock")
    assert "install npm" in result.stderr, "the stand-in brings none"


def test_the_lock_files_name_no_host():
    for name in ("package-lock.json", "tools/node.lock", "requirements.lock"):
        assert "://" not in (ROOT / name).read_text(), name


# --- where uv and Python come from


def test_a_uv_that_does_not_run_is_passed_over(copy):
    copy.program("uv", "#!/bin/sh\necho 'pyenv: uv: command not found' >&2; exit 127\n")
    tools = copy.folder / ".tools/bin"
    tools.mkdir(parents=True)
    (tools / "uv").write_text(UV)
    (tools / "uv").chmod(0o755)
    assert copy.make("setup").returncode == 0
    assert copy.calls()


def test_python_is_found_among_those_of_pyenv_the_newest_first(copy):
    for version in ("3.10.9", "3.10.13", "3.11.1"):
        folder = copy.home / f".pyenv/versions/{version}/bin"
        folder.mkdir(parents=True)
        (folder / "python").symlink_to(sys.executable)
    assert copy.make("setup", NO_PYTHON="1").returncode == 0
    assert "3.10.13" in next(call for call in copy.calls() if " venv " in call)


# --- one sentence when it cannot go on


def test_neither_uv_nor_python(copy):
    (copy.path / "uv").unlink()
    assert "there is neither uv nor Python 3 here; install one of them" in stopped(copy.make("setup"))


def test_a_python_that_cannot_fetch_uv(copy):
    (copy.path / "uv").unlink()
    copy.program("python3", '#!/bin/sh\n[ "$1" = -c ]\n')
    assert "neither venv nor pip" in stopped(copy.make("setup"))


def test_no_python_310(copy):
    assert "Python 3.10 is not on this machine and could not be fetched" in stopped(copy.make("setup", NO_PYTHON="1"))


def test_no_lock_file(copy):
    (copy.folder / "requirements.lock").unlink()
    assert "requirements.lock is missing" in stopped(copy.make("setup"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("error: Failed to fetch: `somewhere`\n  cause: dns error", "the package registry did not answer"),
        ("× Failed to build `one==1`\n  cause: Failed to fetch: `setuptools`", "the package registry did not answer"),
        ("error: Hash mismatch for `one==1`", "not the one that requirements.lock names"),
        ("error: failed to write\n  cause: No space left on device (os error 28)", "the disk is full"),
        ("error: unable to execute 'gcc': No such file or directory", "there is no C compiler"),
        ("because one has no wheels with a matching platform tag", "does not exist for"),
        ("something else", "it failed while installing packages (details: .tools/setup.log)"),
    ],
)
def test_why_the_installation_failed(copy, said, sentence):
    (copy.home / "broken").write_text(said)
    assert sentence in stopped(copy.make("setup"))
    assert said in (copy.folder / ".tools/setup.log").read_text()


# --- what the user types arrives as it was typed

AWKWARD = [
    "who escalates resettlement failures?",
    'a "b" $HOME `x`; rm',
    "what's a LADO's duty & who | tells > them?",
    "$(shell touch made-by-make) $$(touch made-by-shell) ${Q} %s \\n #not a comment",
    "--help",
    "two\nlines",
]


@pytest.mark.parametrize("question", AWKWARD)
def test_a_question_arrives_as_typed(installed, question):
    before = sorted(os.listdir(installed.folder))
    for result in (installed.make("ask", f"Q={question}"), installed.make("ask", Q=question)):
        assert result.returncode == 0, result.stderr
        assert result.stdout.endswith(f"[ask][--][{question}]\n")
    assert sorted(os.listdir(installed.folder)) == before


def test_without_a_question_two_are_asked_at_once(installed):
    last = installed.make("ask").stdout.splitlines()[-1]
    assert last == "[ask][--][who escalates resettlement failures?][what must I do with a child welfare concern?]"


@pytest.mark.parametrize(("code", "fails"), [(0, False), (3, False), (1, True), (2, True)])
def test_no_answer_is_no_failure_of_make(installed, code, fails):
    (installed.folder / ".venv/bin/dutydesk").write_text(f"#!/bin/sh\nexit {code}\n")
    assert bool(installed.make("ask").returncode) == fails


def test_files_to_answer_may_have_any_name(installed):
    files = {"INPUT": "in $x's `file`.jsonl", "OUTPUT": 'out "$(y)".jsonl'}
    result = installed.make("answer", *(f"{name}={value}" for name, value in files.items()))
    assert result.stdout.endswith(f"[answer][--input][{files['INPUT']}][--output][{files['OUTPUT']}]\n")


# --- CI


@pytest.mark.parametrize(
    ("closing", "code", "fails"),
    [
        ("===== 12 passed in 3.21s =====", 0, False),
        ("===== 1 failed, 11 passed in 3.21s =====", 2, True),
        ("===== 4 skipped in 0.01s =====", 0, True),
        ("===== no tests ran in 0.01s =====", 5, True),
        ("", 0, True),
    ],
)
def test_ci_passes_only_when_tests_ran_and_passed(copy, closing, code, fails):
    (copy.folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", copy.folder / ".ci/run")
    (copy.path / "make").unlink()
    copy.program("make", f"#!/bin/sh\n[ $1 = test ] && echo '{closing}'; exit {code}\n")
    ran = subprocess.run(["bash", ".ci/run"], cwd=copy.folder, env={"PATH": str(copy.path)}, capture_output=True)
    assert bool(ran.returncode) == fails


# --- clearing up


def test_clean_keeps_the_installation_and_distclean_does_not(installed):
    for made in ("build", "models", "knowledge/__pycache__", ".venv/lib/__pycache__"):
        (installed.folder / made).mkdir(parents=True)
    assert installed.make("clean").returncode == 0
    assert not any((installed.folder / gone).exists() for gone in ("build", "models", "knowledge/__pycache__"))
    assert (installed.folder / ".venv/lib/__pycache__").exists()
    assert installed.make("distclean").returncode == 0
    assert not any((installed.folder / gone).exists() for gone in (".venv", ".tools", "node_modules"))
