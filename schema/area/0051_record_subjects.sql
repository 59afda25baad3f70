-- A measure may be about a record (a traineeship, a loan): its grants name the record as subject.
alter table benefit_grant drop constraint benefit_grant_subject_kind_check;
alter table benefit_grant add constraint benefit_grant_subject_kind_check
  check (subject_kind ~ '^[a-z][a-z0-9_]*$');

create index register_record_past_refers on register_record_past using gin (refers)
  where refers <> '{}';
create index register_record_unowned on register_record (id)
  where person_id is null and organisation_id is null;
