"""Charts as numbers, and their faces: an SVG for the slide and for paper, a table, a CSV, sentences.

`talk.chart.chart.Chart` and `talk.chart.steps.Steps` are what a demo returns,
`talk.chart.figure.figure` makes of them all that a page shows.
Nothing here loads matplotlib until something is drawn.
"""
