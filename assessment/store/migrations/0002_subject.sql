-- What an assessment is about within the vendor: a placed person, a contract
-- draft, or nothing but the vendor itself.
ALTER TABLE assessments ADD COLUMN subject TEXT NOT NULL DEFAULT '';
