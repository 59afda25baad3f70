// For tests: an office with people in every role, three employers and their hires, funds with
// money, a clock that stands on Monday 2023-11-06. Screened once.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "flows/acting.hpp"
#include "flows/bureau.hpp"
#include "flows/measures.hpp"
#include "funds/ledger.hpp"
#include "store/pool.hpp"
#include "store/test_database.hpp"

namespace leye::flows {

inline constexpr std::int64_t city = 621000000000;
inline constexpr std::int64_t county = 621002000000;        // 西峰区
inline constexpr std::int64_t street = 621002001000;        // in 西峰区
inline constexpr std::int64_t other_county = 621021000000;  // 庆城县

class Office {
 public:
  explicit Office(policy::Plan plan = three_measures());
  ~Office();

  const Bureau& bureau() const { return bureau_; }
  SetClock& clock() { return clock_; }
  store::Connection& connection() { return connection_; }
  const Actor& actor(const std::string& name) const;  // CHECKs that it exists

  // 刘五 and 刘四 gave one account, 刘六 and 刘八 have their own, 刘七 has none; these but 刘四 are
  // veterans, the last three live in a street of the county.
  // Names: hires 1 to 55 of 甲公司, 56 and 57 of 乙公司 (same county), 58 of 丙公司 elsewhere.
  static std::string hire_name(int number);
  // The screening result of a measure for the person or unit of that name.
  Result<std::int64_t> result_of(const std::string& measure, const std::string& name);
  Status screen();

  // The register of employments says otherwise from now on.
  Status end_contract(const std::string& hire, Day contract_end);
  Status forget_contract(const std::string& hire);  // its last day is not known
  Status remove_hire(const std::string& hire);
  // Holds what a running screening holds, until it goes away.
  store::Transaction lock_screening();
  std::string dsn() const { return database_.dsn(); }
  // Makes, approves and sends a batch of what is planned in the fund; `posted`: the bank's answer.
  Status pay_out(const std::string& fund, bool posted);
  // What came back goes out again.
  Status reissue(const std::string& fund);
  // Of the last payment: who was paid, where.
  std::string payee();

  // Of the person's last grant, the fund of this year, and what `leye verify` would say.
  std::string grant_state(const std::string& hire);
  funds::Totals totals_of(const std::string& fund);
  std::string check_books();  // empty: sound

 private:
  Status change_hire(store::Statement statement, const std::string& hire,
                     std::optional<Day> contract_end);
  Status fill_registers();
  Status fill_funds();

  store::TestDatabase database_;
  store::Pool pool_;
  store::Connection connection_;
  store::Connection second_;
  policy::Plan plan_;
  WorkingDays calendar_;
  Cipher cipher_;
  SetClock clock_;
  Bureau bureau_;
  std::map<std::string, Actor> actors_;
  std::filesystem::path folder_;
};

}  // namespace leye::flows
