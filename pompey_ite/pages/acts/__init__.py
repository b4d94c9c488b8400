"""The acts of every day, each on one short page: a call, a date, a status, a company just met."""
