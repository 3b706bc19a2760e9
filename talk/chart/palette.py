"""Colours by their role. The page's style sheet knows them; a drawing only names them."""

from __future__ import annotations

NODES = ("node-white", "node-grey", "node-black")  # an object's colour is the same in light and dark
ROLES = ("fg", "muted", "grid", "bg", "accent", *(f"c-{number}" for number in range(1, 9)), *NODES)

# Colours that matplotlib draws with and that nobody would choose; each is replaced by its role.
SENTINELS = {role: f"#0a0b{number:02x}" for number, role in enumerate(ROLES, start=1)}

# The light theme, for pictures that stand outside a page. talk/web/css/theme.css has the same.
LIGHT = {
    "fg": "#1d1c1a",
    "muted": "#5f5b54",
    "grid": "#e6e2d9",
    "bg": "#fdfcf9",
    "accent": "#b3340b",
    "c-1": "#0379bf",
    "c-2": "#9b2671",
    "c-3": "#00521d",
    "c-4": "#d35f01",
    "c-5": "#7b5f02",
    "c-6": "#036288",
    "c-7": "#573696",
    "c-8": "#8b857c",
    "node-white": "#ffffff",
    "node-grey": "#a8a59e",
    "node-black": "#1d1c1a",
}

# Length of ink and gap in line widths; () is a full line. No two of the first six look alike.
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (4, 1.6),
    (1.2, 1.4),
    (6, 1.6, 1.2, 1.6),
    (9, 2),
    (2.6, 1.2, 2.6, 3),
    (5, 1.2, 1.2, 1.2, 1.2, 1.2),
    (1.2, 3),
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")


def variable(role: str) -> str:
    """The colour as a style sheet names it."""
    return f"var(--{role})"


def series_role(tone: str, index: int) -> str:
    """The role of a series: its tone, or the colour of its number among those without one."""
    return tone or f"c-{index % 8 + 1}"


def bar_ink(tone: str, number: int) -> tuple[float, float]:
    """How full the colour of a bar is, and the width of its outline: told apart without colour too."""
    if tone:
        return (0.34, 1.6) if tone == "muted" else (1.0, 1.6)
    return ((1.0, 1.6), (0.34, 1.6), (0.0, 2.0))[number % 3]
