-- Restricted key groups (限制知悉的群体): who sees that a person belongs to them. 戒毒条例第七条 keeps what is
-- known of recovering persons secret; 监狱法第三十七条 and 社区矫正法 help the released to work without their
-- being told apart. A row names a role, of outside_body the kind of body, and from which level on; a
-- group without a row is open to everybody who sees the person. The first rows stand here so that no
-- moment is without them.
create table restricted_group (
  key_group text not null check (key_group <> ''),
  role text not null check (role <> ''),
  body text not null default '',           -- of outside_body: its kind
  from_county boolean not null default false,
  primary key (key_group, role, body)
);
insert into restricted_group (key_group, role, body, from_county)
select key_group, role, '', from_county
from unnest(array['released', 'recovering']) key_group
cross join (values ('window_clerk', true), ('first_checker', true), ('second_checker', false),
                   ('director', false), ('citizen', false)) seer (role, from_county)
union all
values ('released', 'outside_body', 'justice', false),
       ('recovering', 'outside_body', 'justice', false),
       ('recovering', 'outside_body', 'police', false);

-- The groups that the account of this transaction does not see by any role of its own, or that was
-- delegated to it. 0 is the program's own work; where no account is said, every one is held back.
create function groups_held() returns text[]
language sql stable parallel safe security definer set search_path from current as $$
  select coalesce(array_agg(distinct held.key_group), '{}')
  from restricted_group held
  where coalesce(nullif(current_setting('leye.account', true), '')::bigint, -1) <> 0
    and not exists (
      select from restricted_group seer
      join role_assignment post
        on post.role = seer.role and coalesce(post.body, '') = seer.body and post.ended_at is null
      where seer.key_group = held.key_group
        and (not seer.from_county or place_end(post.place) - post.place >= 999999)
        and (post.account_id = nullif(current_setting('leye.account', true), '')::bigint
             or post.id in (select given.assignment_id from delegated_role given
                            join delegation on delegation.id = given.delegation_id
                            where delegation.ended_at is null
                              and delegation.to_account
                                  = nullif(current_setting('leye.account', true), '')::bigint)))
$$;
