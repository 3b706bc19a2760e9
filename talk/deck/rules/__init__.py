"""The Markdown rules of a deck, one a file. `talk.deck.syntax` lists them in order."""
