# A Unix-like system of which nothing is known
