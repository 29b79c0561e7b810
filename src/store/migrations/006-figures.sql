-- What figures count: money, and faults found before. Plans by the day they are due.

ALTER TABLE finding ADD COLUMN amount BIGINT;
ALTER TABLE finding ADD COLUMN recurrence_of TEXT;
CREATE INDEX finding_by_plan_due ON finding (tenant, plan_due, inspection, ordinal);
