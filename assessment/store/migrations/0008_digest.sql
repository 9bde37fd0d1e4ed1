-- digest is SHA-256 over all that a list prints of the row and over the head
-- of the journal it was judged from; domain_sum is SHA-256 over the domain
-- scores. The name of the engine comes before each. A row that does not fit
-- was changed outside the program.
ALTER TABLE scores ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE scores ADD COLUMN domain_sum TEXT NOT NULL DEFAULT '';

-- Rows lack both, so that every one is due to be judged again.
UPDATE scores SET next_change = 1;
