"""Two small questions: a line of text, and yes or no."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from crankreader.safety import clean
from crankreader.tui.keymaps import ASKING, CONFIRMING
from crankreader.tui.screens.keyed import KeyedModal
from crankreader.tui.widgets.bars import Footer


class Prompt(KeyedModal[str | None]):
    """Asks for one line; None when the person wants nothing."""

    KEYS = ASKING

    def __init__(
        self,
        question: str,
        explanation: str,
        *,
        value: str = "",
        explain: Callable[[str], str] | None = None,
        may_be_empty: bool = False,
    ) -> None:
        super().__init__({})
        self.may_be_empty = may_be_empty
        """An empty line is an answer."""
        self.question = question
        self.value = clean(value)
        self.explain = explain
        """What is said of what was typed so far, in place of the explanation."""
        self.explanation = explanation if explain is None else explain(value)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(clean(self.question)), id="question")
            yield Input(self.value, id="answer", select_on_focus=False)
            yield Static(Content(clean(self.explanation)), id="explanation")
            yield Footer()

    @property
    def text_box(self) -> Input:
        return self.query_one(Input)

    def on_input_changed(self, event: Input.Changed) -> None:
        if self.explain is not None:
            said = Content(clean(self.explain(event.value)))
            self.query_one("#explanation", Static).update(said)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        answer = event.value.strip()
        self.dismiss(answer if answer or self.may_be_empty else None)

    def action_leave(self) -> None:
        self.dismiss(None)


class Confirm(KeyedModal[bool]):
    """Asks before something that touches much."""

    KEYS = CONFIRMING

    def __init__(self, question: str) -> None:
        super().__init__({})
        self.question = question

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content(clean(self.question)), id="question")
            yield Footer()

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)
