module flows
go 1.27
