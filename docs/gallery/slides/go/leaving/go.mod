module leaving

go 1.27
