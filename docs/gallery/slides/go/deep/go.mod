module deep

go 1.27
