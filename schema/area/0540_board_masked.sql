-- What is on the board shows at most six characters of a person's number at its front and two at
-- its end, whoever writes it. A unit's code stands in full: it is public. Of papers of another kind
-- ("passport:E******78") the kind stands before.

-- 15 digits of old, or 18 with a day of birth and the check digit of GB 11643.
create function full_id_number(value text) returns boolean
language plpgsql immutable parallel safe as $$
declare
  weights int[] := array[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  total int := 0;
begin
  if value ~ '^[0-9]{15}$' then return true; end if;
  if value !~ '^[0-9]{6}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[0-9]{3}[0-9Xx]$' then
    return false;
  end if;
  for place in 1 .. 17 loop
    total := total + weights[place] * substr(value, place, 1)::int;
  end loop;
  return substr('10X98765432', total % 11 + 1, 1) = upper(right(value, 1));
end $$;

alter table public_notice_row add constraint id_number_masked
  check (not full_id_number(id_number)
         and (id_number !~ '[*:]'
              or id_number ~ '^([^:*]+:[^*]|[^*]{0,6})\*+[^*]{0,2}$'));
