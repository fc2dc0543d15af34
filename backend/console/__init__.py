"""What a command shows to a person who waits. Plain Python; knows no Django."""
