-- What an assessment is about within the vendor: a placed person, a contract
-- draft, or nothing but the vendor itself.
ALTER TABLE assessments ADD COLUMN subject TEXT NOT NULL DEFAULT '';

-- What a row counts has changed, so that every row is due to be judged again.
UPDATE scores SET next_change = 1;
