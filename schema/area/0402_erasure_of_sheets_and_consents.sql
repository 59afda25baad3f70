-- Workbooks for other systems (outgoing_sheet, 0430) hold the rows of many people: the one that has
-- the erased person's is emptied whole. Its items were answered, or the person could not be erased.
-- Consents to filing (filing_consent, 0421) stay, without what was written freely in them.

create function erase_sheets_and_consents(wanted bigint) returns void
language plpgsql security definer set search_path from current as $$
declare
  people bigint[];
begin
  with recursive merged (id) as (
    select wanted
    union
    select m.merged_id from person_merge m join merged on merged.id = m.survivor_id
    where m.undone_at is null
  )
  select array_agg(id) into people from merged;
  update outgoing_sheet set content = null
  where content is not null
    and id in (select o.sheet_id from outgoing o where o.person = any(people));
  update filing_consent set evidence = case when evidence <> '' then '已销毁' else '' end,
    witness = case when witness <> '' then '已销毁' else '' end,
    withdrawn_because = case when withdrawn_because is not null then '已销毁' end
  where person_id = any(people);
end $$;
revoke execute on function erase_sheets_and_consents(bigint) from public, leye_app;
grant execute on function erase_sheets_and_consents(bigint) to leye_screen;
