"""Each widget in Chromium, by keyboard alone and by mouse, in both languages.

The JavaScript is the real one and talks to the real Python widget; only Jupyter
between them is replaced. Screenshots go to test-artefacts/kit, for people.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from labs.kit import saved_answer
from labs.kit.answers import load_answers, save_event
from labs.kit.attempts import record_attempt
from labs.kit.drawings.file import load_drawings, rows_of, save_drawings
from labs.kit.drawings.shapes import draw_shape
from labs.kit.widgets.confusion_table import table_of
from labs.kit.widgets.drawing_pad import DrawingPad
from labs.kit.widgets.energy_meter import EnergyMeter
from labs.kit.widgets.hints import Hints
from labs.kit.widgets.live_guess import LiveGuess
from labs.kit.widgets.question import Question
from labs.kit.widgets.tour import Tour

pytestmark = pytest.mark.browser
SUN = rows_of(draw_shape("sun"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, role: str, name: str) -> None:
    """Walk with Tab, as somebody without a mouse does, until it has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    for _ in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches the {role} {name!r}")


def both(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def a_choice(kind: str = "choice", **feedback: Any) -> dict[str, Any]:
    choices = [
        {"value": v, "text": both(fr, en), "feedback": feedback.get(v)}
        for v, fr, en in (("up", "Plus haut", "Higher"), ("down", "Plus bas", "Lower"))
    ]
    question = both("Que fera ton IA ?", "What will your AI do?")
    return {"id": "p", "kind": kind, "text": question, "choices": choices}


def a_text(lines: int = 1) -> dict[str, Any]:
    label = both("Choisis un pseudo", "Choose a nickname")
    nothing = both("", "")
    return {
        "id": "t",
        "kind": "text",
        "text": label,
        "placeholder": nothing,
        "lines": lines,
    }


def some_drawings() -> DrawingPad:
    images = [draw_shape(name, i) for name in ("sun", "moon") for i in range(8)]
    images[5] = images[4]
    save_drawings(images[:14], ["soleil"] * 8 + ["lune"] * 6)
    return DrawingPad([])


def a_table() -> Any:
    truth = ["soleil"] * 6 + ["lune"] * 6
    said = ["soleil"] * 4 + ["lune"] * 8
    images = [draw_shape(name, i) for name in ("sun", "moon") for i in range(6)]
    return table_of(truth, said, np.array(images), None, None, 0.5)


def a_threshold() -> Any:
    scores = [0.9, 0.8, 0.45, 0.2, 0.1]
    return table_of(["a", "a", "a", "b", "b"], None, None, scores, "a", 0.5)


def the_hints() -> Hints:
    texts = [
        both("Une `question` ?", "A `question`?"),
        both("Méthode", "Method"),
        both("```\nx = 1\n```", "```\nx = 1\n```"),
    ]
    hints = Hints("ex", texts, both("La solution", "The solution"))
    for _ in range(3):
        hints.do("more")
    return hints


def a_guess() -> LiveGuess:
    widget = LiveGuess(lambda X: {"soleil": 0.9, "lune": 0.1})
    widget.drawing = list(SUN)
    return widget


def a_revealed_prediction() -> Question:
    save_event("prediction", "p", "up", 75)
    save_event("reveal", "p")
    item = a_choice("prediction", up=both("Souvent.", "Often."))
    return Question([item], is_prediction=True)


SCENES: dict[str, Callable[[], Any]] = {
    "drawing_pad": some_drawings,
    "drawing_pad_empty": lambda: DrawingPad([]),
    "live_guess": a_guess,
    "confusion_table": a_table,
    "threshold": a_threshold,
    "prediction": lambda: Question([a_choice("prediction")], is_prediction=True),
    "prediction_revealed": a_revealed_prediction,
    "questionnaire": lambda: Question(
        [a_choice(), a_text(3)], heading=both("Avant de commencer", "Before we start")
    ),
    "energy_meter": lambda: EnergyMeter(seconds=2.43),
    "hints": the_hints,
    "tour_cells": lambda: Tour("cells"),
    "tour_keyboard": lambda: Tour("keyboard"),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_widget_has_no_serious_finding_and_fits_a_phone(
    stage: Any, scene: str, lang: str
) -> None:
    widget = SCENES[scene]()
    widget.lang = lang
    stage.put(widget)

    for width in (1280, 320):
        stage.page.set_viewport_size({"width": width, "height": 900})
        stage.look(f"{scene}-{lang}-{width}")
        assert stage.findings() == []
        assert stage.overflow() <= 0


@pytest.mark.parametrize("scene", ["drawing_pad", "confusion_table", "hints"])
def test_dark_is_readable_too(stage: Any, scene: str) -> None:
    stage.page.emulate_media(color_scheme="dark")
    stage.put(SCENES[scene]())

    stage.look(f"{scene}-dark")
    assert stage.findings() == []


@pytest.mark.parametrize("scene", SCENES)
def test_buttons_and_fields_are_44_pixels_high(stage: Any, scene: str) -> None:
    page = stage.put(SCENES[scene]())

    small = page.evaluate(
        """() => [...document.querySelectorAll(
             '.caire button, .caire select, .caire label.option, .caire summary,'
             + '.caire input:not([type=radio]):not([type=file]), .caire textarea')]
           .filter((one) => one.checkVisibility()
             && one.getBoundingClientRect().height < 44)
           .map((one) => one.outerHTML)"""
    )

    assert small == []


@pytest.mark.parametrize("scene", SCENES)
def test_the_language_switches_while_it_is_on_the_screen(
    stage: Any, scene: str
) -> None:
    page = stage.put(SCENES[scene]())
    french = page.locator(".caire").inner_text()

    stage.change(lambda: setattr(stage.widget, "lang", "en"))

    expect(page.locator(".caire")).to_have_attribute("lang", "en")
    assert page.locator(".caire").inner_text() != french


@pytest.mark.parametrize("scene", SCENES)
def test_a_closed_widget_leaves_nothing_behind(stage: Any, scene: str) -> None:
    page = stage.put(SCENES[scene]())

    page.evaluate("clean()")

    assert page.evaluate("listeners()") == 0
    assert page.locator(".caire").count() == 0


def test_the_pad_by_keyboard_alone(stage: Any) -> None:
    page = stage.put(DrawingPad([]))

    tab_to(page, "textbox", "Nouvelle classe")
    page.keyboard.type("soleil")
    press(page, "Enter")
    expect(page.get_by_role("radio", name="soleil")).to_be_checked()
    page.keyboard.type("lune")
    press(page, "Enter")
    expect(page.get_by_role("radio", name="lune")).to_be_checked()

    # A cross by the grid: Space inks a cell, Shift + arrow draws.
    while page.evaluate("document.activeElement.role") != "gridcell":
        press(page, "Tab")
    press(page, "ArrowDown", "ArrowRight", " ")
    press(page, *["Shift+ArrowDown"] * 5, *["Shift+ArrowRight"] * 5)
    tab_to(page, "button", "Ajouter à « lune »")
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("1 pour")
    assert load_drawings().counts == {"soleil": 0, "lune": 1}
    assert load_drawings().X.sum() == 11

    # The other class from a shape, with variations.
    for _ in range(4):
        press(page, "Shift+Tab")
    page.get_by_role("radio", name="lune").focus()
    press(page, "ArrowUp")
    page.get_by_text("Sans dessiner : partir d’une forme").focus()
    press(page, "Enter")
    tab_to(page, "button", "Mettre une variante dans la grille")
    press(page, "Enter")
    expect(page.locator("[aria-selected=true][role=gridcell]").first).to_be_visible()
    page.get_by_role("grid").locator("[tabindex='0']").focus()
    tab_to(page, "button", "Ajouter avec 3 variations")
    press(page, " ")
    expect(page.get_by_role("radio", name="soleil")).to_be_checked()
    assert load_drawings().counts == {"soleil": 4, "lune": 1}

    # And take one back.
    page.locator("[role=listbox] [tabindex='0']").first.focus()
    press(page, "ArrowRight", "Delete")
    assert load_drawings().counts["soleil"] == 3
    tab_to(page, "button", "Annuler")
    press(page, "Enter")
    assert load_drawings().counts["soleil"] == 4


def test_the_pad_by_mouse(stage: Any) -> None:
    page = stage.put(DrawingPad(["soleil", "lune"]))
    grid = page.get_by_role("grid")
    box = grid.bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 250, box["y"] + 250, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Ajouter à « soleil »").click()

    drawn = load_drawings()
    assert drawn.counts == {"soleil": 1, "lune": 0}
    assert 12 < drawn.X.sum() < 60
    expect(page.locator("[role=gridcell][aria-selected=true]")).to_have_count(0)

    page.get_by_role("button", name="Ajouter à « soleil »").click()
    expect(page.get_by_role("status")).to_contain_text("La grille est vide")
    page.get_by_role("listbox").get_by_role("option").click()
    page.get_by_role("button", name="Reprendre dans la grille").click()
    page.get_by_role("button", name="Ajouter à « soleil »").click()
    expect(page.get_by_role("status")).to_contain_text("copie exacte")


def test_the_pad_by_touch(phone: Any) -> None:
    page = phone.put(DrawingPad(["a", "b"]))

    page.get_by_role("gridcell").nth(100).tap()

    expect(page.get_by_role("gridcell").nth(100)).to_have_attribute(
        "aria-selected", "true"
    )


def test_the_rows_as_text_make_a_drawing(stage: Any) -> None:
    page = stage.put(DrawingPad(["soleil"]))
    page.get_by_text("Sans dessiner : écrire les 16 lignes").click()
    field = page.get_by_role("textbox", name="Sans dessiner : écrire les 16 lignes")

    field.fill("\n".join(SUN[:3]))
    page.get_by_role("button", name="Mettre dans la grille").click()
    expect(page.get_by_role("status")).to_contain_text("La ligne 4")

    field.fill("\n".join(SUN))
    page.get_by_role("button", name="Mettre dans la grille").click()
    page.get_by_role("button", name="Ajouter à « soleil »").click()
    expect(page.get_by_role("status")).to_contain_text("1 pour")
    assert load_drawings().items[0].rows == SUN


def test_an_export_can_be_imported_again(stage: Any, folder: Path) -> None:
    save_drawings([draw_shape("sun")], ["soleil"])
    page = stage.put(DrawingPad([]))

    with page.expect_download() as download:
        page.get_by_role("button", name="Exporter").click()
    exported = folder / "copy.json"
    download.value.save_as(exported)
    (folder / "mes-dessins.json").unlink()
    stage.put(DrawingPad(["soleil"]))
    page.locator("input[type=file]").last.set_input_files(exported)

    expect(page.get_by_role("status").last).to_contain_text("importés")
    assert load_drawings().items[0].rows == rows_of(draw_shape("sun"))


def test_a_hostile_name_stays_text(stage: Any) -> None:
    evil = "<img src=x onerror=boom()>"
    save_drawings([draw_shape("sun")], [evil])

    page = stage.put(DrawingPad([]))

    expect(page.get_by_role("radio")).to_have_count(1)
    assert page.locator("img").count() == 0


def test_a_kernel_that_does_not_answer_is_said_and_the_drawing_stays(
    stage: Any,
) -> None:
    page = stage.put(DrawingPad(["soleil"]))
    page.get_by_role("gridcell").nth(40).focus()
    press(page, " ", "Shift+ArrowRight")

    stage.deaf = True
    page.get_by_role("button", name="Ajouter à « soleil »").click()

    expect(page.get_by_role("status")).to_contain_text("Python ne répond pas")
    assert page.locator("[role=gridcell][aria-selected=true]").count() == 2


def test_keys_of_the_widget_do_not_reach_the_notebook(stage: Any) -> None:
    page = stage.put(DrawingPad(["soleil"]))
    page.evaluate(
        "window.got = [];"
        "document.addEventListener('keydown', (event) => { got.push(event.key) })"
    )
    page.get_by_role("gridcell").nth(40).focus()

    press(page, "ArrowDown", " ", "a", "Shift+Enter", "Escape")

    assert page.evaluate("got") == ["Enter", "Escape"]


def test_the_guess_follows_each_stroke(stage: Any) -> None:
    seen: list[float] = []

    def model(X: Any) -> dict[str, float]:
        seen.append(float(X.sum()))
        return {"soleil": 0.75, "lune": 0.25}

    page = stage.put(LiveGuess(model))
    page.get_by_role("gridcell").nth(40).focus()
    press(page, " ", "Shift+ArrowRight")

    expect(page.locator(".big")).to_have_text("soleil")
    expect(page.locator(".bars .share").first).to_have_text("75\u202f%")
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.get_by_text("Dessine : la réponse")).to_be_visible()
    assert seen[-1] == 2.0


def test_a_model_that_fails_is_explained_beside_the_paper(stage: Any) -> None:
    def broken(X: Any) -> Any:
        raise ValueError("<b>no</b>")

    page = stage.put(LiveGuess(broken))
    page.get_by_role("gridcell").first.focus()
    press(page, " ")

    expect(page.get_by_role("status")).to_contain_text("<b>no</b>")


def test_the_table_opens_a_cell_by_keyboard_and_by_mouse(stage: Any) -> None:
    page = stage.put(a_table())
    expect(page.get_by_role("status").first).to_contain_text(
        "10 réponses justes sur 12"
    )

    name = "2 fois « soleil » pris pour « lune »"
    tab_to(page, "button", name)
    press(page, "Enter")
    expect(page.locator(".gallery li")).to_have_count(2)
    expect(page.get_by_role("button", name=name)).to_be_focused()

    page.get_by_role("button", name="6 fois « lune » reconnu").click()
    expect(page.locator(".gallery li")).to_have_count(6)


def test_the_threshold_moves_by_slider_and_by_number(stage: Any) -> None:
    page = stage.put(a_threshold())
    expect(page.get_by_role("status").first).to_contain_text("80")

    page.get_by_role("slider").focus()
    press(page, *["ArrowLeft"] * 6)
    expect(page.get_by_role("status").first).to_contain_text("100")

    page.get_by_role("spinbutton").fill("0.95")
    press(page, "Enter")
    expect(page.get_by_role("status").first).to_contain_text("40")
    assert stage.widget.threshold == 0.95


def test_a_prediction_by_keyboard(stage: Any) -> None:
    page = stage.put(SCENES["prediction"]())

    press(page, "Tab", " ", "ArrowDown", "Tab", " ", "ArrowRight")
    tab_to(page, "button", "Garder ma prévision")
    press(page, "Enter")

    expect(page.get_by_text("Prévision gardée")).to_be_visible()
    assert load_answers().value("p") == "down"
    assert load_answers().confidence("p") == 25


def test_a_prediction_without_confidence_is_not_saved_yet(stage: Any) -> None:
    page = stage.put(SCENES["prediction"]())

    page.get_by_text("Plus haut").click()
    page.get_by_role("button", name="Garder ma prévision").click()

    expect(page.get_by_role("status").last).to_contain_text("confiance")
    assert load_answers().value("p") is None


def test_after_the_reveal_feedback_shows_and_nothing_can_change(stage: Any) -> None:
    page = stage.put(a_revealed_prediction())

    expect(page.get_by_text("Souvent.")).to_be_visible()
    expect(page.get_by_role("radio", name="Plus haut")).to_be_checked()
    assert page.get_by_role("radio", name="Plus bas").is_disabled()


def test_a_choice_and_a_text_save_by_themselves(stage: Any) -> None:
    page = stage.put(SCENES["questionnaire"]())

    press(page, "Tab", " ", "Tab")
    page.keyboard.type("Étoile 7")
    press(page, "Tab")

    expect(page.get_by_text("✓ Enregistré · ")).to_be_visible()
    assert saved_answer("p") == "up"
    assert saved_answer("t") == "Étoile 7"


def test_an_e_mail_address_gets_a_warning(stage: Any) -> None:
    page = stage.put(Question([a_text()]))

    page.get_by_role("textbox").fill("ada@example.org")
    press(page, "Tab")

    expect(page.get_by_role("status")).to_contain_text("adresse e-mail")


def test_each_term_of_the_meter_can_be_changed(stage: Any) -> None:
    page = stage.put(EnergyMeter(seconds=3600.0))
    expect(page.locator(".result")).to_contain_text("10 Wh")

    page.get_by_role("textbox", name="Puissance (W)").fill("2,5")
    press(page, "Tab")
    expect(page.locator(".result")).to_contain_text("= 2,5 Wh")

    page.get_by_role("combobox").select_option("POL")
    expect(page.locator(".result")).to_contain_text("661,9")
    page.get_by_role("textbox", name="Temps").fill("beaucoup")
    press(page, "Tab")
    expect(page.get_by_role("status")).to_contain_text("nombre positif")
    assert stage.widget.grams == pytest.approx(2.5e-3 * 661.9)


def test_hints_by_keyboard_then_the_solution_after_a_try(stage: Any) -> None:
    hints = Hints("ex", ["un", "deux"], "la solution")
    page = stage.put(hints)

    tab_to(page, "button", "Indice 1 sur 2")
    press(page, "Enter", "Enter")
    expect(page.get_by_text("deux", exact=True)).to_be_visible()
    solution = page.get_by_role("button", name="Voir une solution")
    solution.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("après un essai")

    stage.change(lambda: record_attempt("ex"))
    solution.press("Enter")
    expect(page.get_by_text("la solution", exact=True)).to_be_visible()
    events = json.loads(Path("mes-reponses.json").read_text())["events"]
    assert {event["kind"] for event in events} == {"hint", "attempt", "solution"}


def test_a_tour_is_walked_by_keyboard_and_remembered(stage: Any) -> None:
    page = stage.put(Tour("keyboard"))

    for key in ("Tab", "Shift+Tab", "ArrowDown", " ", "Escape"):
        page.get_by_role("group", name="Cadre d’essai").focus()
        press(page, key)
        expect(page.get_by_text("Bravo")).to_be_visible()
        expect(page.get_by_role("button", name="Suivant")).to_be_focused()
        press(page, "Enter")
    page.get_by_role("button", name="J’ai terminé").click()

    expect(page.get_by_text("✓ Terminé.")).to_be_visible()
    assert saved_answer("keyboard") == "done"


def test_the_practice_box_is_no_keyboard_trap(stage: Any) -> None:
    page = stage.put(Tour("keyboard"))
    for _ in range(2):
        page.get_by_role("button", name="Suivant").click()

    page.get_by_role("group", name="Cadre d’essai").focus()
    press(page, "Tab")

    expect(page.get_by_role("group", name="Cadre d’essai")).not_to_be_focused()
