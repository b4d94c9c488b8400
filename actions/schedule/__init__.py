"""When things happen: workload, timeline, order of launching, calendar. Pure Python, no ORM."""
