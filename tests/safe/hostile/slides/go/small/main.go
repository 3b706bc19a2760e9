package main

func main() { println("</code><script>owned('go')</script>") }
