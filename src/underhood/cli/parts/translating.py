"""What `underhood translate` does: the catalogues as they should be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from underhood.doors import assets, catalogues, languages, po_entries
from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.doors.po_entries import Entry, PoFile
from underhood.doors.schemas import read_schemas
from underhood.doors.tree import LARGEST, Unreadable
from underhood.meaning.cataloguing import Asked, Counts, brought_up
from underhood.meaning.localise import LARGEST_CATALOGUE
from underhood.meaning.translations import asked, others
from underhood.records.kinds import read_kinds
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.site.words import wanted
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import parse_address

TEMPLATES = "templates"


@dataclass(frozen=True, slots=True)
class Brought:
    """A catalogue as it should be, and what became of its entries."""

    path: str
    content: bytes
    counts: Counts


def chosen(project: Project, named: Collection[str]) -> tuple[str, ...]:
    """The languages to work on: those named, else those of the site. Raises Stop for what is none."""
    for code in named:
        if code == SOURCE_LANGUAGE:
            raise Stop(
                "records are written in English: there is nothing to translate", "name another language", code=USAGE
            )
        if not languages.is_known(code.replace("-", "_")):
            known = ", ".join(project.settings.languages)
            hint = f"the languages of the site are: {known}; write others by their code, such as de or pt-BR"
            raise Stop(f"there is no language '{code}'", hint, code=USAGE)
    found = tuple(dict.fromkeys(named or others(project.settings.languages)))
    if not found:
        hint = "name a language, or add it to 'languages' in governance/settings.yaml"
        raise Stop("the site has no language besides English", hint, code=USAGE)
    return found


def catalogues_of(project: Project, language: str) -> Iterator[Brought]:
    """The catalogues of a language, brought up to records and templates. Raises Stop where one cannot be read."""
    path = records_path(language)
    broken = project.catalog.broken

    def unread(entry: Entry) -> bool:
        address = parse_address(entry.context)
        return address is not None and address.record in broken

    about = f"Translations of the records into {po_entries.in_english(language)}, each at the address of its text."
    file = catalogue(project, path, language, about=about)
    yield _brought(path, *brought_up(file, asked(project.catalog, project.catalog.kinds), spared=unread))
    path = words_path(language)
    if same_as_shipped(project) and shipped_path(language).is_file():
        return  # the words of the tool itself are brought up with its tests
    words = page_words(project)
    known = _words_of_the_tool() if shipped_path(language).is_file() else {}
    missing = [Asked(one, many) for one, many in words.items() if one not in known]
    about = f"Words of the pages in {po_entries.in_english(language)}."
    file = catalogue(project, path, language, about=about, largest=LARGEST)
    if missing or file.entries:
        yield _brought(path, *brought_up(file, missing, spared=lambda entry: entry.id in words))


def records_path(language: str) -> str:
    """Where the translations of records lie."""
    return f"{FOLDER}/_locale/{language}/LC_MESSAGES/records.po"


def words_path(language: str) -> str:
    """Where a repository has words of its own."""
    return f"{TEMPLATES}/locale/{language}/LC_MESSAGES/underhood.po"


def catalogue(
    project: Project, path: str, language: str, *, about: str = "", largest: int = LARGEST_CATALOGUE
) -> PoFile:
    """A catalogue of the repository; a new one where there is none. Raises Stop naming the file and the place in it."""
    if all(entry.path != path for entry in project.tree.walk(path.rpartition("/")[0])):
        return po_entries.begun(language, about)
    raw = project.tree.read(path, largest=largest)
    if isinstance(raw, Unreadable):
        raise Stop(f"{path}: {raw.message}", raw.hint)
    try:
        return po_entries.read(raw, language)
    except ValueError as error:
        raise Stop(f"{path}: {error}", "mend the catalogue; nothing was written", code=USAGE) from error


def page_words(project: Project) -> Mapping[str, str]:
    """Every message that pages of this repository may ask for, its own templates included, each with its plural."""
    own = {} if same_as_shipped(project) else own_words(project)
    return {**own, **wanted(project.catalog.kinds)}


def own_words(project: Project) -> Mapping[str, str]:
    """The messages of the templates of the repository itself."""
    return catalogues.in_templates(project.template_folders[0]) if len(project.template_folders) > 1 else {}


def _words_of_the_tool() -> Mapping[str, str]:
    return wanted(read_kinds(read_schemas(assets.directory("schemas"))))


def shipped_path(language: str) -> Path:
    """Where the tool has its words in a language."""
    return assets.directory(TEMPLATES) / "locale" / language / "LC_MESSAGES" / "underhood.po"


def same_as_shipped(project: Project) -> bool:
    """Whether the templates of the repository are those of the tool: in the repository of the tool itself."""
    own, *rest = project.template_folders
    return bool(rest) and own.samefile(rest[-1])


def told(one: Brought, *, check: bool) -> str:
    """What became of a catalogue, in a line."""
    counts = one.counts
    parts = [
        (counts.added, "added"),
        (counts.changed, "marked fuzzy, since the text changed"),
        (counts.back, "in use again"),
        (counts.gone, "out of use"),
        (counts.dropped, "dropped, since nothing was written in them"),
    ]
    said = [f"{count:,} {words}" for count, words in parts if count]
    if counts.alike:
        said[0] += f" ({counts.alike:,} with the words of the same text elsewhere, marked fuzzy)"
    would = "would change: " if check and said else ""
    return f"{one.path}: {would}{', '.join(said) or 'nothing to do'}"


def notes(project: Project, chosen_ones: Collection[str]) -> Iterator[str]:
    """What whoever brings catalogues up should know."""
    for language in chosen_ones:
        if language not in project.settings.languages:
            yield f"'{language}' is no language of the site yet: add it to 'languages' in governance/settings.yaml"
    if project.catalog.broken:
        count = len(project.catalog.broken)
        records = "1 record cannot be read: its" if count == 1 else f"{count:,} records cannot be read: their"
        yield f"{records} entries stay as they are; `underhood check` says what is wrong"


def _brought(path: str, new: PoFile, counts: Counts) -> Brought:
    return Brought(path, new.write() if counts.any else b"", counts)
