-- Whom nothing is left for: the quota or the budget of the measure ends before his place in its
-- queue.
ALTER TABLE screening_result DROP CONSTRAINT screening_result_settled_check;
ALTER TABLE screening_result ADD CONSTRAINT screening_result_settled_check
  CHECK (settled IN ('granted', 'excluded', 'limited', 'queued'));
ALTER TABLE screening_result ADD COLUMN queue_place bigint CHECK (queue_place > 0);
ALTER TABLE screening_staging ADD COLUMN queue_place bigint;
