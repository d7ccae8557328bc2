"""Results of measurements, whatever log they stood in, as drafts: the source, benchmarks, systems, and the table.

A result that stands twice is one; where two results of the same measurement differ, both are kept, in columns of their
own, and named.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from underhood.importers import Draft, Drawn, Given, Trouble, Wanted
from underhood.importers._words import free, line, mark, name, number, party, slug
from underhood.meaning.units import KNOWN
from underhood.values.finding import DataPath
from underhood.values.ids import Address, parse_address

UNIT = "score"
"""The unit of a figure whose source names none."""
UNITS = {"percentage": "percent", "%": "percent", "pct": "percent", "proportion": "ratio", "fraction": "ratio"}
"""What others call units that we have words for."""
MOST_DECIMALS = 20
UNSAID = "The file that was imported does not say it."
RELATIONSHIPS = frozenset({"developer", "independent", "commissioned", "compilers"})
DIRECTIONS = frozenset({"higher", "lower", "none"})


@dataclass(frozen=True, slots=True)
class Result:
    """One number with what it belongs to. `path`: where it stands in the file; `direction`: empty where it is not said.

    `benchmark` is empty for a number that is no result of one, such as a standard error; `benchmark_id` is its id where
    the file says it; `slice` is of the column, `part` of the line.
    """

    path: DataPath
    value: Decimal
    metric: str
    benchmark: str = ""
    benchmark_id: str = ""
    unit: str = ""
    direction: str = ""
    setting: Mapping[str, Any] = field(default_factory=dict)
    dataset: Mapping[str, str] = field(default_factory=dict)
    slice: str = ""
    part: str = ""
    title: str = ""
    model: str = ""
    system: str = ""
    publisher: str = ""
    subject: str = ""
    interval: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def key(self) -> Hashable:
        """What makes it the same measurement as another one."""
        setting = tuple(sorted((name, str(value)) for name, value in self.setting.items()))
        return self.benchmark, self.metric, self.title, self.unit, setting, self.slice


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a file says of all its results. Empty: it does not say it."""

    id: str
    title: str
    evaluator: str = ""
    relationship: str = ""
    harness: str = ""
    date: str = ""
    aim: str = ""


@dataclass(slots=True)
class _Table:
    """A table in the making."""

    columns: dict[tuple[Hashable, int], dict[str, Any]] = field(default_factory=dict)
    rows: dict[Hashable, dict[str, Any]] = field(default_factory=dict)
    places: dict[tuple[Hashable, str], DataPath] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)


def drawn(given: Given, wanted: Wanted, campaign: Campaign, *, results: Sequence[Result]) -> Drawn:
    """The drafts of a file, and what could not be used as it stood."""
    if not results:
        return Drawn((), (Trouble((), "there is no result in it that a record could hold", "is it the right format?"),))
    source = _source(given)
    table = _Table()
    benchmarks = _benchmarks(results, table)
    systems: dict[str, Draft] = {}
    for one in results:
        _place(table, one, benchmarks, _subject(one, wanted, systems))
    _decimals(table)
    unsaid = {"absent": "not-found", "reason": UNSAID, "searched": [{"source": source.address.id}]}
    date = campaign.date or unsaid
    data = {
        "title": line(campaign.title),
        "evaluator": party(campaign.evaluator) or "TODO: who measured this; the file does not say it",
        "relationship": campaign.relationship if campaign.relationship in RELATIONSHIPS else unsaid,
        "harness": name(campaign.harness) or unsaid,
        "date": date,
        **({"aim": campaign.aim} if campaign.aim else {}),
        "columns": list(table.columns.values()),
        "rows": list(table.rows.values()),
        "evidence": [{"source": source.address.id}],
    }
    evaluation = Draft(Address("evaluation", slug(campaign.id, "evaluation")), data)
    made = [one for id, _, one in benchmarks.values() if id]
    return Drawn((source, *made, *systems.values(), evaluation), tuple(table.troubles))


def _source(given: Given) -> Draft:
    """The file itself, pinned by its digest."""
    shown = given.inside or given.name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    data = {"title": line(shown) or "a file", "type": "log", "standing": "primary", "read": "original"}
    id = slug(f"{slug(shown.rpartition('.')[0] or shown)[:60].rstrip('-.')}-{given.digest[:8]}", "log")
    return Draft(Address("evidence", id), {**data, "sha256": given.digest})


def _benchmarks(results: Sequence[Result], table: _Table) -> dict[str, tuple[str, dict[str, dict[str, Any]], Draft]]:
    """Each benchmark by its name: its id, its metrics by their names and units, its draft."""
    found: dict[str, list[Result]] = {}
    for one in results:
        if one.benchmark:
            found.setdefault(one.benchmark, []).append(one)
    made: dict[str, tuple[str, dict[str, dict[str, Any]], Draft]] = {}
    ids: set[str] = set()
    for title, some in found.items():
        id = some[0].benchmark_id or _apart(title, ids, table, some[0].path)
        metrics = _metrics(some)
        data: dict[str, Any] = {"title": line(title), "aim": {"absent": "not-found", "reason": UNSAID}}
        dataset = next((one.dataset for one in some if one.dataset), {})
        data |= {"dataset": {key: name(value) for key, value in dataset.items() if value}} if dataset else {}
        data["metrics"] = sorted(metrics.values(), key=lambda one: str(one["id"]))
        made[title] = (id, metrics, Draft(Address("benchmark", id), data))
    return made


