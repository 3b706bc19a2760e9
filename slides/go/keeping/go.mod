module keeping

go 1.27
