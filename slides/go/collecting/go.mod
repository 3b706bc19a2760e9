module collecting

go 1.27
