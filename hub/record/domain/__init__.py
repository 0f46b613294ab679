"""Pure rules of the record: values in, values out, no clock, no file, no database."""
