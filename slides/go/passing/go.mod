module passing

go 1.27
