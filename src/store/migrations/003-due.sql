-- What is due: measures by their dates, and those that recur.

CREATE INDEX measure_by_due ON measure (tenant, due, inspection, finding, ordinal);
CREATE INDEX measure_by_kind ON measure (tenant, kind, inspection, finding, ordinal);
