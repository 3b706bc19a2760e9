"""What the real Go says of programs: asked by `talk record`, kept as JSON, read by every build.

`toolchain` finds Go and runs it in a closed environment, `programs` reads the folders of programs, each file
of `verbs` asks one kind of question, `recordings` keeps the answers, `claims` holds them against what a slide
says.
"""
