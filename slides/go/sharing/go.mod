module sharing

go 1.27
