"""A person at a page: presses and types as with a finger or with the keyboard alone, and counts what was pressed."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page

TABS_MAX: Final = 150
SETTLE_MS: Final = 150  # keys.js waits 60 ms, to tell a key from a reader of identity cards
FOCUSED = "element => element === document.activeElement"
# The keyboard reaches a set of radio buttons at one of them, the arrows go on from there.
IN_GROUP = """element => { const now = document.activeElement;
  return now === element || (now.type === 'radio' && element.type === 'radio' && now.name === element.name
    && now.form === element.form); }"""


class OutOfReach(Exception):
    """The Tab key went round without coming to what was wanted."""


@dataclass
class Hand:
    """``taps`` counts what is pressed: links, buttons, boxes, choices and keys; what is typed in between is not.

    ``shortcuts``: the page listens to keys of its own. ``nth`` tells those apart who do the same task.
    """

    tab: Page
    keyboard_alone: bool = False
    shortcuts: bool = False
    nth: int = 0
    taps: int = 0

    def press(self, selector: str) -> None:
        """A link or a button; the page that it leads to is there afterwards."""
        wanted = self._wanted(selector)
        self.taps += 1
        if self.keyboard_alone:
            self._go_to(wanted, FOCUSED)
        with self.tab.expect_navigation():
            self.tab.keyboard.press("Enter") if self.keyboard_alone else wanted.click()

    def choose(self, name: str, value: str) -> None:
        """A radio button or a box to tick; one that is ticked already costs nothing."""
        wanted = self._wanted(f'main [name="{name}"][value="{value}"], main [name="{name}"][type=checkbox]')
        if wanted.is_checked():
            return
        self.taps += 1
        if not self.keyboard_alone:
            wanted.check()
            return
        self._go_to(wanted, IN_GROUP)
        for _ in range(TABS_MAX):
            if wanted.evaluate(FOCUSED):
                break
            self.tab.keyboard.press("ArrowDown")
        if not wanted.is_checked():
            self.tab.keyboard.press("Space")
        if not wanted.is_checked():
            raise OutOfReach(f"{name}={value}")

    def unfold(self, selector: str) -> None:
        """What is folded away is opened, unless it is open already."""
        if self.tab.locator(f"{selector}[open]").count():
            return
        self.taps += 1
        summary = self._wanted(f"{selector} > summary")
        if self.keyboard_alone:
            self._go_to(summary, FOCUSED)
            self.tab.keyboard.press("Enter")
        else:
            summary.click()

    def pick(self, name: str, value: str) -> None:
        """One of a list; if it is chosen already, as by the window's outlet, it costs nothing."""
        wanted = self._wanted(f'main [name="{name}"]')
        if wanted.input_value() != value:
            self.taps += 1
            wanted.select_option(value)

    def type(self, name: str, words: str) -> None:
        wanted = self._wanted(f'main [name="{name}"]')
        if self.keyboard_alone:
            self._go_to(wanted, FOCUSED)
            self.tab.keyboard.press("ControlOrMeta+a")
            self.tab.keyboard.type(words)
        else:
            wanted.fill(words)

    def attach(self, name: str, file: str, content: bytes) -> None:
        """A file that the person picks: one press opens the telephone's own chooser."""
        self.taps += 1
        picked = {"name": file, "mimeType": "image/jpeg", "buffer": content}
        self.tab.locator(f'main input[type=file][name="{name}"]').set_input_files(picked)  # type: ignore[arg-type]

    def key(self, key: str) -> None:
        """A key that the page listens to and stays."""
        self.taps += 1
        self.tab.keyboard.press(key)
        self.tab.wait_for_timeout(SETTLE_MS)

    def key_on(self, key: str) -> None:
        """A key that leads to another page."""
        with self.tab.expect_navigation():
            self.key(key)

    def send(self) -> None:
        """The button that sends the form in the middle of the page."""
        self.press("main form .actions button[type=submit]")

    def search(self, words: str) -> None:
        """The box that staff begin with."""
        box = self._wanted('form[role=search] [name="q"], form.search [name="q"]')
        if self.keyboard_alone:
            self._go_to(box, FOCUSED)
            self.tab.keyboard.type(words)
            self.key_on("Enter")
        else:
            box.fill(words)
            self.press("form[role=search] button, form.search button")

    def sees(self, selector: str) -> Locator:
        found = self.tab.locator(selector).first
        found.wait_for()
        return found

    def _wanted(self, selector: str) -> Locator:
        found = self.tab.locator(f":is({selector}):visible").first
        found.wait_for()
        return found

    def _go_to(self, wanted: Locator, reached: str) -> None:
        for _ in range(TABS_MAX):
            if wanted.evaluate(reached):
                return
            self.tab.keyboard.press("Tab")
        raise OutOfReach(str(wanted))
