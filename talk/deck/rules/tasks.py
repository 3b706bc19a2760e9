"""Task lists: an item that begins with `[ ]` or `[x]` gets a box that says its state in words."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.tokens import end_of

_MARKS = {"[ ] ": False, "[x] ": True, "[X] ": True}


def tasks_plugin(md: MarkdownIt) -> None:
    """Turn the marks into `task` tokens."""
    md.core.ruler.push("tasks", tasks)


def tasks(state: StateCore) -> None:
    """Marks at the beginning of list items become boxes."""
    lists: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and _mark(state.tokens, index):
            token.attrJoin("class", "task-list-item")
            if "contains-task-list" not in str(lists[-1].attrGet("class") or ""):
                lists[-1].attrJoin("class", "contains-task-list")


def _mark(tokens: list[Token], item: int) -> bool:
    """Replace the mark of one list item, if it has one."""
    if end_of(tokens, item) < item + 4 or tokens[item + 1].type != "paragraph_open":
        return False
    children = tokens[item + 2].children or []
    first = children[0] if children else None
    if first is None or first.type != "text" or first.content[:4] not in _MARKS:
        return False
    done = _MARKS[first.content[:4]]
    first.content = first.content[4:]
    tokens[item + 2].children = [_box(done, first), *children]
    return True


def _box(done: bool, beside: Token) -> Token:
    box = Token("task", "input", 0)
    box.attrs = {"type": "checkbox", "disabled": "disabled", "aria-label": "done" if done else "open"}
    if done:
        box.attrs["checked"] = "checked"
    box.meta = {"span": beside.meta.get("span")}
    return box
