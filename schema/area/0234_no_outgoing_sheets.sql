-- Nothing goes out as a workbook: a system that is reached by sheets only sends its list (read_only).
alter table outgoing drop column sheet_id;
drop table outgoing_sheet;
