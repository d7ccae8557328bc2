"""The search page in a browser: words, numbers, ids, choices, the address, the keyboard, two languages, bad input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

FIRST = ".search-results .search-title a:first-child"
HOSTILE = (
    "<script>document.title='x'</script>",
    "<img src=x onerror=document.title='x'>",
    '"',
    "((((",
    "%",
    "\\",
    "{}[]|;&=#",
    "\u202e\u0000\ud7ff",
    "a" * 10_000,
    "toxic " * 2_000,
    "☃ 🧪",
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    opened = context.new_page()
    yield opened
    context.close()


def found(page: Page, address: str, query: str, *, lang: str = "en", more: str = "") -> list[str]:
    """The addresses of the first results, without the site's."""
    path = "search.html" if lang == "en" else f"{lang}/search.html"
    page.goto(f"{address}/{path}?q={quote(query)}{more}")
    settled(page)
    return shown(page)


def settled(page: Page) -> None:
    expect(page.locator(".search-results")).to_have_attribute("aria-busy", "false", timeout=20_000)


def shown(page: Page) -> list[str]:
    return [str(link.get_attribute("href")).lstrip("/") for link in page.locator(FIRST).all()]


@pytest.mark.parametrize(
    ("query", "lang", "best"),
    [
        ("why was toxic data not filtered?", "en", "data-processing/toxicity-filtering.html"),
        ("TruthfulQA", "en", "benchmark/truthfulqa.html"),
        ("Galactica demo", "en", "distribution/galactica-demo.html"),
        ("personal information", "en", "exclusion/personal-information-sites.html"),
        ("release/llama-2", "en", "release/llama-2.html"),
        ("llama-2-paper-table-11", "en", "evaluation/llama-2-paper-table-11.html"),
        ("3,311,616", "en", "training/llama-2-pretraining.html"),
        ("3 311 616", "en", "training/llama-2-pretraining.html"),
        ("3,311,616", "fr", "fr/training/llama-2-pretraining.html"),
        ("3311616", "fr", "fr/training/llama-2-pretraining.html"),
    ],
)
def test_a_record_stands_above_what_mentions_it(page: Page, address: str, query: str, lang: str, best: str) -> None:
    assert found(page, address, query, lang=lang)[0] == best


@pytest.mark.parametrize(
    ("query", "other"), [("24.60", "24,60"), ("700 million", "700,000,000"), ("Toxicity", "TOXICITY")]
)
def test_ways_to_write_the_same_find_the_same(page: Page, address: str, query: str, other: str) -> None:
    first = found(page, address, query)
    assert first
    assert found(page, address, other) == first


@pytest.mark.parametrize(("plain", "accents"), [("probabilite", "probabilité"), ("resume", "résumé")])
def test_accents_make_no_difference(page: Page, address: str, plain: str, accents: str) -> None:
    assert set(found(page, address, plain, lang="fr")) & set(found(page, address, accents, lang="fr"))
    assert page.locator(".search-results mark").count() > 0


def test_a_result_tells_kind_release_and_words(page: Page, address: str) -> None:
    found(page, address, "toxicity", more="&kind=Risk")
    first = page.locator(".search-results li", has=page.locator(".search-title a[href$='/risk/toxic-output.html']"))
    assert first.locator(".badge").inner_text() == "Risk"
    assert "toxic" in first.locator("mark").first.inner_text().lower()
    assert "Llama 2" in first.locator(".search-facts").inner_text()
    assert "BibTeX" not in page.locator(".search-results").inner_text()


def test_choices_add_up_and_stand_in_the_address(page: Page, address: str) -> None:
    found(page, address, "toxicity")
    total = page.locator(".search-state").inner_text()
    kinds = page.locator("[data-facet=kind]")
    kinds.locator("summary").click()
    numbers = {}
    for name in ("Risk", "Evaluation"):
        line = kinds.locator("label", has=page.locator(f"input[value='{name}']"))
        numbers[name] = int(line.locator(".search-count").inner_text().strip("()"))
        line.click()
    expect(page.locator(".search-state")).to_have_text(f"{sum(numbers.values())} pages found")
    assert page.url.endswith("?q=toxicity&kind=Evaluation&kind=Risk")
    assert set(page.locator(".search-results .badge").all_inner_texts()) <= {"Risk", "Evaluation"}
    page.go_back()
    expect(page.locator(".search-state")).to_have_text(f"{numbers['Risk']} pages found")
    page.reload()
    expect(page.locator(".search-state")).to_have_text(f"{numbers['Risk']} pages found")
    page.get_by_role("button", name="Clear the choices").click()
    expect(page.locator(".search-state")).to_have_text(total)
    assert page.url.endswith("?q=toxicity")


def test_back_from_a_result_shows_the_results_again(page: Page, address: str) -> None:
    before = found(page, address, "emissions")
    page.locator(FIRST).first.click()
    page.wait_for_url("**/training/**")
    page.go_back()
    expect(page.locator(FIRST)).to_have_count(len(before))
    assert shown(page) == before


