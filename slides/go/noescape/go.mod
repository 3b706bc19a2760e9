module noescape

go 1.27
