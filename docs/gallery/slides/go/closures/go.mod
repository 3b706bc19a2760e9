module closures

go 1.27
