"""Every number or switch that a region may set, with its date in force and its source. Pure.

``policy`` looks values up, ``parameters`` names and types them, ``values/*.yaml`` are the pages that a
bureau's own staff review, ``regions`` knows GB/T 2260, ``articles`` cites the rules that no region may set.
"""
