module readable

go 1.27
