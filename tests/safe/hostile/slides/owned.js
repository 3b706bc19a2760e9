owned("js")
