module record

go 1.27
