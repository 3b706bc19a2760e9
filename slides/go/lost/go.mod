module lost

go 1.27
