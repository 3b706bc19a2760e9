"""`talk present`: the deck served from memory, live while it is written and driven on stage."""
