"""Runs the scripts of a composite action as GitHub's runner would: act.py ACTION WORKSPACE INPUT=VALUE...

Actions that a step uses are passed over, as if there were no cache. Everything that the action asks of a runner is understood here, and anything else is an error, so that the
action cannot come to rely on what was never run. Prints what the scripts print; exits as the first that fails.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

action = pathlib.Path(sys.argv[1])
workspace = sys.argv[2]
described = yaml.safe_load(action.read_text())
given = dict(argument.split("=", 1) for argument in sys.argv[3:])
unknown = set(given) - set(described["inputs"])
if unknown:
    sys.exit(f"act: no such input: {unknown}")
temporary = pathlib.Path(tempfile.mkdtemp(prefix="act-"))
values = {f"inputs.{name}": given.get(name, str(told.get("default", ""))) for name, told in described["inputs"].items()}
values |= {
    "github.action_path": str(action.parent.resolve()),
    "github.action_repository": os.environ.get("GITHUB_ACTION_REPOSITORY", ""),
    "github.server_url": "https://github.com",
    "runner.temp": str(temporary),
    "runner.os": "Linux",
    "runner.arch": "X64",
}


def value(name):
    """What an expression stands for; a step that was passed over has no outputs."""
    name = name.strip()
    if name not in values and not re.fullmatch(r"steps\.\w+\.outputs\.[\w-]+", name):
        sys.exit(f"act: {name!r} is not understood")
    return values.get(name, "")


def filled(text):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: value(found[1]), text)


def holds(condition):
    """Whether a condition holds: comparisons with a text, joined by &&."""
    for part in condition.split("&&"):
        compared = re.fullmatch(r"\s*(\S+) (==|!=) '(.*)'\s*", part)
        if not compared:
            sys.exit(f"act: {part!r} is not understood")
        if (value(compared[1]) == compared[3]) != (compared[2] == "=="):
            return False
    return True


path = os.environ["PATH"]
for number, step in enumerate(described["runs"]["steps"]):
    if "if" in step and not holds(step["if"]):
        continue
    if "uses" in step:
        for text in step.get("with", {}).values():
            filled(text)
        continue
    if "${{" in step["run"]:
        sys.exit(f"act: an expression stands in the script of {step['name']!r}")
    if step["shell"] != "bash":
        sys.exit(f"act: {step['shell']!r} is not understood")
    script, outputs, paths = (temporary / f"{kind}-{number}" for kind in ("script", "outputs", "paths"))
    script.write_text(step["run"])
    outputs.touch()
    paths.touch()
    surroundings = {name: text for name, text in os.environ.items() if not name.startswith("GITHUB_")}
    surroundings |= {name: filled(text) for name, text in step.get("env", {}).items()}
    surroundings |= {"PATH": path, "GITHUB_OUTPUT": str(outputs), "GITHUB_PATH": str(paths), "GITHUB_ACTIONS": "true", "CI": "true"}
    ended = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], cwd=workspace, env=surroundings, check=False)
    if ended.returncode != 0:
        sys.exit(ended.returncode)
    for line in outputs.read_text().splitlines():
        name, text = line.split("=", 1)
        values[f"steps.{step.get('id')}.outputs.{name}"] = text
    path = ":".join([*paths.read_text().split(), path])
