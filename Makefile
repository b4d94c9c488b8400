# Aliases only: `make X` is `python3 manage.py X`, and works without make.
.PHONY: demo install makemessages migrate test tick

demo install makemessages migrate pictures test tick tour:
	python3 manage.py $@
