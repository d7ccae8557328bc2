"""Registers, statements and comparisons in a browser: choices, order, keyboard, addresses that keep them, no script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

TITLES = "table[data-filterable] tbody tr:not([hidden]) td:first-child"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def titles(page: Page) -> list[str]:
    return page.locator(TITLES).all_inner_texts()


def test_a_choice_shows_its_rows_tells_the_count_and_stands_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/registers/evidence.html")
    total = len(titles(page))
    page.get_by_label("Type", exact=True).select_option("licence")
    shown = len(titles(page))
    assert 0 < shown < total
    assert page.locator(".filter-state").inner_text() == f"{shown} of {total} shown"
    expect(page.get_by_role("status")).to_have_text(f"{shown} of {total} shown")
    assert page.url.endswith("evidence.html?type=licence")
    page.get_by_role("searchbox", name="Filter this table").fill("llama 3.1")
    assert len(titles(page)) == 1
    assert "q=llama+3.1" in page.url
    page.reload()
    assert len(titles(page)) == 1
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".filter-state")).to_have_text(f"{total} of {total} shown")
    assert len(titles(page)) == total
    assert "?" not in page.url


def test_words_are_found_without_their_accents(page: Page, address: str) -> None:
    page.goto(f"{address}/fr/registers/risk.html?q=representation+inegale")
    assert len(titles(page)) == 1
    page.goto(f"{address}/fr/registers/risk.html?q=zzz")
    assert page.locator(".filter-state").inner_text() == "Rien dans ce tableau ne correspond."


def test_columns_are_put_in_order_by_keyboard_and_dates_as_dates(page: Page, address: str) -> None:
    page.goto(f"{address}/registers/evidence.html")
    head = page.locator("th", has_text="Date")
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    dates = page.locator("td time").evaluate_all("all => all.map(one => one.getAttribute('datetime'))")
    assert dates == sorted(dates)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    dates = page.locator("td time").evaluate_all("all => all.map(one => one.getAttribute('datetime'))")
    assert dates == sorted(dates, reverse=True)
    assert page.url.endswith("?sort=-date")
    page.goto(f"{address}/registers/evidence.html?sort=title")
    found = titles(page)
    assert found == sorted(found, key=str.casefold) or found[0].casefold() < found[-1].casefold()
    assert page.locator("th").first.get_attribute("aria-sort") == "ascending"
    assert page.locator("th[aria-sort]").count() == 1


def test_what_an_address_asks_and_there_is_not_is_left_aside(page: Page, address: str) -> None:
    page.goto(f"{address}/registers/evidence.html?type=%3Cscript%3E&sort=-nothing&read=zzz")
    assert len(titles(page)) == page.locator("table tbody tr").count() > 1
    assert page.locator("th[aria-sort]").count() == 0


def test_a_cell_with_several_records_offers_each(page: Page, address: str) -> None:
    page.goto(f"{address}/registers/exclusion.html")
    names = [name for name in page.locator("select option").all_inner_texts() if name != "all"]
    assert names
    assert [name for name in names if "; " in name] == ["Stated by the developer; not independently checked"]


def test_the_groups_need_no_script(plain: Page, address: str) -> None:
    plain.goto(f"{address}/registers/evidence.html")
    assert plain.locator("form.filter").count() == 0
    total = plain.locator("table tbody tr").count()
    plain.get_by_role("link", name="standing", exact=True).click()
    assert plain.locator("h1").inner_text() == "Sources, by standing"
    assert plain.locator("main .prose li").count() == total
    heads = plain.locator("main h2").all_inner_texts()
    assert sum(int(head.split("(")[1].rstrip(")")) for head in heads if "(" in head) == total


def test_statements_are_chosen_by_result_in_an_opened_folder(page: Page, site: Path) -> None:
    page.goto(f"{(site / 'claims.html').as_uri()}?result=Matches+in+part")
    assert len(titles(page)) == 6
    page.get_by_label("Result", exact=True).select_option("Forecast")
    assert len(titles(page)) == 1


def test_only_what_differs_is_shown_on_request_without_a_script(plain: Page, address: str) -> None:
    plain.goto(f"{address}/compare/llama-1..llama-3.html")
    plain.locator("details:has(.beside) > summary").first.click()
    same = plain.locator(".beside tr", has=plain.locator(".same"))
    assert same.count() > 0
    assert same.first.is_visible()
    plain.get_by_label("Only what differs").check()
    assert not same.first.is_visible()
    assert plain.locator(".beside tr", has_text="Released on").is_visible()


def test_a_word_of_the_glossary_leads_to_its_entry(page: Page, address: str) -> None:
    page.goto(f"{address}/about.html")
    term = page.locator("a.term").first
    target = term.get_attribute("href")
    assert target is not None
    term.click()
    assert page.locator(f"#{target.split('#')[1]}").count() == 1


def test_only_pages_that_need_them_load_the_scripts(page: Page, address: str) -> None:
    for path, scripts in (
        ("risk/toxic-output.html", {"site.js"}),
        ("registers/risk.html", {"site.js", "tables.js"}),
        ("compare.html", {"site.js", "compare.js"}),
    ):
        page.goto(f"{address}/{path}")
        found = page.locator("script[src]").evaluate_all("all => all.map(one => one.src.split('/').pop())")
        assert set(found) == scripts, path
