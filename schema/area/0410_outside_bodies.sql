-- Accounts of bodies outside the bureau (leye.role_assignment.body) see the cases that stand at a step
-- of their body and those whose step they have done, and no register at all. These policies stand
-- beside those by place and can only take away (restrictive).

-- Whether the account of this transaction works for an outside body.
create function is_outside_body() returns boolean
language sql stable parallel safe security definer set search_path from current as $$
  select exists (
    select from leye.role_assignment
    where account_id = nullif(current_setting('leye.account', true), '')::bigint
      and role = 'outside_body' and ended_at is null)
$$;

create function at_step_of_body(wanted bigint) returns boolean
language sql stable parallel safe security definer set search_path from current as $$
  select exists (
    select from task
    join leye.role_assignment post
      on post.account_id = nullif(current_setting('leye.account', true), '')::bigint
     and post.role = 'outside_body' and post.ended_at is null
     and post.area_schema = current_schema()
    where task.case_id = wanted
      and (task.state = 'open' and task.role = post.body
             and task.place between post.place and leye.place_end(post.place)
           or task.state = 'done' and task.done_by = post.account_id))
$$;

-- The first test is one for the whole statement: for everybody else nothing is asked of each row.
do $$
declare
  protected text;
begin
  foreach protected in array array[
    'case_row', 'case_event', 'issued_paper', 'row_answer', 'row_judgement']
  loop
    execute format('create policy at_step on %I as restrictive to leye_app using (
                      (select not is_outside_body()) or at_step_of_body(case_id))', protected);
  end loop;
  foreach protected in array array[
    'objection', 'question', 'appeal', 'site_visit', 'recovery', 'payment', 'payment_batch',
    'person_identity', 'person_identity_past', 'person_version', 'organisation_version',
    'employment', 'unemployment_registration', 'insurance_spell', 'register_record']
  loop
    execute format('create policy not_outside on %I as restrictive to leye_app using (
                      (select not is_outside_body()))', protected);
  end loop;
end $$;
create policy at_step on flow_case as restrictive to leye_app
  using ((select not is_outside_body()) or at_step_of_body(id));
