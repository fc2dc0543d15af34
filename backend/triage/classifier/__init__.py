"""What is done with a text's vector: linear heads give the labels, and labelled examples show what it reads like."""
