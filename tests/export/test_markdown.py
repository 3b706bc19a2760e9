from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from talk.deck.read import read_deck
from talk.errors import Diagnostics
from talk.export.markdown import Writer

PLAIN = """# A heading with `code` and *stress*

A line that ends
in another, **strong**, with [a link](https://go.dev/x) and a hard\\
break. Signs: 1 * 2, a_b_c, `` ` ``, \\<b>, \\[x\\], &amp;amp; and 3 < 4.

- one
- two

  still two

  - deeper
- three

3. third
4. fourth

> Said
>
> twice

```go
a := "```"
```

***

\\# no heading

1986\\. A year.

\\- no item"""

OURS = {
    "::: {.callout-tip title=\"Try\"}\nIt.\n:::": "**Try**\n\nIt.",
    ":::: columns\n::: column\nLeft\n:::\n::: column\nRight\n:::\n::::": "Left\n\nRight",
    "$$x^2$$": "```tex\nx^2\n```",
    "a ~~b~~ $c$": "a <del>b</del> `c`",
    "- [x] done": "- \\[x\\] done",
    "a[^1]\n\n[^1]: Note.": "a\\[1\\]\n\n\\[1\\] Note.",
    "| a | b |\n|---|---|\n| 1 | x < y |": (
        "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>x &lt; y</td></tr>\n</table>"
    ),
    "Term\n: Definition": "**Term**\n\nDefinition",
    "one\n\n. . .\n\ntwo": "one\n\ntwo",
}  # fmt: skip


def written(text: str, folder: Path) -> str:
    """The slide of this text, written anew."""
    (folder / "a.md").write_text(text + "\n", encoding="utf-8")
    deck = read_deck(folder / "a.md", Diagnostics())
    return Writer({}).write(deck.slides[0].tokens)


def test_plain_text_means_the_same_when_it_is_written_anew(tmp_path: Path) -> None:
    """Every CommonMark reader sees what stood in the deck."""
    made = written(PLAIN, tmp_path)
    html = MarkdownIt("commonmark").render
    assert html(made) == html(PLAIN)
    assert written(made, tmp_path) == made


@pytest.mark.parametrize("text", OURS, ids=lambda text: text.split("\n")[0])
def test_what_commonmark_lacks_becomes_something_that_it_has(text: str, tmp_path: Path) -> None:
    """Blocks of ours are what they hold, tables are HTML, TeX is code."""
    assert written(text, tmp_path) == OURS[text]


def test_pictures_of_one_name_do_not_meet(tmp_path: Path) -> None:
    """Two files called alike are two pictures; one shown twice is one."""
    for name, data in (("a/x.png", b"1"), ("b/x.png", b"2")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a.md").write_text("![One](a/x.png)\n\n![Two](b/x.png)\n\n![One](a/x.png)\n")
    writer = Writer({})
    text = writer.write(read_deck(tmp_path / "a.md", Diagnostics()).slides[0].tokens)
    assert text.split("\n\n") == [
        "![One](pictures/x.png)",
        "![Two](pictures/x-2.png)",
        "![One](pictures/x.png)",
    ]
    assert writer.pictures == {"pictures/x.png": b"1", "pictures/x-2.png": b"2"}
