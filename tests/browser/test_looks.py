"""What every kind of page holds in every look: sound to assistive technology, within its width, light, and readable."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request
from tests.browser.kinds import KINDS, LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[int, Scheme], ...] = ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark"))
SHORT = {"en": (0, 3), "fr": (1, 2)}
"""Of those looks, the ones that every run tries in a language: narrow and wide, light and dark, each pair once."""
LONG = os.environ.get("UNDERHOOD_LONG") == "1"
"""All looks in all languages, which takes twice as long."""
WIDTHS = (320, 375, 640, 768, 961, 1024, 1153, 1440, 1920, 2560)
ONLY_FAULTS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""With WCAG 2.2's rule on the size of what is touched, which is off unless asked for."""
CARD = "release/llama-2/model-card.html"
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-bottom: 2em !important }"
)
"""What WCAG 2.2 asks pages to bear (1.4.12)."""

SETTLING = (0, 100, 400)
"""Pauses in milliseconds."""

Look = tuple[Page, int, list[str]]


def noted(asked: list[str], request: Request) -> None:
    asked.append(request.url)


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[list[Look]]:
    """A page of each look, kept for all addresses, with the addresses that it asked for."""
    made = []
    for width, scheme in LOOKS:
        page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        asked: list[str] = []
        page.on("request", partial(noted, asked))
        made.append((page, width, asked))
    yield made
    for page, _, _ in made:
        page.context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page that takes style sheets of the tests too."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


def sideways(page: Page) -> bool:
    """Whether the page as a whole scrolls sideways, once its script has had time to answer to a new width."""
    wider = "document.scrollingElement.scrollWidth > document.documentElement.clientWidth"
    for pause in SETTLING:
        page.wait_for_timeout(pause)
        if not page.evaluate(wider):
            return False
    return True


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page(pages: list[Look], address: str, kind: str, language: str) -> None:
    for page, width, asked in pages if LONG else [pages[at] for at in SHORT[language]]:
        asked.clear()
        answer = page.goto(f"{address}/{LANGUAGES[language]}{KINDS[kind]}")
        assert answer is not None
        assert answer.ok
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        assert "Meta" in page.locator("body").inner_text()
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        assert not sideways(page), width
        found = Axe().run(page, options=ONLY_FAULTS)
        assert found.violations_count == 0, f"{width}: {found.generate_report()}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_its_window(page: Page, address: str, kind: str) -> None:
    page.goto(f"{address}/fr/{KINDS[kind]}")
    found = []
    for width in WIDTHS if LONG else WIDTHS[::3]:
        page.set_viewport_size({"width": width, "height": 900})
        if sideways(page):
            found.append(f"{width}")
    page.add_style_tag(content=SPACED)
    for width in (320, 1153, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if sideways(page):
            found.append(f"{width}, spaced")
    assert found == []


@pytest.mark.parametrize(
    "place", ["h1", ".summary", ".prose p", ".prose li", ".prose td", ".badge", ".toc a", ".crumbs a"]
)
def test_a_word_without_end_is_broken(page: Page, address: str, place: str) -> None:
    page.goto(f"{address}/{CARD}")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("place => { document.querySelector(place).textContent = 'x'.repeat(400) }", place)
        assert not sideways(page), width


def test_a_text_in_another_script_reads_its_own_way(page: Page, address: str) -> None:
    page.goto(f"{address}/risk/hallucination.html")
    words = "שלום, זה טקסט"
    sides = page.evaluate(
        """words => {
          const paragraph = document.querySelector('.prose p');
          paragraph.textContent = words;
          const range = document.createRange();
          range.setStart(paragraph.firstChild, 0); range.setEnd(paragraph.firstChild, 1);
          const all = paragraph.getBoundingClientRect(), first = range.getBoundingClientRect();
          return { start: all.right - first.right, direction: getComputedStyle(paragraph).unicodeBidi };
        }""",
        words,
    )
    assert sides["start"] < 2
    assert sides["direction"] == "plaintext"


def test_a_mark_of_direction_does_not_turn_what_stands_beside_it(page: Page, address: str) -> None:
    page.goto(f"{address}/risk/hallucination.html")
    order = """turned => {
      const item = document.querySelector('.prose li');
      item.innerHTML = 'before <a href="#x">' + (turned ? '\\u202e' : '') + 'title</a> <span>after</span>';
      const left = (name) => item.querySelector(name).getBoundingClientRect().left;
      return left('span') > left('a');
    }"""
    assert page.evaluate(order, False)
    assert page.evaluate(order, True)


def test_more_contrast_where_it_is_asked_for(page: Page, address: str) -> None:
    for scheme, paper, ink in (
        ("light", "rgb(255, 255, 255)", "rgb(0, 0, 0)"),
        ("dark", "rgb(0, 0, 0)", "rgb(255, 255, 255)"),
    ):
        page.emulate_media(color_scheme=scheme, contrast="more")  # type: ignore[arg-type]
        page.goto(f"{address}/{CARD}")
        colours = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        assert colours == [paper, ink]
        found = Axe().run(page, options={"runOnly": ["color-contrast", "color-contrast-enhanced"]})
        assert found.violations_count == 0, found.generate_report()


def test_the_place_in_the_contents_is_seen_in_forced_colours(page: Page, address: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{address}/{CARD}")
    page.wait_for_selector(".toc a[aria-current]")
    side = "one => getComputedStyle(one).borderLeftColor"
    here = page.locator(".toc a[aria-current]").evaluate(side)
    assert here != page.locator(".toc a:not([aria-current])").first.evaluate(side)
    assert not sideways(page)


def test_nothing_moves_for_those_who_ask_for_stillness(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/{CARD}")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].some((one) => parseFloat(getComputedStyle(one).transitionDuration))"
        )
        is False
    )


@cache
def carried(path: Path) -> int:
    """The bytes of a file as servers send it."""
    return len(gzip.compress(path.read_bytes(), 6))


def loaded(site: Path, page: Path) -> int:
    """The bytes of a page with the styles, scripts and pictures that it names."""
    named = set(re.findall(r'(?:src|href)="(?:\.\./)*(assets/[^"]+)"', page.read_text("utf-8")))
    assert {"assets/site.css", "assets/site.js"} <= named
    return carried(page) + sum(carried(site / name) for name in named)


def test_a_page_and_what_it_loads_are_light(site: Path) -> None:
    records = {path for path in site.glob("*/*.html") if path.with_suffix(".yaml").is_file()}
    records |= {site / "fr" / path.relative_to(site) for path in records}
    assert len(records) > 600
    small = [site / "index.html", site / "fr/index.html", *(path for path in records if path.parent.name != "release")]
    every = [*site.glob("release/**/*.html"), *site.glob("fr/release/**/*.html"), *site.glob("**/compare/*.html")]
    sizes = [(path, loaded(site, path), 30_000) for path in small] + [
        (path, loaded(site, path), 120_000) for path in every
    ]
    assert {str(path.relative_to(site)): size for path, size, most in sizes if size > most} == {}


def test_no_page_holds_a_script_or_a_style(site: Path) -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)")
    texts = {path: path.read_text("utf-8") for path in site.rglob("*.html") if "pagefind" not in path.parts}
    tags = {path: re.findall(r"<[a-z][^>]*>", text) for path, text in texts.items()}
    found = [str(path.relative_to(site)) for path, all_of in tags.items() if any(inline.search(tag) for tag in all_of)]
    assert found == []


