module garbage

go 1.27
