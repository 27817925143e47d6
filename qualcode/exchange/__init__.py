"""Other programs' files: values in, values out."""
