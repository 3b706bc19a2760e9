module small

go 1.27
