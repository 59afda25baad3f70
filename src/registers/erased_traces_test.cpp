// One person with a trace in every table that says or seals something about a person, written by
// hand; after erasure a dump of the whole database holds none of it, neither as text nor as bytes.
#include <fmt/format.h>

#include <tuple>

#include "registers/bulk.hpp"
#include "registers/erasure.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr auto name = "欧阳春风", hex_of_name = "e6aca7e998b3e698a5e9a38e";
constexpr auto number = "000000197506150025";

// What is sealed stands in for itself by the name's bytes: what a search finds would be found under
// any key. 2 is another person of the same case, list and check; 3 went into 1.
constexpr auto traces = R"(
insert into person_account (person_id, account_cipher, account_blind, account_salt, bank, place,
  source, recorded_at) values (3, '{x}', '{x}', '{x}', '{n}', {p}, '{n}', '{t}');
insert into person_account_past (person_id, account_cipher, account_blind, account_salt, bank,
  place, source, recorded_at, replaced_at)
  values (1, '{x}', '{x}', '{x}', '{n}', {p}, '{n}', '{t}', '{t}');
insert into person_identity_past (person_id, name, number_cipher, phone_cipher, salt, place,
  recorded_at, replaced_at) values (3, '{n}', '{x}', '{x}', '{x}', {p}, '{t}', '{t}');
delete from person_identity where person_id = 3;
insert into person_merge (survivor_id, merged_id, reason, chosen, place, number_blind, phone_blind,
  merged_by, merged_by_name, merged_at) values (1, 3, '{n}', '{{}}', {p}, '{x}', '{x}', 7, '窗口',
  '{t}');
insert into duplicate_pair (first_id, second_id, reasons, score, place, second_place, found_at,
  state, reason, decided_by, decided_by_name, decided_at)
  values (1, 2, '{{same_person}}', 90, {p}, {p}, '{t}', 'different', '{n}', 8, '局长', '{t}');
insert into identity_correction (kind, person_id, number_cipher, salt, evidence, reason, place,
  asked_by, asked_by_name, asked_at, state, decided_by, decided_by_name, decided_at, opinion)
  values ('number', 1, '{x}', '{x}', '{n}', '{n}', {p}, 7, '窗口', '{t}', 'refused', 8, '局长',
  '{t}', '{n}');
insert into late_entry (entity, person_id, happened_on, done_at, done_by, reason, place,
  recorded_by, recorded_by_name, known_from)
  values ('employment', 1, '2010-01-01', '{t}', '窗口', '{n}', {p}, 7, '窗口', '{t}');
insert into register_task (kind, person_id, about, detail, place, found_at, state, outcome, done_by,
  done_by_name, done_at) values ('states_conflict', 1, 'x', '{n}', {p}, '{t}', 'done', '{n}', 8,
  '局长', '{t}');
insert into desk_task (about, kind, place, role, title, detail, address, created_at)
  values ('states_conflict:x:1', 'states_conflict', {p}, 'window_clerk', '两份工作', '{n}',
  '/persons/1', '{t}');
insert into legal_hold (person_id, reason, place, made_by, made_by_name, made_at, lifted_by,
  lifted_by_name, lifted_at) values (1, '{n}', {p}, 8, '局长', '{t}', 8, '局长', '{t}');
insert into household (householder_id, kind, place, source, known_from)
  values (2, 'family', {p}, '测试', '{t}');
insert into household_member (household_id, person_id, relation, place, source, known_from, extra)
  select id, 1, '10', {p}, '测试', '{t}', '{{}}' from household;
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
  values ('outside_listing', 1, 'k {n}', '[2010-01-01,)', '{{"detail": "{n}", "list": "a"}}', {p},
  '测试', '{t}');
insert into register_record_change (record, change, reason, account, made_by, made_at, said, place)
  select id, 'corrected', '{n}', 7, '窗口', '{t}', '{n}', {p} from register_record;
insert into flow_case (number, measure, pack, place, applicant_kind, person_id, applicant, state,
  step, amount_fen, row_count, opened_at, opened_by, ended_at)
  values ('1号', 'm', 'p', {p}, 'person', 1, '{n}', 'refused', 's', 100, 1, '{t}', 7, '{t}');
