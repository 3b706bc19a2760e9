module prices

go 1.27
