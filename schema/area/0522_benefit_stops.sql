-- What is paid to who is at work again should stop (再就业停发): a register task for each benefit that
-- goes on (src/states/hand_over.hpp; 社会保险法第五十一条).
alter table register_task drop constraint register_task_kind_check;
alter table register_task add constraint register_task_kind_check
  check (kind in ('benefits_conflict', 'states_conflict', 'own_word', 'other_window',
                  'benefit_stop'));
