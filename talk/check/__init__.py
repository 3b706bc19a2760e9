"""`talk check`: what is wrong with a deck, told before somebody stands on a stage with it.

`findings` is what comes back, `rules` needs no browser, `browser` looks at every slide in every state,
`report` writes it down. `deck_check` brings them together.
"""
