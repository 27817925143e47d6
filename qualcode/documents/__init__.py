"""Results as documents for people: headings, paragraphs, quotations, tables, pictures. The rooms keep the numbers."""
