"""Running the whole service on one machine: the embedded broker, and one supervised group of processes."""
