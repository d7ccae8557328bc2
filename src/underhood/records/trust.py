"""Whom a state of the records believes: its people, their keys, the keys that are revoked, and what its gates ask.

A line of `governance/_signers` names one person, by id or by a name of git. What names several people, or shares a key
between two, is not believed at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from underhood.doors.signing import Trusted
from underhood.doors.ssh_format import Signer, read_signers, unreadable_key
from underhood.doors.tree import Tree, Unreadable
from underhood.records.people import People, Person, people_of
from underhood.records.places import FOLDER, SETTINGS_FILE
from underhood.records.reading import Problem, read_yaml
from underhood.values.finding import Location

SIGNERS, REVOKED = f"{FOLDER}/_signers", f"{FOLDER}/_revoked"
LARGEST = 1 << 22
CODE = "invalid-signers"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe.

    `signers`: the lines that can be believed, each with its person; None for those that vouch for others' keys.
    `separated`: the roles in which nobody may approve own work; None: all roles. `unsigned`: some gate lets words
    without a signature count. `fault`: why no signature can be checked at all.
    """

    people: People = field(default_factory=People)
    signers: tuple[tuple[Signer, Person | None], ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    revoked: bytes | None = None
    separated: frozenset[str] | None = None
    unsigned: bool = False
    fault: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def trusted(self) -> Trusted:
        """The lines as ssh-keygen is shown them: each person by id."""
        names = ((signer, person.id if person else ",".join(signer.principals)) for signer, person in self.signers)
        return Trusted(tuple(signer.written(name) for signer, name in names), self.revoked)

    def keys_of(self, person: Person) -> tuple[Signer, ...]:
        """The lines of a person."""
        return tuple(signer for signer, owner in self.signers if owner == person)


def trust_of(tree: Tree) -> Trust:
    """Whom a tree believes."""
    people = people_of(tree)
    separated, unsigned = _gates(tree)
    text = _read(tree, SIGNERS)
    revoked = _read(tree, REVOKED)
    if isinstance(text, Unreadable) or isinstance(revoked, Unreadable):
        path, why = (SIGNERS, text) if isinstance(text, Unreadable) else (REVOKED, revoked)
        assert isinstance(why, Unreadable)
        problem = Problem(CODE, Location(path), why.message, why.hint)
        return Trust(people, (), {}, None, separated, unsigned, f"{path}: {why.message}", (problem,))
    if number := unreadable_key(revoked or b""):
        problem = Problem(CODE, Location(REVOKED, number), "the line is no public key", "write one public key a line")
        return Trust(people, (), {}, None, separated, unsigned, f"line {number} of {REVOKED} is no key", (problem,))
    file = read_signers((text or b"").decode("utf-8", "replace"))
    problems = [_problem(one.line, f"the line is not believed: {one.message}") for one in file.bad]
    signers, refused, more = _believed(file.signers, people)
    return Trust(people, signers, refused, revoked, separated, unsigned, "", (*problems, *more))


def _read(tree: Tree, path: str) -> bytes | Unreadable | None:
    """A file; None where there is none."""
    if all(entry.path != path for entry in tree.walk(path)):
        return None
    return tree.read(path, largest=LARGEST)


def _gates(tree: Tree) -> tuple[frozenset[str] | None, bool]:
    """The roles that gates keep apart from the work (None: no gate), and whether one does without a signature."""
    data, _, _ = read_yaml(tree, SETTINGS_FILE)
    gates = data.get("gates") if isinstance(data, Mapping) else None
    if not isinstance(gates, Mapping) or not gates:
        return None, False
    said = [gate for gate in gates.values() if isinstance(gate, Mapping)]
    roles = [gate.get("separation_of_duties") for gate in said]
    apart = frozenset(role for listed in roles if isinstance(listed, list) for role in listed if isinstance(role, str))
    return apart, any(gate.get("unsigned") is True for gate in said)


Believed = tuple[tuple[tuple[Signer, Person | None], ...], Mapping[str, str], list[Problem]]


def _believed(signers: Iterable[Signer], people: People) -> Believed:
    """The lines that can be believed; why the keys of others are not, by fingerprint; the same as problems."""
    lines = [(signer, _meant(signer, people)) for signer in signers]
    owners: dict[str, set[str]] = {}
    for signer, meant in lines:
        owners.setdefault(signer.fingerprint, set()).update(() if signer.authority else (one.id for one in meant))
    for person in people.every:
        for key in person.keys:
            owners.setdefault(key, set()).add(person.id)
    kept: list[tuple[Signer, Person | None]] = []
    refused: dict[str, str] = {}
    problems: list[Problem] = []
    for signer, meant in lines:
        why = _doubt(signer, meant, owners[signer.fingerprint])
        if why:
            refused[signer.fingerprint] = why
            problems.append(_problem(signer.line, f"the line is not believed: {why}"))
        else:
            kept.append((signer, None if signer.authority else meant[0]))
    return tuple(kept), refused, problems


def _doubt(signer: Signer, meant: tuple[Person, ...], owners: set[str]) -> str:
    """Why a line is not believed; empty where it is."""
    several = f"its key belongs to several people: {', '.join(sorted(owners))}" if len(owners) > 1 else ""
    if signer.authority:
        return several
    who = ",".join(signer.principals)[:80]
    if not meant:
        return f"'{who}' is nobody whom an organisation lists under `people`, by id or git"
    if len(meant) > 1:
        return f"'{who}' fits several people: {', '.join(sorted(person.id for person in meant))}"
    if several:
        return several
    if meant[0].keys and signer.fingerprint not in meant[0].keys:
        return f"{signer.fingerprint} is not among the keys that the record of {meant[0].id} lists"
    return ""


def _meant(signer: Signer, people: People) -> tuple[Person, ...]:
    return tuple(person for person in people.every if any(fits(signer.principals, name) for name in person.names()))


def fits(patterns: Iterable[str], name: str) -> bool:
    """Whether a name fits patterns of OpenSSH: one of them, and none of those that begin with `!`."""
    found = False
    for pattern in patterns:
        if fnmatchcase(name, pattern.removeprefix("!").replace("[", "[[]")):
            if pattern.startswith("!"):
                return False
            found = True
    return found


def _problem(line: int, message: str) -> Problem:
    hint = "write: ID ssh-ed25519 AAAA…, one line for each key of one person"
    return Problem(CODE, Location(SIGNERS, line), message, hint)


def signature_problems(tree: Tree) -> Iterator[Problem]:
    """Signatures that lie beside no approval."""
    paths = {entry.path for entry in tree.walk(f"{FOLDER}/approval")}
    for path in sorted(paths):
        if path.endswith(".yaml.sig") and path.removesuffix(".sig") not in paths:
            message = f"a signature without its approval: there is no {path.removesuffix('.sig')}"
            yield Problem("unknown-file", Location(path), message, "restore the approval, or delete the signature")
