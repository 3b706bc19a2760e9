module address

go 1.27
