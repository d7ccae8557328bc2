"""Cards for the Hugging Face Hub: for each released variant a README.md with metadata, since a repository is one model.

What counts as held stands in the metadata; the text below it is the model card in words. Figures stand in `model-index`
and, where a benchmark has its own place on the Hub, in `.eval_results` as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from underhood.doors.dump import plain_yaml, yaml_list
from underhood.exporters import Asked, exporter
from underhood.exporters._hugging_face_figures import Result, figures, index, named, results
from underhood.exporters._hugging_face_origins import base_models, datasets, emissions, licence
from underhood.exporters._hugging_face_text import text
from underhood.meaning.release import variant_address, variants
from underhood.records.record import Record, is_absence
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import Address

REMARK = (
    "Held means: it stands in the metadata of a card, or in a file below `.eval_results`. The text of each card tells "
    "more of these facts in words. Left out are disputed figures, figures of variants that were not released, base "
    "models and data sets whose address on the Hub is not recorded, and licences where channels differ."
)
CARD = "README.md"
MARK = "underhood"
"""The field by which an import knows a card that was made of records, and of which."""
UNSAID = "other"
"""What the Hub calls a task where the records name none: a result has to name one."""


@exporter("Cards for the Hugging Face Hub", remark=REMARK)
def cards(asked: Asked) -> Mapping[str, bytes]:
    """A card for each released variant, in a folder of its own."""
    release = asked.release
    written = text(asked)
    files: dict[str, bytes] = {}
    for place, variant in enumerate(variants(release)):
        if variant["status"] == "released":
            repository = _repository(asked, variant_address(release, variant), place=place, written=written)
            files |= {f"{variant['id']}/{path}": content for path, content in repository.items()}
    if not files:
        raise Stop(f"{release.address} has no released variant", "a repository of the Hub is one of them", code=USAGE)
    return files


def _repository(asked: Asked, subject: Address, *, place: int, written: Callable[[str], str]) -> Mapping[str, bytes]:
    """The files of one repository of the Hub; `place`: of the variant in its release."""
    facts = asked.facts
    name = _name(asked, place)
    model = facts.of("model")[0] if facts.of("model") else None
    task = str(facts.tell(model, "pipeline_tag") or "") if model is not None else ""
    found = results(named(facts), figures(facts, subject))
    metadata: dict[str, Any] = {
        **_languages(asked, model),
        **licence(asked),
        **base_models(facts, place),
        **({"library_name": library} if model is not None and (library := facts.tell(model, "library")) else {}),
        **({"pipeline_tag": task} if task else {}),
        **_tags(asked, model),
        **datasets(facts, subject),
        **emissions(facts, subject),
        **({"model-index": [{"name": name, "results": index(found, task or UNSAID)}]} if found else {}),
    }
    metadata[MARK] = str(subject)
    above = plain_yaml(metadata, asked.notice)
    files = {CARD: f"---\n{above}---\n\n{written(name)}".encode()}
    for benchmark, entries in _own_places(found).items():
        files[f".eval_results/{benchmark}.yaml"] = yaml_list(entries, asked.notice).encode()
    return files


def _name(asked: Asked, place: int) -> str:
    """What a model is called: the title of its variant, behind that of its release where it does not begin so."""
    release = asked.facts.words(asked.release, "title")
    id = asked.facts.tell(asked.release, "variants", place, "id")  # the name of the folder
    own = asked.facts.words(asked.release, "variants", place, "title") or str(id)
    return own if own.startswith(release) else f"{release} {own}"


def _languages(asked: Asked, model: Record | None) -> Mapping[str, Any]:
    """The Hub knows languages by two or three letters, and longer codes in a field of their own."""
    for record in (asked.release, model):
        codes = record.get("languages") if record is not None else None
        if record is not None and codes and not is_absence(codes):
            told = [str(code) for code in asked.facts.tell(record, "languages")]
            longer = [code for code in told if "-" in code]
            short = list(dict.fromkeys(code.partition("-")[0] for code in told))
            return {"language": short, **({"language_bcp47": longer} if longer else {})}
    return {}


def _tags(asked: Asked, model: Record | None) -> Mapping[str, Any]:
    told = [asked.facts.tell(one, "tags") or () for one in (model, asked.release) if one is not None]
    tags = list(dict.fromkeys(str(tag) for some in told for tag in some))
    return {"tags": tags} if tags else {}


def _own_places(found: list[Result]) -> Mapping[str, list[Any]]:
    """The results of benchmarks that have a place on the Hub, by benchmark."""
    files: dict[str, list[Any]] = {}
    for one in found:
        for entry in one.entries:
            files.setdefault(one.benchmark, []).append(entry)
    return files
