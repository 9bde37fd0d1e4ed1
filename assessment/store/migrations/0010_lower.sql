-- Names are compared by lower(), which folds ASCII letters alone as NOCASE did, because a
-- PostgreSQL server knows it too.
DROP INDEX vendors_name;
DROP INDEX vendors_listed;
DROP INDEX assessments_subject;
CREATE INDEX vendors_name ON vendors (lower(name));
CREATE INDEX vendors_listed ON vendors (lower(name), id) WHERE archived = 0;
CREATE INDEX assessments_subject ON assessments (lower(subject)) WHERE subject <> '';
