"""From the home page to a phrase in two speeches, to its citation and to a table of all its places: by clicks alone.

In: the built site of the five seeds. Every click counts, and so does the browser's Back; nothing is typed.
"""

import csv
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from sites import Project

PHRASE = "容错纠错"
SPEECHES = ("000-227673d08ab89e46", "002-62563e49bf0c6c46")
MOST = 12


class Hand:
    """Clicks, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, there: Locator) -> None:
        self.clicks += 1
        there.click()

    def back(self) -> None:
        self.clicks += 1
        self.page.go_back()


def read_paragraph(hand: Hand, speech: str) -> None:
    """From the phrase's page to the paragraph of a speech; it is on the screen and holds the phrase."""
    hand.click(hand.page.locator(f".kwic a[href*='{speech}/#p-']").first)
    hand.page.wait_for_url(f"**/speeches/{speech}/#p-*")
    paragraph = hand.page.locator("[data-block]:target")
    expect(paragraph).to_be_in_viewport()
    expect(paragraph).to_contain_text(PHRASE)


def read_citation(hand: Hand, speech: str) -> None:
    """From a speech to its reference."""
    hand.click(hand.page.get_by_role("link", name="引用", exact=True))
    hand.page.wait_for_url(f"**/compare/{speech}/#cite")
    expect(hand.page.locator(".reference")).to_be_in_viewport()
    expect(hand.page.locator(".reference")).to_contain_text("[")


def take_table(hand: Hand) -> list[dict[str, str]]:
    """From the phrase's page to all its places as a table."""
    hand.click(hand.page.get_by_role("link", name="检索页"))
    button = hand.page.get_by_role("button", name="下载成表格")
    with hand.page.expect_download() as got:
        hand.click(button)
    data = Path(got.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(data.splitlines()))


def test_twelve_clicks_are_enough(browser: Browser, address: str, built: Project) -> None:
    """Home, phrase, two paragraphs, a citation and the table of all places take at most twelve clicks."""
    with browser.new_context(base_url=f"{address}/", accept_downloads=True) as context:
        hand = Hand(context.new_page())
        hand.page.goto("")
        hand.click(hand.page.get_by_role("navigation", name="各部分").get_by_role("link", name="提法"))
        hand.click(hand.page.get_by_role("link", name=PHRASE, exact=True).first)
        first, second = SPEECHES
        read_paragraph(hand, first)
        hand.back()
        read_paragraph(hand, second)
        read_citation(hand, second)
        hand.back()
        hand.back()
        rows = take_table(hand)
    there = sum(block["text"].count(PHRASE) for record in built.records() for block in record["blocks"])
    assert len(rows) == there > 2
    assert {row["编号"] for row in rows} == set(SPEECHES)
    assert hand.clicks <= MOST
