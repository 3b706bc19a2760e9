module noinline

go 1.27