def test_long_contents_scroll_by_themselves_and_show_the_place(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{address}/{CARD}")
    assert page.locator(".toc details").get_attribute("open") is not None
    assert page.locator(".toc").evaluate("one => one.scrollHeight > one.clientHeight + 200")
    page.evaluate("[...document.querySelectorAll('.prose h2')].at(-2).scrollIntoView({behavior: 'instant'})")
    page.wait_for_function("document.querySelector('.toc').scrollTop > 100")
    page.wait_for_function(
        """() => { const here = document.querySelector('.toc a[aria-current]').getBoundingClientRect();
                   return here.top >= 0 && here.bottom <= innerHeight; }"""
    )


def test_contents_are_folded_on_phones(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{address}/{CARD}")
    assert not page.locator(".toc a").first.is_visible()
    page.locator(".toc summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".toc a").first.is_visible()


def test_contents_are_there_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{CARD}")
    assert page.locator(".toc a").first.is_visible()
    assert page.locator(".scroll").first.get_attribute("tabindex") == "0"
    context.close()


def test_a_card_is_read_by_keyboard_alone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(f"{address}/{CARD}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        what = page.evaluate(
            """() => { const one = document.activeElement;
                       return one.matches('.scroll') ? 'region' : one.closest('.toc') ? 'contents' : one.localName; }"""
        )
        if what == "region" and "region" not in reached:
            page.keyboard.press("ArrowRight")
            page.wait_for_function("document.activeElement.scrollLeft > 0")
            assert page.evaluate("document.activeElement.getAttribute('aria-label')")
        if what == "summary" and "summary" not in reached:
            before = page.evaluate("document.activeElement.parentElement.open")
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.parentElement.open") is not before
        reached.add(what)
        if {"region", "contents", "summary", "a"} <= reached:
            break
    assert {"region", "contents", "summary", "a"} <= reached


def test_a_table_that_fits_is_passed_by_and_keeps_its_head_in_view(page: Page, address: str) -> None:
    page.goto(f"{address}/registers/evidence.html")
    page.wait_for_selector(".scroll.fits")
    region = page.locator(".scroll.fits").first
    assert region.get_attribute("tabindex") is None
    page.evaluate("document.querySelector('.fits tbody tr:nth-child(30)').scrollIntoView({behavior: 'instant'})")
    assert region.locator("thead th").first.evaluate("one => Math.round(one.getBoundingClientRect().top)") == 0
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_selector(".scroll[tabindex='0']:not(.fits)")


@pytest.mark.parametrize(("here", "there"), list(product(["", "fr/"], repeat=2))[1:3])
def test_the_language_changes_on_the_same_page(page: Page, address: str, here: str, there: str) -> None:
    for path in (CARD, "risk/hallucination.html", "registers/risk.html", "about/tool/index.html"):
        page.goto(f"{address}/{here}{path}")
        link = page.locator("a.language:visible")
        if link.count():
            link.click()
            page.wait_for_url(f"**/{there}{path}")
            assert page.locator("html").get_attribute("lang") == (there.strip("/") or "en")
    page.goto(f"{address}/{here}{CARD}")
    named = {one.get_attribute("hreflang") for one in page.locator("link[rel=alternate][hreflang]").all()}
    assert named == {"en", "fr", "x-default"}


@pytest.mark.parametrize("path", [CARD, "claim/forty-percent-more-data.html", "registers/risk.html", "index.html"])
def test_a_page_on_paper(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".notice").is_visible()
    assert page.locator(".origin").is_visible()
    for gone in ("nav.wide", ".tools", ".toc", ".crumbs", ".menu", ".filter", "[data-print]"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    assert page.locator(".prose details:not([open])").count() == 0
    heads = page.evaluate("[...document.querySelectorAll('.prose thead')].map((one) => getComputedStyle(one).display)")
    assert set(heads) <= {"table-header-group"} or path == CARD
    assert page.locator(".prose .scroll").evaluate_all(
        "all => all.every((one) => getComputedStyle(one).overflowX === 'visible')"
    )
    assert len(page.pdf(format="A4")) > 10_000
