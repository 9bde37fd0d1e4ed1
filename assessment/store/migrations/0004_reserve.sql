-- The chosen scenarios of the reserve, joined by commas.

ALTER TABLE rfps ADD COLUMN reserve TEXT NOT NULL DEFAULT '';
