module down

go 1.27
