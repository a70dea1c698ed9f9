"""Tables in, safe tables out. This room knows dimensions, counts and margins, nothing more.

Everything printed about a group of people goes through `release.protect`, and is looked over a
second time, from what was printed alone, by `audit.audit`. Reading order: tables, areas, ledger,
sensitive, coarsen, atoms, witnesses, attack, suppress, puzzle, release, audit.

D1  A count of one to four is never shown, nor is any margin of that size (k = 5).
D2  A line with everybody in one category of a sensitive dimension is hidden whole.
D3  A population of fewer than ten gets no table at all.
D4  A percentage needs a shown count and a shown base of at least ten.
D5  A split that asks for a larger population (sex: twenty) is left out below it.
D6  Categories are merged along their hierarchy first, and cells are hidden second.
D7  Zero is shown as zero, unless the zero itself tells (D2) or guards another cell.
D8  Release and ledger together leave every guarded cell at least k wide, to each participant too.
D9  What cannot be proved safe is withheld, and the table says so.
D10  Settings may be stricter than these rules, never looser.
D11  Every number shown enters the ledger; a ledger the records contradict stops the table.
"""
