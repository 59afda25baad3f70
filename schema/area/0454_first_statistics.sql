-- After the first rows of a register (0150) or a whole one (0005) statistics are taken of a quarter of
-- the rows that PostgreSQL looks at otherwise: enough to plan the questions of the next minutes. It
-- takes them anew by itself, since so many rows came in.

alter function finish_first_rows(text[]) set default_statistics_target = 25;
alter function finish_register_load() set default_statistics_target = 25;
