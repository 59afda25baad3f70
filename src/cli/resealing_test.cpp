// A register that was sealed by one key is sealed anew by another, of the same profile or the
// other, step by step: it opens before, between and after, and whoever was erased stays so.
#include "cli/resealing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "base/key_ring.hpp"
#include "base/sealing.hpp"
#include "registers/bulk.hpp"
#include "registers/erasure.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;
using registers::IdentityCipher;

const char* const numbers[] = {"000000199001010018", "000000197506150025", "00000019920202001X"};

class Resealed : public registers::RegisterTest {
 protected:
  Resealed() : folder_(fs::temp_directory_path() / fmt::format("leye_reseal_{}", getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const auto first = must(Cipher::open_or_create(key_file()));
    fill(first);
  }
  ~Resealed() override { fs::remove_all(folder_); }

  fs::path key_file() const { return folder_ / "master.key"; }
  Cipher ring() { return must(Cipher::open(key_file())); }
  static std::string id_of(const Cipher& cipher) {
    return to_hex(read_ring_id(cipher.key_id()).sealing);
  }

  // Three people with number, phone and account, and a paper, an item and a second factor: 12
  // values.
  void fill(const Cipher& cipher) {
    const IdentityCipher identities(cipher);
    auto load = must(registers::RegisterLoad::begin(connection_, store::TestDatabase::area,
                                                    identities, {"测试", start_}));
    registers::PersonRow person;
    person.valid_from = day("2020-01-01");
    person.residence_place = 621002000000;
    for (int at = 0; at < 3; ++at) {
      person.id = at + 1;
      person.name = fmt::format("人员{}", at + 1);
      person.number = numbers[at];
      person.phone = fmt::format("1390000123{}", at);
      person.account_number = fmt::format("622202000000123456{}", at);
      must(load.add(person));
    }
    must(load.finish());
    auto transaction = begin();
    must(transaction.execute(
        "insert into evidence_file (name, kind, size, content, place, added_by, added_at) "
        "values ('合同.pdf', 'pdf', 9, $1, 621002000000, 7, $2)",
        cipher.encrypt("evidence.file", 1, "一份合同"), start_));
    must(transaction.execute(
        "insert into outgoing (system, entity, record_id, subject, place, operation, source, "
        "known_at, clerk, recorded_at, state, next_try_at, payload) values ('province', "
        "'employment', 1, 'record:1', 621002000000, 'put', '', $2, 7, $2, 'sent', $2, $1)",
        cipher.encrypt("outgoing.payload", 1, "{}"), start_));
    must(transaction.execute(
        "insert into quality_check (title, ledger, source, fields, county_rows, seed, place, "
        "drawn_by, drawn_at, answer_by, correct_days) values ('核查', 'l', '', '{a}', 1, 1, "
        "621002000000, 7, $1, '2023-01-01', 5)",
        start_));
    must(transaction.execute(
        "insert into quality_row (check_id, number, place, person, content) "
        "select id, 1, 621002000000, 1, $1 from quality_check",
        cipher.encrypt("quality.row", 1, "核查的内容")));
    must(transaction.commit());
  }

  store::Scope scope() {
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    return scope;
  }
  // Who is found by number and by phone, what the papers say, with this ring.
  std::string opened(const Cipher& cipher) {
    const IdentityCipher identities(cipher);
    auto transaction = begin();
    registers::People people(transaction, vocabulary_, identities);
    std::string text;
    for (int at = 0; at < 3; ++at) {
      const auto by_phone = must(people.find(fmt::format("1390000123{}", at), 5));
      const auto by_number = must(people.find(numbers[at], 5));
      if (by_number.empty() || by_phone.empty()) {
        text += "nobody ";
        continue;
      }
      text += fmt::format("{}{} ", by_number[0].number.substr(6, 4),
                          must(people.account(by_phone[0].id)).number.substr(18));
    }
    const auto rows = must(transaction.query(
        "select f.content, o.payload, q.content as row from evidence_file f, outgoing o, "
        "quality_row q"));
    text += must(cipher.decrypt("evidence.file", 1, rows[0].get<Bytes>("content")));
    text += must(cipher.decrypt("outgoing.payload", 1, rows[0].get<Bytes>("payload")));
    return text + must(cipher.decrypt("quality.row", 1, rows[0].get<Bytes>("row")));
  }
  SealedByKey by_key() {
    auto transaction = begin();
    return must(sealed_by_key(transaction));
  }
  static std::int64_t values(const SealedByKey& sealed, const std::string& key) {
    std::int64_t all = 0;
    if (const auto found = sealed.find(key); found != sealed.end())
      for (const auto& [column, count] : found->second) all += count;
    return all;
  }
  void erase(std::int64_t person) {
    const registers::KeptTerms terms{360, 120, "会计档案管理办法", "国家档案局令第8号"};
    auto transaction = begin();
    const auto id = must(registers::ask_erasure(
        transaction, {person, "term_over", "保存期满", terms, {7, "窗口", next_minute()}}));
    must(registers::decide_erasure(transaction, vocabulary_,
                                   {id, true, "同意", terms, {8, "局长", next_minute()}}));
    must(transaction.commit());
  }

  const fs::path folder_;
  static constexpr int all_values = 12;
  static constexpr const char* as_filled =
      "19900 19751 19922 一份合同{}核查的内容";
};

TEST_F(Resealed, ToEachProfileAndBackAndToAnotherKeyOfTheSame) {
  ASSERT_EQ(opened(ring()), as_filled);
  std::set<std::string> keys{id_of(ring())};
  for (const auto& [profile, another] :
       {std::pair(CipherProfile::sm, false), std::pair(CipherProfile::sm, true),
        std::pair(CipherProfile::aes, false)}) {
    must(rotate_master(key_file(), profile, {}, another));
    const auto cipher = ring();
    EXPECT_EQ(opened(cipher), as_filled) << "before";
    Resealing work(connection_, scope(), cipher);
    while (must(work.step())) EXPECT_LE(work.blocks_done(), work.blocks());
    EXPECT_EQ(work.resealed(), all_values);
    EXPECT_EQ(work.closed_count(), 0);
    EXPECT_EQ(opened(cipher), as_filled) << "after";
    const auto sealed = by_key();
    EXPECT_EQ(sealed.size(), 1U);
    EXPECT_EQ(values(sealed, id_of(cipher)), all_values);
    EXPECT_TRUE(keys.insert(id_of(cipher)).second);
  }
}

// Begun anew after each step, as after a kill: it goes on where it was, and everybody is found all
// the time.
TEST_F(Resealed, KilledAfterAnyStepItGoesOn) {
  must(rotate_master(key_file(), CipherProfile::sm));
  const auto cipher = ring();
  std::int64_t done = 0;
  for (int round = 0; done < all_values; ++round) {
    ASSERT_LT(round, 200);
    Resealing work(connection_, scope(), cipher, 2);
    while (must(work.step()) && work.resealed() == 0) {
    }
    EXPECT_LE(work.resealed(), 2);
    done += work.resealed();
    EXPECT_EQ(opened(cipher), as_filled) << round;
    EXPECT_EQ(values(by_key(), id_of(cipher)), done);
  }
  Resealing again(connection_, scope(), cipher);
  while (must(again.step())) {
  }
  EXPECT_EQ(again.resealed(), 0);
}

// What the program of before had read is put nowhere once somebody else wrote there.
TEST_F(Resealed, WhoWasErasedBeforeOrMeanwhileStaysErased) {
  erase(3);
  must(rotate_master(key_file(), CipherProfile::sm));
  const auto cipher = ring();
  Resealing work(connection_, scope(), cipher, 1);
  while (work.resealed() == 0) ASSERT_TRUE(must(work.step()));
  erase(2);
  while (must(work.step())) {
  }
  auto transaction = begin();
  const auto rows = must(transaction.query(
      "select count(*) as n from person_identity where person_id > 1 and (number_cipher is not "
      "null or phone_cipher is not null or salt is not null or number_blind is not null)"));
  EXPECT_EQ(rows[0].get<std::int64_t>("n"), 0);
  const IdentityCipher identities(cipher);
  registers::People people(transaction, vocabulary_, identities);
  EXPECT_EQ(must(people.find(numbers[0], 5)).size(), 1U);
  EXPECT_TRUE(must(people.find(numbers[1], 5)).empty());
  EXPECT_TRUE(must(people.find(numbers[2], 5)).empty());
}

TEST_F(Resealed, AChangeBetweenReadingAndWritingIsKept) {
  auto transaction = begin();
  const auto rows = must(transaction.query("select ctid::text as at, content from evidence_file"));
  const auto at = rows[0].get<std::string>("at");
  const auto before = rows[0].get<Bytes>("content");
  must(transaction.execute("update evidence_file set content = 'z'"));
  const auto put = must(transaction.query(
      "select put_resealed('evidence_file', 'content', $1::text[], $2::bytea[], $3::bytea[]) as n",
      std::vector<std::string>{at}, std::vector<Bytes>{before}, std::vector<Bytes>{Bytes(9, 1)}));
  EXPECT_EQ(put[0].get<std::int64_t>("n"), 0);
}

TEST_F(Resealed, WhatNoKeyOpensIsNamedAndPassedOver) {
  {
    auto transaction = begin();
    must(transaction.execute("update outgoing set payload = $1", Bytes(40, 5)));
    must(transaction.commit());
  }
  must(rotate_master(key_file(), CipherProfile::sm));
  const auto cipher = ring();
  Resealing work(connection_, scope(), cipher);
  while (must(work.step())) {
  }
  EXPECT_EQ(work.resealed(), all_values - 1);
  EXPECT_THAT(work.closed(), testing::ElementsAre("outgoing.payload 1"));
  EXPECT_EQ(values(by_key(), "05050505"), 1);
}

// Whoever adds a column that seals something adds it to sealed_columns() too.
TEST_F(Resealed, EverySealedColumnIsSealedAnew) {
  std::set<std::string> listed;
  for (const auto& column : sealed_columns())
    listed.insert(fmt::format("{}.{}", column.table, column.column));
  std::set<std::string> found;
  auto transaction = begin();
  for (const store::Row row : must(transaction.query(
           "select c.table_schema || '.' || c.table_name || '.' || column_name as name, "
           "c.table_name || '.' || column_name as short from information_schema.columns c "
           "join information_schema.tables t using (table_schema, table_name) where data_type = "
           "'bytea' and table_type = 'BASE TABLE' and table_schema in ('area_000000', 'leye') "
           "and column_name !~ '(salt|_blind|digest|mac|previous|holder)$'")))
    found.insert(row.get<std::string>("short"));
  // Beside those: digests of tokens and requests, which seal nothing.
  EXPECT_EQ(found, listed);
}

}  // namespace
}  // namespace leye::cli
