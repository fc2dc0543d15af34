"""Terminal output of commands. Plain Python; knows no Django."""
