-- Changes of the same rows take turns: who comes second waits, sees what the first has stored, and
-- is learnt after it, by a microsecond if need be (registers/import.hpp).

-- After `resolved` was filled. Locks what the import is about to change, in the order of the ids.
-- superseded: something of it was changed, withdrawn or erased meanwhile, so that the rows must be
-- compared again. learnt_at: `moment`, or what comes after the latest that is known of these rows
-- and is not taken by another import. Something known a day later is of a clock that was put back:
-- it does not count.
create function take_turn_of_import(known text, moment timestamptz)
returns table (learnt_at timestamptz, superseded boolean)
language plpgsql set search_path from current as $$
declare
  changed bigint[];
  people bigint[];
  there bigint;
  ended boolean;
  latest timestamptz;
begin
  superseded := false;
  select array_agg(distinct existing_id), array_agg(distinct subject_id) into changed, people
  from resolved where state = 'changed';
  if changed is not null then
    if known = 'person_version' then
      perform from person_identity where person_id = any(people) order by person_id
      for no key update;
      superseded := exists (
        select from resolved r join staged_person s using (row_number)
        left join person_identity i on i.person_id = r.subject_id
        where r.state = 'changed' and i.number_blind is distinct from s.number_blind);
      select max(at) into latest from (
        select recorded_at as at from person_identity where person_id = any(people)
        union all select recorded_at from person_account where person_id = any(people)
        union all select replaced_at from person_identity_past where person_id = any(people)
        union all select replaced_at from person_account_past where person_id = any(people)
      ) said where at < moment + interval '1 day';
    end if;
    execute format('select count(*), coalesce(bool_or(known_to < ''infinity''), false),
          max(greatest($2, known_from)) filter (where known_from < $3)
        from (select known_from, known_to from %I where id = any($1) order by id
              for no key update) locked', known)
      into there, ended, latest
      using changed, coalesce(latest, '-infinity'), moment + interval '1 day';
    superseded := superseded or ended
      or there < (select count(*) from unnest(changed) id where id is not null);
  end if;
  learnt_at := case when latest >= moment then latest + interval '1 microsecond' else moment end;
  -- Two imports of one moment: the second finds the moment taken.
  perform pg_advisory_xact_lock(hashtextextended('import at ' || learnt_at, 0));
  while exists (select from import_run where stored_at = learnt_at) loop
    learnt_at := learnt_at + interval '1 microsecond';
  end loop;
  return next;
end $$;
