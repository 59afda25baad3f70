-- What a person says is wrong in the own file (个人信息保护法第四十六条): a register task that the
-- window of the person's place answers.
alter table register_task drop constraint register_task_kind_check;
alter table register_task add constraint register_task_kind_check
  check (kind in ('benefits_conflict', 'states_conflict', 'own_word'));
