"""What a record is checked for, by topic; `data.check` puts it together."""
