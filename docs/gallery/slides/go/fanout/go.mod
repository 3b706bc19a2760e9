module fanout

go 1.27
