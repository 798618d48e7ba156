"""The examples of a page: snippets.py PAGE ACTION FOLDER

Each example that a comment names is written into FOLDER under the comment's last part. One that is called `steps` becomes a job of a workflow. Whatever a step gives to the action must be among the
action's inputs.
"""

import pathlib
import re
import sys

import yaml

page, action, folder = (pathlib.Path(argument) for argument in sys.argv[1:])
known = set(yaml.safe_load(action.read_text())["inputs"])
examples = re.findall(r"^<!-- (\S+) -->\n```\w+\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)
if not examples:
    sys.exit(f"ci: no example in {page}")
for number, (name, text) in enumerate(examples):
    if name == "steps":
        steps = "".join(f"      {line}\n" for line in text.splitlines())
        name, text = f"steps-{number}.yml", f"on: push\njobs:\n  example:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
    (folder / pathlib.Path(name).name).write_text(text)
    if name.endswith("gitlab-ci.yml") or not name.endswith(".yml"):
        continue
    for job in yaml.safe_load(text)["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("OWNER/counterpart@") and not set(step["with"]) <= known:
                sys.exit(f"ci: {name} gives the action inputs that it does not have: {set(step['with']) - known}")