insert into case_row (case_id, place, measure, subject_kind, subject_id, person_id, label,
  id_number, facts_digest, amount_fen, state, opinion)
  select id, {p}, 'm', 'person', 1, 1, '{n}', '{n}', 1, 100, 'rejected', '{n}' from flow_case;
insert into case_event (case_id, place, version, passed, step, action, actor, role, happened_at,
  opinion, detail) select id, {p}, 1, false, 's', 'refuse', 8, 'director', '{t}', '{n}', '{n}'
  from flow_case;
insert into public_notice (case_id, place, number, measure, title, body, kind, columns, state,
  published_on, until, working_days, published_by)
  select id, {p}, '1', 'm', '公示', '公示', 'names', '{{}}', 'closed', '2011-01-01', '2011-01-09', 5,
  7 from flow_case;
insert into public_notice_row (notice_id, ordinal, row_id, name, id_number, employer, place_name,
  amount_fen) select n.id, 1, r.id, '{n}', '{n}', '', '西峰区', 100
  from public_notice n, case_row r;
insert into objection (notice_id, case_id, place, row_id, text, contact, made_at, state, answer,
  answered_by, answered_at) select n.id, n.case_id, {p}, r.id, '{n}', '{n}', '{t}', 'dismissed',
  '{n}', 7, '{t}' from public_notice n, case_row r;
insert into question (case_id, row_id, place, missing, asked_by, asked_at, answer, answered_by,
  answered_at) select case_id, id, {p}, '{{a}}', 7, '{t}', '{n}', 7, '{t}' from case_row;
insert into row_answer (row_id, case_id, place, applied_on, known_at, text)
  select id, case_id, {p}, '2011-01-01', '{t}', '{n}' from case_row;
insert into row_judgement (case_id, row_id, place, judgement, holds, reason, decided_by, decider,
  decided_at) select case_id, id, {p}, 'j', true, '{n}', 7, '', '{t}' from case_row;
insert into site_visit (case_id, place, step, version, account, visited_on, outcome, finding,
  photos, recorded_at)
  select id, {p}, 's', 1, 7, '2011-01-01', 'as_stated', '{n}', '{n}', '{t}' from flow_case;
insert into appeal (case_id, place, text, made_by, made_at, state, answer, answered_by, answered_at)
  select id, {p}, '{n}', 7, '{t}', 'dismissed', '{n}', 8, '{t}' from flow_case;
insert into message (place, person_id, kind, title, body, sent_at)
  values ({p}, 1, 'step', '{n}', '{n}', '{t}');
insert into benefit_grant (measure, amount_fen, granted_on, place, recorded_at, source,
  subject_kind, person_id, period, state)
  values ('m', 100, '1990-01-01', {p}, '{t}', '测试', 'person', 1,
  '[1990-01-01,1990-02-01)', 'paid');
insert into review_flag (case_id, row_id, grant_id, place, text, flagged_by, flagged_at)
  select r.case_id, r.id, g.id, {p}, '{n}', 7, '{t}' from case_row r, benefit_grant g;
insert into recovery (number, case_id, row_id, grant_id, measure, place, person_id, payee, label,
  ground, finding, amount_fen, repaid_fen, state, found_by, found_at, notified_at, statement,
  decided_by, decided_at, decision)
  select '1', r.case_id, r.id, g.id, 'm', {p}, 1, '{n}', '{n}', 'paid_in_error', '{n}', 100, 0,
  'dropped', 7, '{t}', '{t}', '{n}', 8, '{t}', '{n}' from case_row r, benefit_grant g;
insert into recovery_event (recovery_id, version, place, action, actor, happened_at, text)
  select id, 1, {p}, 'drop', 8, '{t}', '{n}' from recovery;
insert into fund (code, label, level, place, place_lo, place_hi, channel, payer_name, payer_account)
  values ('f', '资金', 'county', {p}, {p}, {p}, 'treasury', '财政', '1');
