-- Whether the report on an inspection was handed in, and by when it is asked for.

ALTER TABLE inspection ADD COLUMN reported TEXT;
CREATE INDEX inspection_by_report_due ON inspection (tenant, report_due, id);
