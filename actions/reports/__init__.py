"""What a monthly report says and how it is drawn: figures in, words, charts and pages out."""
