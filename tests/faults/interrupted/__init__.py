"""An app whose second migration takes its time: it is killed, or run twice at once."""
