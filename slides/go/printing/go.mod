module printing

go 1.27
