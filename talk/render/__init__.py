"""From a deck to pages: tokens, code, math and figures become HTML inside templates of our own.

`render_deck` makes the slides, `render_handout` the page to read and print.
"""
