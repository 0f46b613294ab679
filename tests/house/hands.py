"""Two ways to work in a lab: `Mouse` clicks and draws, `Keyboard` only presses keys."""

import math
import random
from dataclasses import dataclass, field

from playwright.sync_api import Locator, expect

from tests.house.answers import answer_to, is_known
from tests.house.notebook import Lab

ADD = "Ajouter à|Add to"


@dataclass
class Mouse:
    """A learner with a mouse. Draws by hand, never twice the same."""

    lab: Lab
    hand: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311

    def stroke(self, pad: Locator, points: list[tuple[float, float]]) -> None:
        """points: in cells of the paper, 0 to 16."""
        box = pad.bounding_box()
        assert box is not None
        side, mouse = box["width"] / 16, self.lab.page.mouse
        for number, (x, y) in enumerate(points):
            mouse.move(box["x"] + x * side, box["y"] + y * side)
            if number == 0:
                mouse.down()
        mouse.up()

    def draw_zero(self, pad: Locator) -> None:
        wide, tall = self.hand.uniform(3, 4.5), self.hand.uniform(4.5, 6)
        x, y = 8 + self.hand.uniform(-1, 1), 8 + self.hand.uniform(-1, 1)
        turns = [math.tau * step / 20 for step in range(22)]
        self.stroke(
            pad, [(x + wide * math.cos(t), y + tall * math.sin(t)) for t in turns]
        )

    def draw_one(self, pad: Locator) -> None:
        x, slant = 8 + self.hand.uniform(-2, 2), self.hand.uniform(-1.5, 1.5)
        top, bottom = self.hand.uniform(1.5, 3), self.hand.uniform(12.5, 14.5)
        self.stroke(pad, [(x - 2.5, top + 3), (x + slant, top), (x - slant, bottom)])

    def draw_all(self, book: Locator, per_class: int = 8) -> None:
        """Two drawings of each digit by hand; each is added with three variations."""
        pad = book.locator(".pad")
        for label, draw in (("0", self.draw_zero), ("1", self.draw_one)):
            option = choose(book.locator(".classes"), label)
            option.scroll_into_view_if_needed()
            option.click()
            for drawings in range(per_class // 4):
                pad.scroll_into_view_if_needed()
                draw(pad)
                book.get_by_role("button", name="3 variations").click()
                wanted = (drawings + 1) * 4
                expect(option).to_contain_text(str(wanted))
                # The paper is emptied once the drawing is safe.
                expect(pad.locator("[aria-selected=true]")).to_have_count(0)

    def answer(self, question: Locator, value: str, confidence: int = 75) -> None:
        choose(question, value).click()
        keep = question.locator("button.main")
        if keep.count():
            choose(question, str(confidence)).click()
            keep.click()
            expect(question).to_contain_text("✓")

    def work_down(self, first: int, last: int) -> None:
        """Run the cells from first to last, and answer each question on the way."""
        self.lab.select(first)
        for place in range(first, last + 1):
            cell = self.lab.run()
            if self.answer_in(cell, place):
                self.lab.select(place + 1)  # a click in a widget selects its cell

    def answer_in(self, cell: Locator, place: int) -> bool:
        """Answer the questions below this cell; whether there was one."""
        radios = self.lab.page.locator("input[type=radio]")
        found = cell.locator("section.caire", has=radios).all()
        known = [(each, said) for each in found if is_known(said := each.inner_text())]
        for question, said in known:
            self.answer(question, answer_to(said, self.lab.read_above(place)))
        return bool(known)


def choose(question: Locator, value: str) -> Locator:
    return question.locator("label", has=question.page.locator(f"[value='{value}']"))


@dataclass
class Keyboard:
    """A learner without a mouse: nothing here but keys, pressed where the focus is."""

    lab: Lab

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.lab.page.keyboard.press(key)

    def tab_to(self, selector: str, *, text: str = "", back: bool = False) -> None:
        """Tab until the focus is on it. Fails when it cannot be reached."""
        for _ in range(200):
            if self.is_on(selector, text):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not lead to {selector} {text!r}")

    def is_on(self, selector: str, text: str = "") -> bool:
        on = """([selector, text]) => document.activeElement.matches(selector)
            && document.activeElement.innerText.includes(text)"""
        return bool(self.lab.page.evaluate(on, [selector, text]))

    def run(self) -> Locator:
        """Shift+Enter: run the selected cell and go to the next."""
        return self.lab.run_by(lambda: self.press("Shift+Enter"))

    def draw_all(self, place: int, per_class: int = 8) -> None:
        book = self.lab.cell(place).locator("section.caire")
        within = f".jp-Cell[data-windowed-list-index='{place}'] "
        self.tab_to(within + ".classes input")
        for label, wide in (("0", 6), ("1", 0)):
            if label == "1":
                self.tab_to(within + ".classes input", back=True)
                self.press("ArrowDown")
            for drawings in range(per_class // 4):
                back = drawings > 0
                self.tab_to(within + ".pad [role=gridcell]", back=back)
                self.draw(4 + drawings, wide)
                self.tab_to(within + "button", text="3 variations")
                self.press("Enter")
                option = choose(book.locator(".classes"), label)
                expect(option).to_contain_text(str((drawings + 1) * 4))

    def draw(self, left: int, wide: int) -> None:
        """A box `wide` cells wide, or a line; Shift and an arrow draw."""
        self.press("ArrowUp", 15)
        self.press("ArrowLeft", 15)
        self.press("ArrowRight", left)
        self.press("ArrowDown", 3)
        self.press("Shift+ArrowDown", 9)
        if wide:
            self.press("Shift+ArrowRight", wide)
            self.press("Shift+ArrowUp", 9)
            self.press("Shift+ArrowLeft", wide)

    def work_down(self, last: int) -> None:
        """From the selected cell to `last`: run, and answer the questions."""
        while (place := self.lab.place) <= last:
            cell = self.run()
            if self.has_question(cell):
                self.press("ArrowUp")
                self.answer(place, cell)
                self.run()  # the cell of the question again, and on to the next

    def has_question(self, cell: Locator) -> bool:
        radios = cell.locator("section.caire input[type=radio]:not(:checked)")
        said = cell.locator("section.caire").all_inner_texts()
        return radios.count() > 0 and is_known("".join(said))

    def answer(self, place: int, cell: Locator) -> None:
        question = cell.locator("section.caire")
        value = answer_to(question.inner_text(), self.lab.read_above(place))
        assert isinstance(value, str)
        within = f".jp-Cell[data-windowed-list-index='{place}'] section.caire "
        self.tab_to(within + "input[type=radio]")
        self.pick(value)
        if question.locator("button.main").count():
            self.press("Tab")
            self.pick("75")
            self.tab_to(within + "button.main")
            self.press("Enter")
        expect(choose(question, value).locator("input")).to_be_checked()

    def pick(self, value: str) -> None:
        """In a group of radio buttons: arrows to the one, Space when not chosen."""
        for _ in range(8):
            if self.is_on(f"[value='{value}']"):
                if not self.is_on(":checked"):
                    self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {value!r}")
