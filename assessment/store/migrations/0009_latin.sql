-- latin_name is the name of a vendor in Latin letters, for reports: their typefaces
-- lack many scripts. It is made from the journal.
ALTER TABLE vendors ADD COLUMN latin_name TEXT NOT NULL DEFAULT '';
