"""Clock, ids, keys, money, words and errors: what every package stands on; no words of the field."""
