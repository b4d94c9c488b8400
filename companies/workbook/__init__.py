"""Reading workshop workbooks: pure Python, no database. What is read becomes rows elsewhere."""