def _apart(title: str, ids: set[str], table: _Table, path: DataPath) -> str:
    """An id of its own for a name. That two names make one id is said."""
    id = slug(title, "benchmark")
    own = id if id not in ids else free(f"{id[:70].rstrip('-.')}-{mark(title)}", ids)
    if own != id:
        table.troubles.append(Trouble(path, f"'{name(title)}' and another name both make the id {id}", f"it is {own}"))
    ids.add(own)
    return own


def _metrics(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """The metrics of a benchmark by what they are told apart by: name and unit."""
    made: dict[str, dict[str, Any]] = {}
    ids: set[str] = set()
    for one in results:
        key = _metric_key(one)
        if key not in made:
            id = free(slug(one.metric, "metric"), ids)
            ids.add(id)
            direction = one.direction if one.direction in DIRECTIONS else "none"
            made[key] = {"id": id, "title": line(one.title or one.metric), "unit": unit(one.unit)}
            made[key]["direction"] = direction
            if not one.direction:
                made[key]["text"] = "TODO: whether a higher or a lower number is better; the file does not say it."
    return made


def _metric_key(one: Result) -> str:
    return f"{one.metric}\n{one.unit}"


@lru_cache(1 << 10)
def unit(said: str) -> str:
    """A unit in the words of records."""
    word = UNITS.get(said.strip().lower(), said.strip())
    if word in KNOWN:
        return word
    made = "".join(one if one.isascii() and one.isalnum() else "-" for one in word).strip("-").lstrip("0123456789-")
    return made or UNIT


def _subject(one: Result, wanted: Wanted, systems: dict[str, Draft]) -> str:
    """The release that the user named, or one of its variants if the file names it; else an outside system."""
    said = parse_address(one.subject, kind="release") if one.subject else None
    if wanted.release:
        release = parse_address(wanted.release, kind="release")
        return str(said) if said is not None and release is not None and said.id == release.id else str(release)
    title = one.model or "TODO: which model this is; the file does not say it"
    called = one.system or one.model
    id = slug(called, "system")
    publisher = one.publisher or (called.partition("/")[0] if called.count("/") == 1 else "")
    data = {"title": line(title), "publisher": name(publisher) or "TODO: who publishes it; the file does not say it"}
    systems.setdefault(id, Draft(Address("system", id), data))
    return f"system/{id}"


def _place(
    table: _Table, one: Result, benchmarks: Mapping[str, tuple[str, dict[str, dict[str, Any]], Draft]], subject: str
) -> None:
    """Put a result into its cell; the same number once, another one into a column of its own."""
    row_key, key = (subject, one.model, one.part), one.key
    row = table.rows.get(row_key) or _row(table, row_key, one, subject)
    for turn in range(len(table.columns) + 1):
        column = table.columns.get((key, turn))
        if column is None:
            column = table.columns[key, turn] = _column(table, one, benchmarks)
        id = str(column["id"])
        if id not in row["values"]:
            row["values"][id] = one.value
            if one.interval:
                row.setdefault("intervals", {})[id] = dict(one.interval)
            table.places[row_key, id] = one.path
            return
        if row["values"][id] == one.value:
            return
        first = "/".join(map(str, table.places[row_key, id]))
        said = f"{one.value} here, {row['values'][id]} at {first}: two results of the same measurement"
        table.troubles.append(Trouble(one.path, said, "both are kept; find out which one holds, and delete the other"))


def _row(table: _Table, key: Hashable, one: Result, subject: str) -> dict[str, Any]:
    ids = {str(row["id"]) for row in table.rows.values()}
    id = free(slug(f"{one.model} {one.part}".strip() or subject, "row"), ids)
    row: dict[str, Any] = {"id": id}
    if subject.startswith("release/") and one.model and one.model != subject:
        row["title"] = line(one.model)
    row["subject"] = subject
    if one.part:
        row["slice"] = line(one.part)
    row["values"] = {}
    table.rows[key] = row
    return row


def _column(
    table: _Table, one: Result, benchmarks: Mapping[str, tuple[str, dict[str, dict[str, Any]], Draft]]
) -> dict[str, Any]:
    words = [one.benchmark, one.metric, *(f"{value}-{key}" for key, value in sorted(one.setting.items())), one.slice]
    id = free(slug(" ".join(word for word in words if word), "column"), table.ids)
    table.ids.add(id)
    column: dict[str, Any] = {"id": id}
    if not one.benchmark:
        column["title"] = line(one.title or one.metric)
    else:
        benchmark, metrics, _ = benchmarks[one.benchmark]
        column |= {"benchmark": benchmark, "metric": metrics[_metric_key(one)]["id"]}
    if one.setting:
        column["setting"] = {name(key): setting(value) for key, value in sorted(one.setting.items())}
    if one.slice:
        column["slice"] = line(one.slice)
    return {**column, "unit": unit(one.unit)}


def setting(value: Any) -> Any:
    """A condition of a measurement: a number, true or false, or a word."""
    return value if isinstance(value, bool) else kept if (kept := number(value)) is not None else name(value) or "none"


def _decimals(table: _Table) -> None:
    """Note how many decimals the numbers of each column were printed with."""
    for column in table.columns.values():
        cells = [row["values"][column["id"]] for row in table.rows.values() if column["id"] in row["values"]]
        most = max((-int(cell.as_tuple().exponent) for cell in cells), default=0)
        if 0 <= most <= MOST_DECIMALS:
            column["decimals"] = most
