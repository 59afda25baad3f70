-- 总名额 and 总预算 bind the decision of a case too.
--
-- Where the row stands in the queue of its measure, as a clerk reads it; '' where there is none.
ALTER TABLE case_row ADD COLUMN queue text NOT NULL DEFAULT '';

-- What live grants took of a measure, wherever in the area: whoever decides must know it, although
-- the grants of other places are not theirs to read.
CREATE FUNCTION taken_of_measure(wanted text)
RETURNS TABLE (year bigint, grants bigint, amount_fen bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT extract(year FROM granted_on)::bigint, count(*),
         coalesce(sum(benefit_grant.amount_fen), 0)::bigint
  FROM benefit_grant
  WHERE measure = wanted AND state IN ('granted', 'paid')
  GROUP BY 1 ORDER BY 1
$$;

-- What people decided of the same subject in earlier cases is offered in a later one.
CREATE INDEX case_row_subject ON case_row (subject_kind, subject_id);
CREATE INDEX row_judgement_row ON row_judgement (row_id);
