-- name: insert_grants
INSERT INTO benefit_grant (measure, pack, subject_kind, subject_id, person_id, organisation_id,
                           payee_kind, fund, amount_fen, granted_on, period, case_id, place,
                           decided_by, recorded_at, policy_version)
SELECT wanted.measure, $2, wanted.subject_kind, wanted.subject_id, wanted.person_id,
       wanted.organisation_id, wanted.payee_kind, wanted.fund, wanted.amount_fen, $3,
       daterange(wanted.period_from, wanted.period_until), $4, wanted.place, $5, $6,
       (SELECT number FROM policy_version WHERE plan_digest = $2 AND in_force_from <= $3
        AND taken_back_at IS NULL
        ORDER BY in_force_from DESC, number DESC LIMIT 1)
FROM unnest($1::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[],
            $12::text[], $13::bigint[], $14::date[], $15::date[], $16::bigint[])
     WITH ORDINALITY AS wanted (measure, subject_kind, subject_id, person_id, organisation_id,
                                payee_kind, fund, amount_fen, period_from, period_until, place, at)
ORDER BY wanted.at
RETURNING id, measure, subject_kind, subject_id;

-- name: insert_rules
INSERT INTO exclusion_rule (name)
SELECT wanted.name FROM (SELECT DISTINCT unnest($1::text[]) AS name) AS wanted
WHERE NOT EXISTS (SELECT FROM exclusion_rule WHERE exclusion_rule.name = wanted.name)
ORDER BY wanted.name
ON CONFLICT (name) DO NOTHING;

-- name: insert_slots
INSERT INTO exclusion_slot (grant_id, subject, subject_kind, slot, member, period)
SELECT wanted.grant_id, wanted.subject, wanted.subject_kind, exclusion_rule.slot, wanted.member,
       daterange(wanted.period_from, wanted.period_until)
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::date[],
            $7::date[])
     AS wanted (grant_id, subject, subject_kind, rule, member, period_from, period_until)
JOIN exclusion_rule ON exclusion_rule.name = wanted.rule
ORDER BY wanted.subject_kind, wanted.subject, exclusion_rule.slot, wanted.period_from NULLS FIRST
ON CONFLICT DO NOTHING;

-- name: find_blocker
SELECT benefit_grant.id, benefit_grant.measure, benefit_grant.granted_on, benefit_grant.amount_fen,
       benefit_grant.organisation_id, wanted.at
FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::date[], $6::date[])
     WITH ORDINALITY AS wanted (subject, subject_kind, rule, member, period_from, period_until, at)
JOIN exclusion_rule ON exclusion_rule.name = wanted.rule
JOIN exclusion_slot ON exclusion_slot.subject = wanted.subject
 AND exclusion_slot.slot = exclusion_rule.slot
 AND exclusion_slot.subject_kind = wanted.subject_kind
 AND exclusion_slot.period && daterange(wanted.period_from, wanted.period_until)
 AND exclusion_slot.member <> wanted.member
JOIN benefit_grant ON benefit_grant.id = exclusion_slot.grant_id
ORDER BY wanted.at, benefit_grant.id;

-- name: taken_slots
SELECT exclusion_rule.name, exclusion_slot.subject, exclusion_slot.subject_kind
FROM exclusion_slot JOIN exclusion_rule ON exclusion_rule.slot = exclusion_slot.slot
WHERE exclusion_slot.subject = $1 AND exclusion_slot.subject_kind = $2
  AND exclusion_rule.name = ANY ($3::text[])
  AND exclusion_slot.period && daterange($4::date, $5::date);

-- name: end_grant
UPDATE benefit_grant SET state = $2, ended_on = $3, ended_because = $4
WHERE id = $1 AND state IN ('granted', 'paid');

-- name: release_slots
DELETE FROM exclusion_slot WHERE grant_id = $1;

-- name: mark_paid
UPDATE benefit_grant SET state = 'paid' WHERE id = ANY ($1::bigint[]) AND state = 'granted';

-- name: unguarded_grants
SELECT id, measure, person_id, organisation_id, granted_on
FROM benefit_grant
WHERE source <> 'leye' AND state IN ('granted', 'paid') AND measure = ANY ($1::text[])
  AND NOT EXISTS (SELECT FROM exclusion_slot WHERE exclusion_slot.grant_id = benefit_grant.id)
ORDER BY id;

-- name: grants_of
SELECT id, measure, person_id, organisation_id, amount_fen, granted_on, state, subject, source,
       case_id
FROM benefit_grant
WHERE person_id = ANY ($1::bigint[])
UNION
SELECT id, measure, person_id, organisation_id, amount_fen, granted_on, state, subject, source,
       case_id
FROM benefit_grant
WHERE organisation_id = ANY ($2::bigint[])
ORDER BY id;
