-- What ledger sheets say beside: the batch, dates and phones of measures, what they
-- state of regulations and evidence, notes.

ALTER TABLE inspection ADD COLUMN round TEXT;
ALTER TABLE finding ADD COLUMN note TEXT;
ALTER TABLE finding ADD COLUMN stated TEXT;
ALTER TABLE measure ADD COLUMN phone TEXT;
ALTER TABLE measure ADD COLUMN begins TEXT;
ALTER TABLE measure ADD COLUMN done TEXT;
ALTER TABLE measure ADD COLUMN stated TEXT;
