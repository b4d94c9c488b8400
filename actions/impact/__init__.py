"""Impact worked out without the database: dataclasses in, dataclasses out, exact fractions."""
