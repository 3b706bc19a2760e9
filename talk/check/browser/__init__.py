"""What only a browser can tell: the deck in every state, shape and mode, driven by Playwright."""
