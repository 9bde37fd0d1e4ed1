-- An archived vendor and a withdrawn assessment leave the lists. Both are made
-- from the journals. The program opens the journals of vendors and RFPs that
-- have none yet.
ALTER TABLE vendors ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assessments ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;

CREATE INDEX vendors_listed ON vendors (name COLLATE NOCASE, id) WHERE archived = 0;
