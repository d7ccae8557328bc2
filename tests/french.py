"""French typography: what a text has that a French printer would mend. Apostrophes are straight, as on a keyboard."""

from __future__ import annotations

import re

NARROW = "\N{NARROW NO-BREAK SPACE}"
_KEPT = re.compile(
    r"^```.*?^```|`[^`\n]*`|\[\[[^\]]*\]\]|\]\([^)\s]*\)|<[^>\n]+>|https?://\S+|arXiv:\S+|Llama 2: Open Foundation",
    re.MULTILINE | re.DOTALL,
)
"""Code, links and names, which keep their own signs."""
_FAULTS = {
    "an ordinary space, or none, before ; ! ? »": re.compile(rf"(?<!{NARROW})[;!?»](?![\w/#?=&])"),
    "an ordinary space, or none, before a colon": re.compile(r"[  ]:|[\w)»%*] ?:(?=\s|\*|$)"),
    "no narrow space after «": re.compile(rf"«(?!{NARROW})"),
    "an ordinary space, or none, before %": re.compile(r"\d[  ]?%(?![(s%])|(?<=%s) ?%%"),
    "an ordinary space in a number": re.compile(r"(?<![\d.])\d{1,3}[  ]\d{3}(?!\d)"),
    "a long number without spaces": re.compile(r"(?<![\w.,-])\d{5,}(?![\w-])"),
    "a quotation mark that is not «»": re.compile(r"[“”]|(?<!\w)\""),
    "a curly apostrophe": re.compile("’"),
    "a space before …, or three full stops": re.compile(r"(?<!«)\s…|\.\.\."),
    "two spaces": re.compile(r"(?<=\S)[  ]{2,}(?=\S)"),
    "a wide no-break space": re.compile("\N{NO-BREAK SPACE}"),
}


def faults(text: str) -> list[str]:
    """What is not French typography in a text; code and links are left aside."""
    bare = _KEPT.sub("x", text)
    return [name for name, pattern in _FAULTS.items() if pattern.search(bare)]
