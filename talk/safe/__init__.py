"""A stranger's deck made harmless: what runs, loads or leads out of it is left out, and told.

`deck` goes over a deck that has been read and not yet rendered, so that every output is made of the same
harmless tokens; `html` takes care of raw HTML, `attributes` and `css` of what else an author writes into a
page, `settings` of the front matter, `shown` of what stands in place of that which did not run.
Only builds with `--safe` load any of it but `shown`.
"""
