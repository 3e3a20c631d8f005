"""What employers send: rolls as CSV or XLSX, photos as ZIP. Read from bytes, bounded, row by row; no rules here."""
