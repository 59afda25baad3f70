-- What stands beside a name in a case or a public notice shows the first six and the last two
-- characters of an ID number; earlier versions kept the last four.
update case_row set id_number = left(id_number, length(id_number) - 4) || '**' || right(id_number, 2)
where id_number like '______%**____' and id_number not like '%**__';
update public_notice_row
set id_number = left(id_number, length(id_number) - 4) || '**' || right(id_number, 2)
where id_number like '______%**____' and id_number not like '%**__';
