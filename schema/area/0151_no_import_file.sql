-- Files between preview and confirmation wait in the data folder, encrypted; nothing of them is here.
drop table import_file;
