"""The site as its readers meet it: in a real browser, wide and narrow, light and dark, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page without memory."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_the_notice_stands_on_every_page(site: Path) -> None:
    notices = ("Compiled from public sources by the Underhood project", "Établi à partir de sources publiques")
    pages = [path for path in site.rglob("*.html") if "pagefind" not in path.parts]
    assert len(pages) > 600
    assert [str(path) for path in pages if not any(notice in path.read_text("utf-8") for notice in notices)] == []


def test_every_link_leads_somewhere(site: Path) -> None:
    import re  # noqa: PLC0415
    from urllib.parse import unquote  # noqa: PLC0415

    anchors: dict[Path, set[str]] = {}
    texts = {path: path.read_text("utf-8") for path in site.rglob("*.html") if "pagefind" not in path.parts}
    for path, text in texts.items():
        anchors[path.resolve()] = set(re.findall(r'\sid="([^"]+)"', text))
    broken = []
    for path, text in texts.items():
        if path.name == "404.html":
            continue
        for href in set(re.findall(r'<a [^>]*href="([^"]+)"', text)):
            if href.startswith(("http:", "https:", "mailto:")):
                continue
            target, _, fragment = unquote(href.replace("&#x2F;", "/").replace("&amp;", "&")).partition("#")
            place = (path.parent / target.partition("?")[0]).resolve() if target else path.resolve()
            if not place.exists() or (fragment and place in anchors and fragment not in anchors[place]):
                broken.append(f"{path.relative_to(site)} -> {href}")
    assert broken == []


def test_search_finds_words_without_their_accents(page: Page, address: str) -> None:
    page.goto(f"{address}/fr/search.html?q=predecesseur")
    expect(page.locator(".search-results")).to_contain_text("prédécesseur", ignore_case=True)


def test_search_by_address_in_english(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=toxicity")
    expect(page.locator(".search-results li").nth(3)).to_be_visible()


def test_keyboard_reaches_the_content_first(page: Page, address: str) -> None:
    page.goto(f"{address}/release/llama-2.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_unpacked_folder_works_without_a_server(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.get_by_role("navigation").get_by_role("link", name="Releases", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Releases"
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour != "rgba(0, 0, 0, 0)"


def test_readers_can_filter_a_register(page: Page, address: str) -> None:
    page.goto(f"{address}/registers/evidence.html")
    rows = page.locator("table[data-filterable] tbody tr:visible")
    before = rows.count()
    page.locator(".filter input[type=search]").fill("transparency index")
    page.wait_for_function(
        f"document.querySelectorAll('table[data-filterable] tbody tr:not([hidden])').length < {before}"
    )
    assert rows.count() >= 1


def test_readers_can_filter_the_items_of_a_framework(page: Page, address: str) -> None:
    page.goto(f"{address}/release/llama-2/coverage/fmti-2023.html")
    rows = page.locator(".items tbody tr:visible")
    every = rows.count()
    assert every == 100
    page.get_by_label("Answer", exact=True).select_option("Withheld")
    withheld = rows.count()
    assert 0 < withheld < every
    assert page.locator(".filter-state").inner_text() == f"{withheld} of 100 shown"
    assert page.locator(".items h2:visible").count() == page.locator(".items table:visible").count() <= withheld
    page.get_by_label("Section", exact=True).select_option("Model / Risks")
    assert page.locator(".filter-state").inner_text() == "Nothing in this table matches."
    page.evaluate("location.hash = 'fmti-2023-001'")
    page.wait_for_function("document.querySelectorAll('.items tbody tr:not([hidden])').length === 100")


def test_items_are_found_by_answer_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/release/llama-2/coverage/fmti-2023.html")
    assert page.locator(".filter").count() == 0
    page.locator("summary", has_text="Withheld").click()
    page.locator("details[open] a").first.click()
    assert "#fmti-2023-" in page.url
    assert page.locator(".items tr:has(:target)").count() == 1
    context.close()


def test_pages_of_frameworks_are_light(site: Path) -> None:
    found = [*site.glob("**/coverage/*.html"), *site.glob("**/framework/**/*.html")]
    assert len(found) > 100
    assert {str(path): path.stat().st_size for path in found if path.stat().st_size > 120_000} == {}


def test_any_two_releases_are_chosen_by_keyboard_and_the_address_keeps_the_choice(page: Page, address: str) -> None:
    page.goto(f"{address}/compare.html")
    first, second = page.get_by_label("Compare", exact=True), page.get_by_label("with", exact=True)
    assert (first.input_value(), second.input_value()) == ("llama-3", "llama-3.1")
    first.focus()
    page.keyboard.type("LLaMA 1")
    assert first.input_value() == "llama-1"
    assert second.locator("option[value=llama-1]").is_disabled()
    page.keyboard.press("Tab")
    page.keyboard.type("Llama 3.1")
    assert page.url.endswith("compare.html?from=llama-1&to=llama-3.1")
    assert "Sizes paired: 1" in page.locator(".compare-state").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/llama-1..llama-3.1.html")
    assert page.locator("h1").inner_text() == "Llama 3.1 compared with LLaMA 1"
    page.go_back()
    page.wait_for_selector("form.compare")
    assert page.get_by_label("Compare", exact=True).input_value() == "llama-1"


def test_a_shared_choice_leads_to_the_page_of_its_pair(page: Page, address: str) -> None:
    page.goto(f"{address}/fr/compare.html?from=llama-3.1&to=llama-2")
    page.wait_for_url("**/fr/compare/llama-2..llama-3.1.html")
    page.goto(f"{address}/compare.html?from=llama-2&to=llama-1")
    page.wait_for_url("**/release/llama-2/changes.html")


def test_a_choice_that_there_is_not_is_left_aside(page: Page, address: str) -> None:
    page.goto(f"{address}/compare.html?from=galactica&to=%3Cscript%3E")
    page.wait_for_selector("form.compare")
    assert page.get_by_label("with", exact=True).input_value() == "llama-3.1"


def test_every_comparison_is_linked_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/compare.html")
    assert page.locator("form.compare").count() == 0
    assert page.locator("main a[href^='compare/']").count() == 3
    page.locator("a[href='compare/llama-1..llama-3.html']").click()
    page.locator("summary", has_text="Other comparisons").click()
    assert page.get_by_role("link", name="Llama 2 → Llama 3", exact=True).is_visible()
    context.close()


def test_releases_are_chosen_in_an_opened_folder_too(page: Page, site: Path) -> None:
    page.goto((site / "compare.html").as_uri())
    page.get_by_label("Compare", exact=True).select_option("llama-1")
    page.get_by_role("button", name="Show the comparison").click()
    assert page.locator("h1").inner_text() == "Llama 3.1 compared with LLaMA 1"


def test_what_is_the_same_is_folded_on_screen_and_open_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}/release/llama-2/changes.html")
    folded = page.locator("details", has=page.locator("summary", has_text="Show what is the same"))
    assert folded.get_attribute("open") is None
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.get_attribute("open") is not None


def test_print_keeps_the_notice_and_drops_the_navigation(page: Page, address: str) -> None:
    page.goto(f"{address}/release/llama-2/model-card.html")
    page.emulate_media(media="print")
    assert page.get_by_text("Compiled from public sources").first.is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
