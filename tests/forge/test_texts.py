"""What is posted: harmless whatever a record says, and within the limits of the forges."""

from __future__ import annotations

import time

import pytest

from underhood.forge import texts
from underhood.forge.texts import STOP, comment, harmless, length, summary

HOME = "https://github.com/x/y"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@octocat", f"@{STOP}octocat"),
        ("&#64;octocat &commat;org/team", f"&#64;{STOP}octocat &commat;{STOP}org/team"),
        ("@&#111;ctocat", f"@{STOP}&#111;ctocat"),
        ("see #12, x/y#3, GH-4", f"see #{STOP}12, x/y#{STOP}3, GH-{STOP}4"),
        ("&#35;12 and &#35 and #&#49;2", f"&#35;{STOP}12 and &#{STOP}35 and #{STOP}&#49;2"),
        ("https://github.com/x/y/issues/1", f"https{STOP}://github.com/x/y/issues/{STOP}1"),
        ("https://github.com/x/y/pull/22/files", f"https{STOP}://github.com/x/y/pull/{STOP}22/files"),
        ("!5 $7 %3 ~bug", f"!{STOP}5 ${STOP}7 %{STOP}3 ~{STOP}bug"),
        ("a\n/close\n  /merge\n> /assign me", f"a\n{STOP}/close\n  {STOP}/merge\n> {STOP}/assign me"),
        ("- /close\n\n\n* /merge", f"- {STOP}/close\n\n\n* {STOP}/merge"),
        ("![x](https://evil.example/p.png)", f"!{STOP}[x]{STOP}(https{STOP}://evil.example/p.png)"),
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y>"),
        ("<!-- underhood: governance -->", "&lt;!-- underhood: governance -->"),
        ('<a href="javascript:x">y</a>', '&lt;a href="javascript:x">y</a>'),
        ('<a href="https://x.example" id=y>', f'&lt;a href="https{STOP}://x.example" id=y>'),
        ("see https://evil.example/a", f"see https{STOP}://evil.example/a"),
        ("HTTP&colon;&#47;/evil.example", f"HTTP{STOP}&colon;&#47;/evil.example"),
        ("www.evil.example or WWW&#46;evil.example", f"www{STOP}.evil.example or WWW{STOP}&#46;evil.example"),
        ("[x](//evil.example)", f"[x]{STOP}(//evil.example)"),
        ("[x]\n\n[x]: //evil.example", f"[x]\n\n[x]{STOP}: //evil.example"),
        ("<https://evil.example>", f"&lt;https{STOP}://evil.example>"),
        ("<code>risk/a_www.evil.example</code>", f"<code>risk/a_www{STOP}.evil.example</code>"),
        (f"[x]({HOME}/pull/5)", f"[x]{STOP}(https{STOP}://github.com/x/y/pull/{STOP}5)"),
        (f"[x]({HOME}/blob/../../z)", f"[x]{STOP}(https{STOP}://github.com/x/y/blob/../../z)"),
        (f"[x]({HOME}/blob/%2e%2e/a)", f"[x]{STOP}(https{STOP}://github.com/x/y/blob/%{STOP}2e%{STOP}2e/a)"),
        (
            f'<a href="{HOME}.evil.example/blob/a">y</a>',
            f'&lt;a href="https{STOP}://github.com/x/y.evil.example/blob/a">y</a>',
        ),
        (f"{HOME}/blob/a", f"https{STOP}://github.com/x/y/blob/a"),
        ("<details onclick=x>", "&lt;details onclick=x>"),
        ("<details ontoggle='x' open>", "&lt;details ontoggle='x' open>"),
        ("a\r/close", "a\ufffd/close"),
        ("a\r\n/close", f"a\n{STOP}/close"),
        ("\x1b[2J\u202etxt\u2066", "\ufffd[2J\ufffdtxt\ufffd"),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_what_a_forge_would_act_on_is_taken_apart(before: str, after: str) -> None:
    assert harmless(before, home=HOME) == after
    assert harmless(after, home=HOME) == after


@pytest.mark.parametrize(
    "text",
    [
        "# A heading\n\n## Another\n",
        "| a | b |\n|---|---|\n| 5 % | ~~gone~~ **come** |\n",
        "<details><summary>3 more</summary>\n\nx\n\n</details>\n",
        "<details open>\n<ins>new</ins> <del>old</del><br>\n</details>\n",
        "[line](https://github.com/x/y/blob/0123/governance/risk/a.yaml#L12)",
        "a &amp; b &lt; c &#8212; d &#x2014; e < 3",
        '<a href="https://github.com/x/y/blob/01/a.yaml#L2"><code>risk/a</code></a>',
        "`a/b/c` and and/or, 1 000 €",
    ],
)
def test_what_is_harmless_stays(text: str) -> None:
    assert harmless(text, home=HOME) == text


@pytest.mark.parametrize("home", ["", "http://github.com/x/y", "javascript:x"])
def test_without_an_address_no_link_is_ours(home: str) -> None:
    assert "<a" not in harmless(f'<a href="{HOME}/blob/a">y</a>', home=home)
    assert "](" not in harmless(f"[y]({HOME}/blob/a)", home=home)


@pytest.mark.parametrize(
    "sign",
    [
        "\n",
        " ",
        ">",
        "<",
        "@",
        "#",
        "&#",
        '<a href="https://',
        "~",
        "`",
        "- ",
        "/issues/",
        "\u200b",
        f"]({HOME}/blob/",
        "://",
        "www",
        "<code>a/b",
    ],
)
def test_no_text_takes_long(sign: str) -> None:
    started = time.process_time()
    comment(harmless(sign * (600_000 // len(sign)), home=HOME))
    assert time.process_time() - started < 5


def test_what_is_short_enough_stays_whole() -> None:
    text = "x\n" * 100
    assert comment(text) == text
    assert summary(text) == text


@pytest.mark.parametrize(
    "line", ["a" * 70, "é" * 50, "\N{PILE OF POO}" * 60, "\N{ZERO WIDTH SPACE}"], ids=["a", "e", "poo", "nothing"]
)
def test_cuts_are_counted_and_close_what_is_open(line: str) -> None:
    text = "<details><summary>all</summary>\n\n```text\n" + f"{line}\n" * 40_000 + "```\n\n</details>\n"
    cut = comment(text)
    assert length(cut) <= 65_536
    assert cut.count("```") == 2
    assert cut.count("</details>") == 1
    shown = cut.split("\n").index("```", 3) - 3
    assert f"{40_004 - shown:,} more lines" in cut or f"{40_003 - shown:,} more lines" in cut
    assert len(summary(text * 20).encode()) < 1 << 20


def test_one_endless_line_and_a_thousand_open_folds_are_cut() -> None:
    assert length(comment("x" * 10**6)) < 65_536
    assert length(comment("<details>\n" * 20_000)) < 65_536
    assert len(summary("<details>\n" * 200_000).encode()) < 1 << 20


def test_markers_tell_folders_apart() -> None:
    assert texts.marker() == "<!-- underhood: governance -->"
    assert texts.marker("a") != texts.marker("b")
    assert "-->" not in texts.marker("a --> b").removesuffix("-->")
