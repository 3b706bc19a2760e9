"""From code that asks the real Go to what its slide shows: recordings, never a run.

`asks` reads what blocks ask for, `found` brings the recordings and holds the claims against them, `shown`
puts the answers beside the code, `diagrams` and `charts` draw them.
"""
