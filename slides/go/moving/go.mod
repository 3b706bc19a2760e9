module moving

go 1.27
