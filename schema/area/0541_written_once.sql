-- What happened to a case and what was on the board is only ever added to, also by the program's
-- role that sees all places; an erasure takes names out as the owner (0400).
revoke update, delete, truncate on case_event, public_notice_row from leye_screen;
revoke truncate on ledger_entry, return_file, return_row from leye_app, leye_screen;
