module pauses

go 1.27
