module overflow

go 1.27
