"""Reception: the car that has come, its visit, what is said to its customer, and what changes hands."""