insert into payment (key, source_key, fund_id, place, payee_kind, payee_id, payee_name, bank,
  account_cipher, account_tail, amount_fen, purpose, planned_by, planned_on)
  select 'k', 's', id, {p}, 'person', 1, '{n}', '银行', '{x}', '1234', 100, '补贴', 7, '1990-01-01'
  from fund;
insert into outgoing (system, entity, record_id, person, subject, place, operation, source,
  known_at, clerk, recorded_at, state, next_try_at, answered_at, payload, reason)
  values ('province', 'employment', 1, 1, 'person:1', {p}, 'put', '测试', '{t}', 7, '{t}',
  'accepted', '{t}', '{t}', '{x}', '{n}');
insert into outgoing_event (outgoing_id, place, happened_at, state, detail)
  select id, {p}, '{t}', 'accepted', '{n}' from outgoing;
insert into desk_task (about, kind, place, role, title, detail, address, created_at)
  select 'outgoing:' || id, 'refused', {p}, 'window_clerk', '退回', '{n}', '/outbox', '{t}'
  from outgoing;
insert into filing_consent (person_id, place, how, evidence, witness, valid_until, given_at,
  recorded_by, recorded_by_name, withdrawn_at, withdrawn_by, withdrawn_because)
  values (1, {p}, 'signed', '{n}', '{n}', '2011-12-31', '{t}', 7, '窗口', '{t}', 7, '{n}');
insert into outgoing_sheet (system, entity, operation, place, row_count, content, made_by,
  answer_days, made_at) values ('province', 'employment', 'add', {p}, 1, '{x}', 7, 9, '{t}');
update outgoing set sheet_id = (select id from outgoing_sheet);
insert into list_comparison (system, entity, made_at, source, ours, theirs, found)
  values ('province', 'employment', '{t}', '测试', 1, 1, 1);
insert into difference (comparison_id, system, entity, kind, person, place, serial, field, ours,
  theirs, found_at, state, choice, reason, resolved_by, resolved_at)
  select id, 'province', 'employment', 'differs', 1, {p}, '', 'name', '{x}', '{x}', '{t}',
  'resolved', 'no_difference', '{n}', 7, '{t}' from list_comparison;
insert into feed_delivery (feed, period, file_name, digest, via, sender, received_at, state)
  values ('f', '2011-01-01', 'a', 'd', 'desk', 's', '{t}', 'stored');
insert into feed_disagreement (delivery_id, feed, entity, person_id, place, row_number, fact,
  known_value, known_source, said_value, opened_at, due_on, owner, state, note, settled_by,
  settled_at) select id, 'f', 'person', 1, {p}, 1, 'name', '{n}', '测试', '{n}', '{t}',
  '2011-02-01', '', 'feed_right', '{n}', 7, '{t}' from feed_delivery;
insert into sweep_exit (registration_id, person, place, evidence, evidence_record, given_by, detail,
  since, ends_on, because, clause, told, found_at, state, decided_by, decided_at, reason)
  values (1, 1, {p}, 'e', 1, '测试', '{n}', '2011-01-01', '2011-02-01', 'b', 'c', false, '{t}',
  'rejected', 7, '{t}', '{n}');
insert into suspect_list (number, issued_by, title, due_on, file_name, digest, row_count, place,
  taken_by, taken_at) values ('1', '省厅', '疑点', '2012-01-01', 'a', 'd', 2, {p}, 7, '{t}');
insert into suspect_row (list_id, row_number, place, person, content, state, answer, evidence,
  answered_by, answered_at, reviewed_by, reviewed_at, review)
  select id, n, {p}, n, '{x}', 'reviewed', 'false', '{n}', 7, '{t}', 8, '{t}', '{n}'
  from suspect_list, generate_series(1, 2) n;
insert into quality_check (title, ledger, source, fields, county_rows, seed, place, drawn_by,
  drawn_at, answer_by, correct_days, closed_by, closed_at)
  values ('核查', 'l', '', '{{a}}', 1, 1, {p}, 7, '{t}', '2012-01-01', 5, 7, '{t}');
insert into quality_row (check_id, number, place, person, content, verdict, outcome, reason,
  settled_by, settled_at)
  select id, 1, {p}, 1, '{x}', 'wrong', 'corrected', '{n}', 7, '{t}' from quality_check;
