"""The public face of the initiative: its pages, for everybody and for machines."""
