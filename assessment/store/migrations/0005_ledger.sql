-- Every transaction that moves heads writes its row of the ledger itself, so
-- that no head waits for one. Heads that waited get one now: the program finds
-- this mark when it opens the database.
INSERT INTO meta (name, value)
    SELECT 'heads_left', 'yes' WHERE EXISTS (SELECT 1 FROM heads WHERE seq > ledgered UNION ALL SELECT 1 FROM rfp_heads WHERE seq > ledgered);
ALTER TABLE heads DROP COLUMN ledgered;
ALTER TABLE rfp_heads DROP COLUMN ledgered;
