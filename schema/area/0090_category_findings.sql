-- Of a category (类别) screening keeps who may be recognised and is not, who should leave, and whose
-- recognition lapses soon: src/benefits/category_findings.hpp.
alter table screening_result drop constraint screening_result_outcome_check;
alter table screening_result add constraint screening_result_outcome_check
  check (outcome in ('eligible', 'short', 'undetermined', 'should_leave', 'lapses_soon'));
