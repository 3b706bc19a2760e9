module allocs

go 1.27