def test_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html")
    page.keyboard.press("/")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.type("licence/")
    expect(page.locator("#search-words")).to_have_value("licence/")
    page.keyboard.press("Enter")
    expect(page.locator(FIRST).first).to_be_visible()
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(page.locator(FIRST).nth(place)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search-words")).to_have_value("")
    expect(page.locator(".search-results li")).to_have_count(0)
    assert "?" not in page.url


def test_the_key_to_search_can_be_turned_off(page: Page, address: str) -> None:
    page.goto(f"{address}/risk/toxic-output.html")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.goto(f"{address}/search.html")
    page.get_by_label("The key / leads to search from any page").uncheck()
    page.goto(f"{address}/risk/toxic-output.html")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_the_other_language_is_merged_and_marked(page: Page, address: str) -> None:
    found(page, address, "toxicity")
    alone = int(page.locator(".search-state").inner_text().split()[0])
    page.get_by_label("Search the other language too").check()
    expect(page.locator(".search-results [lang=fr]").first).to_be_visible(timeout=20_000)
    settled(page)
    assert int(page.locator(".search-state").inner_text().split()[0]) > alone
    assert page.url.endswith("?q=toxicity&other=1")
    for entry in page.locator(".search-results li[lang=fr]").all():
        assert "Français" in entry.locator(".search-title").inner_text()
        assert str(entry.locator("a").first.get_attribute("href")).startswith("/fr/")
    bare = [path.removeprefix("fr/") for path in shown(page)]
    assert len(bare) == len(set(bare)), "a page that both languages have stands there once"


def test_french_words_find_french_pages_from_the_english_page(page: Page, address: str) -> None:
    assert all(path.startswith("fr/") for path in found(page, address, "prédécesseur", more="&other=1"))


@pytest.mark.parametrize("query", ["zzzzqqq", "xylophone zebra"])
def test_nothing_found_gives_help(page: Page, address: str, query: str) -> None:
    assert found(page, address, query) == []
    assert page.locator(".search-state").inner_text() == f"No page was found for “{query}”."
    help_ = page.locator(".search-help")
    expect(help_.get_by_text("Check the spelling.")).to_be_visible()
    expect(help_.get_by_role("link", name="Registers")).to_be_visible()
    expect(help_.get_by_role("link", name="Glossary")).to_be_visible()


def test_where_no_page_has_all_words_some_are_shown(page: Page, address: str) -> None:
    assert "benchmark/truthfulqa.html" in found(page, address, "Zuckerberg TruthfulQA")
    assert page.locator(".search-state").inner_text().startswith("No page has all of these words")


@pytest.mark.parametrize(
    ("query", "lang", "named"),
    [
        ("WhatsApp", "en", "statement/llama-4-meta-product-data.html"),
        ("WhatsApp", "fr", "fr/statement/llama-4-meta-product-data.html"),
        ("payers", "en", "policy/llama-2-community-licence.html"),
    ],
)
def test_words_of_readers_find_what_records_call_otherwise(
    page: Page, address: str, query: str, lang: str, named: str
) -> None:
    assert found(page, address, query, lang=lang)
    for _ in range(3):
        if page.locator(".search-next").is_visible():
            page.locator(".search-next").click()
            page.wait_for_timeout(300)
    assert named in shown(page)


def test_a_question_loads_no_choices_until_somebody_opens_them(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found(page, address, "toxicity")
    assert not [url for url in asked if url.endswith(".pf_filter")]
    assert len([url for url in asked if url.endswith(".pf_fragment")]) <= 10
    page.locator("[data-facet=kind] summary").click()
    expect(page.locator("[data-facet=kind] .search-count").first).to_be_visible()
    assert [url for url in asked if url.endswith(".pf_filter")]


def test_the_index_is_loaded_before_anything_is_asked(page: Page, address: str) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("wasm.en.pagefind")):
        page.goto(f"{address}/search.html")


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_breaks_the_page(page: Page, address: str, query: str) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/search.html")
    title = page.title()
    page.locator("#search-words").fill(query[:300])
    page.locator("#search-words").press("Enter")
    settled(page)
    page.goto(f"{address}/search.html?q={quote(query)}&kind={quote(query[:300])}&other=1")
    page.locator("#search-words").fill("toxicity")
    page.get_by_role("button", name="Clear the choices").click()
    expect(page.locator(".search-results li").first).to_be_visible()
    assert page.title() == title
    assert page.locator("main script, main img").count() == 0
    assert faults == []


def test_nobody_else_is_asked_and_the_content_policy_holds(page: Page, address: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    found(page, address, "toxicity", more="&other=1")
    expect(page.locator("[data-facet=kind]")).to_be_visible()
    assert asked
    assert [url for url in asked if not url.startswith(f"{address}/")] == []
    assert said == []


def test_without_javascript_and_as_a_file_it_says_so(browser: Browser, page: Page, address: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}/search.html?q=toxicity")
    assert "Search needs JavaScript" in plain.locator("main").inner_text()
    expect(plain.locator(".search-help").get_by_role("link", name="Registers")).to_be_visible()
    context.close()
    page.goto(f"{(site / 'search.html').as_uri()}?q=toxicity")
    expect(page.locator(".search-state")).to_contain_text("Search needs the site to be served")
    expect(page.locator(".search-help").get_by_role("link", name="Glossary")).to_be_visible()