insert into quality_reply (row_id, party, account, replied_at, note)
  select id, 'reporter', 7, '{t}', '{x}' from quality_row;
insert into quality_answer (reply_id, field, answer, correct)
  select id, 'a', 'wrong', '{x}' from quality_reply;
insert into frozen_copy (ledger, definition, head, question, question_digest, conditions_told,
  place, place_lo, place_hi, period_from, period_until, as_of, known_at, clear, rows_expected,
  row_count, drawn_by, drawn_by_name, drawn_at)
  values ('l', 'd', '{{}}', '{{}}', 'd', '', {p}, {p}, {p}, '2011-01-01', '2011-01-31',
  '2011-01-31', '{t}', false, 1, 1, 7, '窗口', '{t}');
insert into frozen_row (copy_id, number, row_id, person_id, digest, content)
  select id, 1, 1, 3, 'd', '{x}' from frozen_copy;
update frozen_copy set state = 'signed', digest = 'd', sheet = '{x}', sheet_digest = 'd',
  office = {p}, year = 2011, number = 1, decided_by = 8, decided_by_name = '局长', decided_at = '{t}';
insert into evidence_file (name, kind, size, content, place, added_by, added_at)
  values ('{n}.pdf', 'pdf', 9, '{x}', {p}, 7, '{t}'), ('合同.pdf', 'pdf', 9, 'y', {p}, 7, '{t}');
insert into evidence (file_id, about, row_id, place, added_by)
  select f.id, 'suspect', r.id, {p}, 7 from evidence_file f, suspect_row r
  where f.name = '合同.pdf' or r.person = 1;
insert into visit (device_key, person_id, place, account, way, outcome, counted, visited_at,
  visited_on, arrived_at, note, told, answers, differences)
  values ('12345678', 1, {p}, 7, 'w', 'o', true, '{t}', '2011-01-01', '{t}', '{n}', '{n}',
  '{{"a": "{n}"}}', '["{n}"]');
insert into record_word (report, record_id, place, agrees, facts, meant, said, stamp, account,
  said_at, outcome, settled_by, settled_by_name, settled_at)
  select 'd', r.id, {p}, false, '{{"a": "{n}"}}', '{{"a": "{n}"}}', '{n}', 's', 7, '{t}', '{n}', 8,
  '窗口', '{t}' from register_record r where r.person_id = 1;
insert into recognition_review (record_id, category, person_id, place, due_on, evidence,
  answered_by, answered_by_name, answered_at)
  values (1, 'c', 1, {p}, '2011-01-01', '{n}', 7, '窗口', '{t}');
insert into recognition_move (category, person_id, place, move, evidence, note, state, proposed_by,
  proposed_by_name, proposed_at, decided_by, decided_by_name, decided_at, opinion)
  values ('c', 1, {p}, 'entry', '{n}', '{n}', 'declined', 7, '窗口', '{t}', 8, '局长', '{t}', '{n}');
insert into registration_request (person_id, place, kind, facts, note, state, made_at, due_on,
  answered_by, answered_by_name, answered_at, opinion)
  values (1, {p}, 'k', '{{"a": "{n}"}}', '{n}', 'returned', '{t}', '2011-01-01', 7, '窗口', '{t}',
  '{n}');
insert into evidence_file (name, kind, size, content, place, added_by, added_at)
  values ('{n}.png', 'png', 9, '{x}', {p}, 7, '{t}');
insert into evidence (file_id, about, row_id, place, added_by)
  select f.id, 'registration', r.id, {p}, 7 from evidence_file f, registration_request r
  where f.name = '{n}.png';
insert into visit_task (plan, person_id, place, due_on, state, made_at)
  values ('p', 1, {p}, '2012-01-01', 'open', '{t}');
)";

