"""Records judged by the rules of another state: in a pull request, by those that it cannot have changed.

Settings of rules, the organisation's own fields, schemas, and whose approvals count come from the state that is named;
everything else is what the judged state says. An exemption counts where both states have it: one that is new does not
count yet, and one that was taken back no longer does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from underhood.doors.blobs import GitTree
from underhood.doors.revisions import resolve
from underhood.doors.schemas import Schemas
from underhood.records.kinds import read_kinds
from underhood.records.load import Loaded, load
from underhood.records.project import Project, schemas_in
from underhood.records.record import make_catalog
from underhood.records.settings import RuleSettings, Settings, read_settings
from underhood.records.sides import Sides
from underhood.records.translated import catalogue_problems
from underhood.records.trust import trust_of


def under_policy(project: Project, root: Path, revision: str) -> tuple[Project, tuple[str, ...]]:
    """The project as judged by the rules of a revision, and what a reader must know of it."""
    commit = resolve(root, revision)
    tree = GitTree(root, commit)
    schemas = schemas_in(tree)
    theirs, problems = read_settings(tree, schemas)
    told = [f"judged by the rules and schemas of {commit[:12]}"]
    if problems:
        told.append(f"the settings of {commit[:12]} cannot be read; the rules are those that ship with the tool")
    own = project.settings
    if (own.rules, own.own) != (theirs.rules, theirs.own) or own.extensions.documents != theirs.extensions.documents:
        told.append("the settings of rules or own fields differ in the judged state; they count once they are merged")
    if schemas.documents != project.schemas.documents:
        told.append("the schemas differ in the judged state; they count once they are merged")
        project = reread(project, schemas)
        own = project.settings
    if trust_of(tree) != trust_of(project.tree):
        told.append("people, signers or gates differ in the judged state; they count once they are merged")
    settings = replace(own, rules=_rules(own, theirs), own=theirs.own, extensions=theirs.extensions)
    return replace(project, settings=settings, believed=tree), tuple(told)


def weighed_by(sides: Sides, root: Path, revision: str) -> Sides:
    """Two states, of which the settings and schemas of a revision weigh what changed; no record of it is read."""
    tree = GitTree(root, resolve(root, revision))
    schemas = schemas_in(tree)
    settings, problems = read_settings(tree, schemas)
    bare = Loaded(make_catalog(read_kinds(schemas), ()), ())
    return replace(sides, policy=Project(tree, schemas, settings, bare, root, sides.new.today, tuple(problems)))


def reread(project: Project, schemas: Schemas) -> Project:
    """The same files, held against other schemas."""
    settings, found = read_settings(project.tree, schemas)
    problems = (*found, *catalogue_problems(project.tree))
    return replace(
        project, schemas=schemas, settings=settings, loaded=load(project.tree, schemas), settings_problems=problems
    )


def _rules(own: Settings, theirs: Settings) -> Mapping[str, RuleSettings]:
    return {
        code: replace(
            said, exempt=tuple(one for one in said.exempt if code in own.rules and one in own.rules[code].exempt)
        )
        for code, said in theirs.rules.items()
    }
