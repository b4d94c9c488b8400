"""One place to find everything: companies, people, resources, synergies, actions, mails."""
