"""Pages as PDF files, tagged for screen readers (PDF/UA-1), through WeasyPrint. The library is an extra.

Nothing is fetched: a page brings all that it shows.
"""

from __future__ import annotations

import hashlib
from types import ModuleType

from underhood.doors import pdf_tags
from underhood.values.errors import USAGE, Stop

EXTRA = "pdf"
VARIANT = "pdf/ua-1"


def ready() -> None:
    """Look whether PDF files can be made. Raises Stop with what is missing."""
    _library()


def pdf(page: str, styles: str) -> bytes:
    """The file for a page of HTML. The same page gives the same bytes. Raises Stop with what is missing."""
    library = _library()
    nothing = library.urls.URLFetcher(allowed_protocols=())
    document = library.HTML(string=page, url_fetcher=nothing)
    name = hashlib.sha256(page.encode()).digest()[:16]
    made = document.write_pdf(
        stylesheets=[library.CSS(string=styles, url_fetcher=nothing)],
        pdf_variant=VARIANT,
        pdf_identifier=name,
        finisher=pdf_tags.mended,
    )
    assert isinstance(made, bytes)
    return made


def _library() -> ModuleType:
    try:
        import weasyprint  # noqa: PLC0415  (an extra, and a second of imports)
    except ImportError as error:
        raise Stop("PDF files need the extra 'pdf'", f"pip install 'underhood[{EXTRA}]'", code=USAGE) from error
    except OSError as error:  # a library of the system that it loads
        missing = str(error).partition("\n")[0][:200]
        hint = "install Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0, or brew install pango"
        raise Stop(f"PDF files need a library that this machine lacks: {missing}", hint, code=USAGE) from error
    return weasyprint  # type: ignore[no-any-return]
