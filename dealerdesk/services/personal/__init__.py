"""Personal data of one customer: shown whole, handed over, erased for good."""
