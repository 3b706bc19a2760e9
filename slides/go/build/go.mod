module build

go 1.27
