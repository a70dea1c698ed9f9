"""What came of it, and closing a case.

O1  A coded reason for closing; income source and occupation before and after; goals; the
    individual's scale at the end.
O2  Felregistrering never counts.
O3  Local codes live in tables with validity dates, not in code.
"""
