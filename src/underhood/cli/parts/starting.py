"""What a new repository begins with: its settings, the set-up of the site, and records to replace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template

from underhood.cli.parts.automating import workflows
from underhood.cli.parts.options import EDITOR_SCHEMAS
from underhood.doors import assets, edit
from underhood.doors.schemas import SUFFIX
from underhood.records.gates import default_text
from underhood.records.places import FOLDER, SETTINGS_FILE

IGNORED = "build/"
SEALS = "governance/_sealed/** linguist-generated -text"
ATTRIBUTES = f"# Seals are written by `underhood seal`; every byte of them counts.\n{SEALS}\n"

SETTINGS = """\
# yaml-language-server: $$schema=../.schemas/settings.schema.json
schema: 1
title: $title
languages: [en]
default_language: en
default_visibility: public
publication:
  mode: $mode
${voice}\
# Where the repository and the published pages are, once they are somewhere; links on the pages lead there.
# repository_url: https://code.example/your-organisation/records
# public_repository: true
# site_url: https://records.your-organisation.example/
${gates}\
"""
PROVIDER = """\
  contact: "TODO: where readers write to correct something"
"""
COMPILED = """\
  compiler: organisation/compilers
  notice:
    en: "TODO: Compiled from public sources by … . Not a site of the provider, and not reviewed by it."
  contact: "TODO: where readers write to correct something"
  right_of_reply:
    en: "TODO: say how those described here can answer. Replies are shown unedited, with date and author."
"""
ORGANISATION = """\
# yaml-language-server: $$schema=../../.schemas/organisation.schema.json
# TODO: replace this example. `underhood rename organisation/example-lab <your-id>` mends every reference to it.
title: Example laboratory (replace me)
role: [provider]
contacts:
  - {id: security, for: security, channel: "TODO: an address for reports"}
evidence: [{source: example-source}]
"""
COMPILERS = """\
# yaml-language-server: $$schema=../../.schemas/organisation.schema.json
# TODO: who you are.
title: The compilers of these records (replace me)
role: [compiler]
"""
EVIDENCE = """\
# yaml-language-server: $$schema=../../.schemas/evidence.schema.json
# TODO: every figure and statement cites a source like this one.
title: Example source (replace me)
type: other
standing: primary
read: original
version: "1"
${issued}\
"""
MODEL = """\
# yaml-language-server: $$schema=../../.schemas/model.schema.json
# TODO: one file for each model family.
title: Example model (replace me)
provider: example-lab
description: A placeholder, so that there is something to look at. It describes no real model.
evidence: [{source: example-source}]
"""
RELEASE = """\
# yaml-language-server: $$schema=../../.schemas/release.schema.json
# TODO: one file for each release. `underhood new release/<id> --from release/example-1` starts the next.
title: Example model 1 (replace me)
summary: A placeholder, so that there is something to look at. It describes no real release.
model: example
version: "1"
recorded: $recorded
history:
  - {status: released, date: "2026-01-01"}
variants:
  - {id: base, title: Example model 1, status: released}
intended_uses:
  - {id: trying-out, text: Trying out how the records become pages.}
out_of_scope_uses:
  - {id: anything-real, text: Anything else.}
parts:
  - risk/example-risk
  - mitigation/example-measure
evidence: [{source: example-source}]
"""
RISK = """\
# yaml-language-server: $$schema=../../.schemas/risk.schema.json
# TODO: what may go wrong, for whom, and what is done against it. Without likelihood and severity a risk is not rated.
title: Example risk (replace me)
text: A reader may take this placeholder for the description of a real release.
${owner}\
ratings:
  - {id: base, for: ["release/example-1#base"], mitigations: [example-measure]}
evidence: [{source: example-source}]
"""
MITIGATION = """\
# yaml-language-server: $$schema=../../.schemas/mitigation.schema.json
title: Example measure (replace me)
layer: user
text: The titles of all examples say that they are to be replaced.
status: in-place
effects:
  - {id: told, text: "TODO: what it changed. Where it was measured, name the values before and after."}
evidence: [{source: example-source}]
"""
MKDOCS = """\
# Pages written by hand stand in site/; the pages of the records are made when the site is built.
site_name: $title
docs_dir: site
site_dir: build/site
use_directory_urls: false
theme:
  name: underhood
plugins:
  - underhood
"""
PAGE = """\
# About this collection

TODO: say here what these records are, who keeps them, and how to reach you. Every file under `site/` becomes a page.
"""
ABOUT = "site/about/collection.md"
FILES: Mapping[str, str] = {
    f"{FOLDER}/settings.yaml": SETTINGS,
    f"{FOLDER}/organisation/example-lab.yaml": ORGANISATION,
    f"{FOLDER}/evidence/example-source.yaml": EVIDENCE,
    f"{FOLDER}/model/example.yaml": MODEL,
    f"{FOLDER}/release/example-1.yaml": RELEASE,
    f"{FOLDER}/risk/example-risk.yaml": RISK,
    f"{FOLDER}/mitigation/example-measure.yaml": MITIGATION,
    "mkdocs.yml": MKDOCS,
    ABOUT: PAGE,
}
OWN = (SETTINGS_FILE, "mkdocs.yml", ABOUT, f"{FOLDER}/organisation/compilers.yaml")
"""What stays where records come from elsewhere."""


def texts(title: str, mode: str) -> Mapping[str, str]:
    """The files of a new repository, the examples among them."""
    compiled = mode == "compiled"
    words = {
        "title": edit.scalar(title),
        "mode": mode,
        "voice": COMPILED if compiled else PROVIDER,
        "recorded": "retrospective" if compiled else "live",
        "owner": "" if compiled else "owner: organisation/example-lab\n",
        "issued": "issued_by: example-lab\n",
        "gates": "" if compiled else default_text(),
    }
    every = {**FILES, f"{FOLDER}/organisation/compilers.yaml": COMPILERS} if compiled else FILES
    return {path: Template(text).substitute(words) for path, text in every.items()}


def schemas() -> Iterator[tuple[str, bytes]]:
    """Copies of the schemas for editors."""
    for path in sorted(assets.directory("schemas").glob(f"*{SUFFIX}")):
        yield f"{EDITOR_SCHEMAS}/{path.name}", path.read_bytes()


def gitignore(root: Path) -> Mapping[str, bytes]:
    """The list of what git is to ignore, unless there is one: that is somebody's own."""
    return {} if (root / ".gitignore").exists() else {".gitignore": f"{IGNORED}\n".encode()}


def gitattributes(root: Path) -> Mapping[str, bytes]:
    """What git is to know of seals, unless there is such a file: that is somebody's own."""
    return {} if (root / ".gitattributes").exists() else {".gitattributes": ATTRIBUTES.encode()}


def usual_name(root: Path) -> str:
    """What a collection in this folder is called if nobody says it."""
    name = re.sub(r"[-_\s]+", " ", root.resolve().name).strip()
    return f"Governance of {name}" if name else "Governance records"


def bare(root: Path, title: str, mode: str) -> Mapping[str, bytes]:
    """The files of a repository whose records come from elsewhere."""
    own = {path: text.encode() for path, text in texts(title or usual_name(root), mode).items() if path in OWN}
    flows = workflows(root, "github")
    ignore = {**gitignore(root), **gitattributes(root)}
    return {**own, **({} if flows.below else flows.files), **ignore, **dict(schemas())}
