#include "cli/first_accounts.hpp"

#include <openssl/rand.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "access/accounts.hpp"
#include "access/passwords.hpp"
#include "audit/writer.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "registers/identity.hpp"
#include "registers/places.hpp"

namespace leye::cli {
namespace {

constexpr std::array roles = {access::Role::system_admin, access::Role::security_admin,
                              access::Role::audit_admin};
constexpr std::array logins = {"system", "security", "audit"};

struct Person {
  access::Role role = access::Role::system_admin;
  std::string name;
  std::string number;
};

Error bad_line(int number, const std::string& what) {
  return Error{ErrorCode::invalid_input,
               what,
               {"line " + std::to_string(number)},
               "write three lines: system_admin,姓名,身份证号 (security_admin, audit_admin)"};
}

Result<Person> read_line(const std::string& line, int number) {
  const auto first = line.find(',');
  const auto second = first == line.npos ? first : line.find(',', first + 1);
  if (second == line.npos) return bad_line(number, "此行不是三项 / not three fields");
  const auto role = access::find_role(line.substr(0, first));
  if (!role || std::find(roles.begin(), roles.end(), *role) == roles.end()) {
    return bad_line(number, "不是三员之一 / not an administrator's role");
  }
  Person person{*role, line.substr(first + 1, second - first - 1), ""};
  if (person.name.empty()) return bad_line(number, "缺姓名 / no name");
  person.number = TRY(
      registers::canonical_id_number(line.substr(second + 1)).at("line " + std::to_string(number)));
  return person;
}

Result<std::array<Person, 3>> read_people(const std::string& text) {
  std::vector<Person> read;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    read.push_back(TRY(read_line(line, number)));
  }
  std::array<Person, 3> people;
  for (std::size_t at = 0; at < roles.size(); ++at) {
    const auto count = std::count_if(
        read.begin(), read.end(), [at](const Person& person) { return person.role == roles[at]; });
    if (count != 1) {
      return bad_line(0, fmt::format("{} 要有且只有一人 / exactly one", access::name(roles[at])));
    }
    for (const auto& person : read)
      if (person.role == roles[at]) people[at] = person;
  }
  return people;
}

// 16 signs out of 64, without those that look alike on paper, in all four kinds: 95 bits and more.
std::string once_password() {
  constexpr std::string_view signs =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-+=.%@#?";
  static_assert(signs.size() == 64);
  for (;;) {
    std::array<unsigned char, 16> noise;
    CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
    std::string password;
    for (const auto byte : noise) password += signs[byte % signs.size()];
    if (access::check_password(password, "").ok()) return password;
  }
}

}  // namespace

Result<std::vector<FirstAccount>> make_first_accounts(store::Connection& connection,
                                                      const Cipher& cipher,
                                                      const std::string& people, Instant now) {
  const auto wanted = TRY(read_people(people));
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  if (TRY(access::has_administrators(transaction))) {
    return Error{ErrorCode::conflict,
                 "已经有管理员了 / there are administrators already",
                 {},
                 "其余账号由系统管理员在网页上建 / let the system administrator make accounts"};
  }
  const auto areas = TRY(registers::list_areas(transaction));
  if (areas.empty()) {
    return Error{
        ErrorCode::not_found, "数据库里还没有地区 / no area yet", {}, "leye migrate --area 621000"};
  }
  std::vector<FirstAccount> made;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    const auto& person = wanted[at];
    FirstAccount first{logins[at], person.name, once_password()};
    access::NewAccount account{first.login, first.name, first.password,
                               access::standing_of(person.role)};
    account.holder = cipher.blind_index("account.holder", person.number);
    account.password_temporary = true;
    const auto id = TRY(access::make_account(transaction, account, now));
    access::NewRole role{id, person.role};
    role.place = areas.front().place;
    TRY(access::give_role(transaction, role, now));
    made.push_back(std::move(first));
  }
  TRY(transaction.commit());
  return made;
}

namespace {

struct Options {
  DatabaseChoice choice;
  std::string people;
};

Result<std::string> read_all(const std::string& file) {
  std::ostringstream text;
  if (file == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  std::ifstream in(file);
  if (!in) return Error{ErrorCode::not_found, "读不到文件 / no such file", {file}};
  text << in.rdbuf();
  return text.str();
}

Status run(const Options& options) {
  const auto people = TRY(read_all(options.people));
  const auto database = TRY(OpenDatabase::open(options.choice));
  auto connection = TRY(store::connect(database.dsn()));
  const auto cipher = TRY(Cipher::open_or_create(options.choice.data_folder() / "master.key"));
  const SystemClock clock;
  const auto made = TRY(make_first_accounts(connection, cipher, people, clock.now()));
  const auto writer =
      TRY(audit::Writer::open({database.dsn(), "leye accounts first"}, cipher, clock));
  for (const auto& account : made) {
    audit::Record record;
    record.address = "console";
    record.act = "make_account";
    record.detail = account.login;
    TRY(writer->write({record}));
  }
  fmt::print(
      "三员账号已建立；下面的口令只显示这一次，首次登录必须修改。\n"
      "The three administrators; each password is shown once and must be changed.\n\n");
  for (const auto& account : made) {
    fmt::print("  {:<10} {:<18} {}\n", account.login, account.password, account.name);
  }
  return Done{};
}

}  // namespace

void add_accounts(CLI::App& program, int& exit_code) {
  auto* accounts = program.add_subcommand("accounts", "the administrators of a new system");
  accounts->require_subcommand(1);
  auto* command = accounts->add_subcommand(
      "first", "make the three separated administrators, once, with passwords to be changed");
  auto options = std::make_shared<Options>();
  add_database_options(*command, options->choice);
  command
      ->add_option("people", options->people,
                   "file of three lines `system_admin,NAME,ID NUMBER` (security_admin, "
                   "audit_admin); - reads them from the terminal")
      ->required();
  command->callback([options, &exit_code] { exit_code = finish(run(*options)); });
}

}  // namespace leye::cli
