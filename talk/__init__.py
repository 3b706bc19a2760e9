"""talk: Markdown decks whose demos run."""

__version__ = "0.1.0"
