module param

go 1.27
