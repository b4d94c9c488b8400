"""Crowds on loopback: phones that vote, tables that write, visitors that read; `bench load`."""