class Traces : public RegisterTest {
 protected:
  Traces() {
    auto load = RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_,
                                    {"测试", next_minute()})
                    .value();
    PersonRow person;
    person.valid_from = day("2010-01-01");
    person.residence_place = 621002000000;
    for (const auto& [id, called, identity] :
         {std::tuple(1, name, number), std::tuple(2, "李二", "000000199001010018"),
          std::tuple(3, name, "000000197506150041")}) {
      person.id = id;
      person.name = called;
      person.number = identity;
      person.phone = fmt::format("1390000123{}", id);
      person.account_number = id == 3 ? "" : fmt::format("622202000000123456{}", id);
      EXPECT_TRUE(load.add(person).ok());
    }
    EXPECT_TRUE(load.finish().ok());
    run(fmt::format(traces, fmt::arg("n", name), fmt::arg("x", std::string("\\x") + hex_of_name),
                    fmt::arg("p", 621002000000), fmt::arg("t", "2011-03-01 00:00+00")));
  }
  void run(const std::string& sql) {
    const auto done = connection_.run_script("set search_path = area_000000, leye, public; " + sql +
                                             "; reset search_path");
    ASSERT_TRUE(done.ok()) << to_text(done.error());
  }
  void erase() {
    const KeptTerms terms{360, 120, "会计档案管理办法", "国家档案局令第8号"};
    auto transaction = begin();
    const auto id = must(ask_erasure(
        transaction, {1, "term_over", name, terms, {7, "窗口", next_minute()}}));
    must(decide_erasure(transaction, vocabulary_,
                        {id, true, name, terms, {8, "局长", next_minute()}}));
    ASSERT_TRUE(transaction.commit().ok());
  }
  // Every row of every table of the area and of what the areas share, as text.
  std::vector<std::string> tables_with(const std::string& text) {
    std::vector<std::string> found;
    auto transaction = begin();
    const auto rows = transaction.query(
        "select table_schema || '.' || table_name as name, query_to_xml(format("
        "'select 1 as row from %I.%I t where strpos(t::text, %L) > 0 limit 1', table_schema, "
        "table_name, $1::text), false, true, '')::text as rows from information_schema.tables "
        "where table_schema in ('area_000000', 'leye') and table_type = 'BASE TABLE' order by 1",
        text);
    EXPECT_TRUE(rows.ok()) << to_text(rows.error());
    for (const store::Row row : rows.value())
      if (row.get<std::string>("rows").find("<row>") != std::string::npos)
        found.push_back(row.get<std::string>("name").substr(std::string("area_000000.").size()));
    return found;
  }
  // The sealed number, phone, account and the salt of 1 and 3, as they stand in the database.
  std::vector<std::string> sealed_of_the_person() {
    auto transaction = begin();
    std::vector<std::string> found;
    for (const store::Row row : must(transaction.query(
             "select encode(s.bytes, 'hex') as hex from person_identity i, lateral (values "
             "(number_cipher), (number_blind), (phone_cipher), (phone_blind), (salt)) s (bytes) "
             "where person_id = 1 union all "
             "select encode(s.bytes, 'hex') from person_account a, lateral (values "
             "(account_cipher), (account_blind), (account_salt)) s (bytes) where person_id = 1")))
      found.push_back(row.get<std::string>("hex"));
    return found;
  }
};

TEST_F(Traces, NothingOfThePersonIsLeftInADumpOfTheDatabase) {
  const std::vector<std::string> named{
      "appeal", "case_event", "case_row", "desk_task", "difference", "duplicate_pair",
      "evidence_file", "feed_disagreement", "filing_consent", "flow_case", "identity_correction",
      "late_entry", "legal_hold", "message", "objection", "outgoing", "outgoing_event", "payment",
      "person_account", "person_account_past", "person_identity", "person_identity_past",
      "person_merge", "public_notice_row", "quality_row", "question", "recognition_move",
      "recognition_review", "record_word", "recovery", "recovery_event", "register_record",
      "register_record_change", "register_task", "registration_request", "review_flag",
      "row_answer", "row_judgement", "site_visit", "suspect_row", "sweep_exit", "visit"};
  const std::vector<std::string> sealed{
      "difference", "evidence_file", "frozen_copy", "frozen_row", "identity_correction", "outgoing",
      "outgoing_sheet", "payment", "person_account", "person_account_past",
      "person_identity_past", "person_merge", "quality_answer", "quality_reply",
      "quality_row", "suspect_row"};
  EXPECT_EQ(tables_with(name), named) << "the traces are planted";
  EXPECT_EQ(tables_with(hex_of_name), sealed);
  const auto own = sealed_of_the_person();
  ASSERT_EQ(own.size(), 8U);
  for (const auto& bytes : own) EXPECT_FALSE(tables_with(bytes).empty());
  run("update suspect_row set content = 'z', evidence = 'z', review = 'z' where person = 2");
  erase();
  EXPECT_EQ(tables_with(name), std::vector<std::string>{});
  EXPECT_EQ(tables_with(hex_of_name), std::vector<std::string>{});
  for (const auto& bytes : own) EXPECT_EQ(tables_with(bytes), std::vector<std::string>{});
}

