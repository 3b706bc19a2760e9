"""What can be told without a browser: a file for each kind of thing that is looked at."""
