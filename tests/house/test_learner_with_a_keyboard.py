"""Basile, in English, without a mouse: after the first page only keys are pressed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.house.answers import REFLECTION
from tests.house.conftest import Visit
from tests.house.hands import Keyboard
from tests.house.house import House
from tests.house.notebook import Lab
from tests.house.pages import HOME, keep, keep_narrow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_basile_builds_his_ai_without_a_mouse(
    house: House, visit: Visit, artefacts: Path
) -> None:
    page = visit(None, lang="en")
    lab = Lab(page)
    hand = Keyboard(lab)

    page.goto("/")
    he_signs_in(hand, house.accounts["basile"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Basile")
    keep(page, artefacts, "01-home")
    keep_narrow(page, artefacts, "01-home")
    hand.tab_to("a", text="My AI recognises my drawings")
    hand.press("Enter")
    page.wait_for_url("**/lab/demo/N1-01")
    hand.tab_to("a", text="Open my notebook")
    hand.press("Enter")
    lab.has_opened()
    hand.tab_to("[data-action=prepare]")
    hand.press("Enter")
    lab.is_prepared()
    he_works_through_the_lab(hand, artefacts)
    hand.tab_to("[data-action=submit]")
    hand.press("Enter")
    lab.is_marked()

    keep(page, artefacts, "03-marked", whole=False)
    assert lab.states == ["passed"] * 5 + ["waiting"], lab.bar.inner_text()
    expect(lab.bar).to_contain_text("12 points out of 12")
    hand.tab_to(".caire-home", back=True)
    hand.press("Enter")
    page.wait_for_url(re.compile(re.escape(HOME)))
    expect(page.locator("main")).to_contain_text(re.compile(r"12\s+of\s+15"))
    keep(page, artefacts, "04-home-marked")
    keep_narrow(page, artefacts, "04-home-marked", 390)


def he_signs_in(hand: Keyboard, password: str) -> None:
    keyboard = hand.lab.page.keyboard
    hand.tab_to("input[name=username]")
    keyboard.type("basile")
    hand.tab_to("input[name=password]")
    keyboard.type(password)
    hand.press("Enter")
    hand.lab.page.wait_for_url(re.compile(re.escape(HOME)))


def he_works_through_the_lab(hand: Keyboard, artefacts: Path) -> None:
    lab = hand.lab
    hand.tab_to(".caire-step", back=True)
    hand.press("Enter")  # on an exercise's step: into the notebook, at that exercise
    expect(lab.active).to_be_focused()
    hand.press("ArrowUp", lab.place - 3)
    hand.draw_all(3)
    keep(lab.page, artefacts, "02-drawn", whole=False)
    hand.press("Shift+Enter")
    hand.work_down(lab.count - 4)
    hand.press("Enter")
    hand.press("Control+A")
    lab.page.keyboard.type(REFLECTION["en"])
    hand.run()
