-- Grants that others reported and months of employers, with the registers they belong to.

-- name: copy_reported_grant
copy benefit_grant (measure, source, subject_kind, subject_id, person_id, organisation_id,
  payee_kind, amount_fen, granted_on, state, place, recorded_at, ended_on, ended_because)
  from stdin (format binary)

-- name: copy_organisation_month
copy register_record (entity, organisation_id, key, valid, facts, refers, place, source, known_from)
  from stdin (format binary)