// What the other one is part of stays, and what the books add up from.
TEST_F(Traces, WhatIsAnothersAndWhatAddsUpStays) {
  const auto count = [&](const std::string& what) {
    auto transaction = begin();
    const auto rows = must(transaction.query(
        "select (xpath('/row/n/text()', query_to_xml($1::text, false, true, '')))[1]"
        "::text::bigint as n",
        "select (" + what + ") as n"));
    return rows[0].get<std::int64_t>("n");
  };
  {
    auto transaction = begin();
    EXPECT_EQ(must(shared_papers(transaction, 1)), 1);
  }
  erase();
  EXPECT_EQ(count("select count(*) from evidence_file where content = 'y'"), 1);
  EXPECT_EQ(count("select count(*) from suspect_row where person = 2 and content <> ''"), 1);
  EXPECT_EQ(count("select sum(amount_fen) from payment"), 100);
  EXPECT_EQ(count("select count(*) from flow_case where person_id = 1"), 1);
  EXPECT_EQ(count("select count(*) from benefit_grant where person_id = 1"), 1);
  EXPECT_EQ(count("select count(*) from visit_task where state = 'open'"), 0);
  auto transaction = begin();
  People people(transaction, vocabulary_, cipher_);
  EXPECT_EQ(must(people.card(2)).number, "000000199001010018");
  for (const char* asked : {number, "000000197506150041", "13900001231", "13900001233", "欧阳"})
    EXPECT_TRUE(must(people.find(asked, 5)).empty()) << asked;
  const auto last = must(erasure_of(transaction, 1));
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->state + last->ground + last->decided_by, "erasedterm_over局长");
}

// Whoever adds a column that seals something says here whether it is about a person.
TEST_F(Traces, EverySealedColumnIsThoughtOf) {
  const std::vector<std::string> known{
      "difference.ours", "difference.theirs", "evidence_file.content", "feed_key.secret_cipher",
      "frozen_copy.sheet", "frozen_row.content",
      "identity_correction.number_cipher", "identity_correction.salt",
      "organisation_version.account_cipher", "organisation_version.phone_cipher",
      "organisation_version.salt", "outgoing.payload", "outgoing_sheet.content",
      "payment.account_cipher",
      "person_account.account_blind", "person_account.account_cipher",
      "person_account.account_salt", "person_account_past.account_blind",
      "person_account_past.account_cipher", "person_account_past.account_salt",
      "person_identity.number_blind", "person_identity.number_cipher",
      "person_identity.phone_blind", "person_identity.phone_cipher", "person_identity.salt",
      "person_identity_past.number_cipher", "person_identity_past.phone_cipher",
      "person_identity_past.salt", "person_merge.number_blind", "person_merge.phone_blind",
      "quality_answer.correct", "quality_reply.note", "quality_row.content", "suspect_row.content"};
  auto transaction = begin();
  std::vector<std::string> found;
  for (const store::Row row : must(transaction.query(
           "select c.table_name || '.' || column_name as name from information_schema.columns c "
           "join information_schema.tables t using (table_schema, table_name) "
           "where table_schema = 'area_000000' and data_type = 'bytea' "
           "and table_type = 'BASE TABLE' order by (c.table_name || '.' || column_name) "
           "collate \"C\"")))
    found.push_back(row.get<std::string>("name"));
  EXPECT_EQ(found, known) << "erase_identity() must empty it, or it is of no person";
}

}  // namespace
}  // namespace leye::registers
