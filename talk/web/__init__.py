"""What the browser gets, as sources: TypeScript, style sheets, and the hook that makes `talk/_web` of them.

Only a checkout has this folder; an installed `talk` has `talk/_web` alone.
"""
