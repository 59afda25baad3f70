// For tests: a register of people and one employer in a database of its own, clerks who register
// employments from sheets, a simulated other side behind a real socket, and clocks that are moved.
#pragma once

#include <array>
#include <sstream>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "exchange/courier.hpp"
#include "exchange/simulator.hpp"
#include "http/server.hpp"
#include "registers/bulk.hpp"
#include "registers/import_runs.hpp"
#include "store/test_database.hpp"

namespace leye::exchange::example {

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fmt::print(stderr, "{}\n", to_text(result.error()));
  CHECK(result.ok());
  return std::move(result).value();
}

// GB 11643 with division 000000.
inline std::string id_number(int person) {
  std::string digits =
      fmt::format("000000{:04}0101{:03}", 1950 + person / 900, person % 900 + 1);
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t at = 0; at < weights.size(); ++at) sum += weights[at] * (digits[at] - '0');
  return digits + "10X98765432"[sum % 11];
}

constexpr std::int64_t place = 621002001001;
constexpr const char* arrangements_text =
    "# 省系统 · province · provincial system\ninterface: http\n\n"
    "## employment\nserial: 就业登记号 · employment number\nsince 2023-01-01: collaborate\n\n"
    "| field | label | value |\n|---|---|---|\n| AAC002 | 身份证号码 | person.id_number |\n"
    "| AAC003 | 姓名 | person.name |\n| AAB998 | 信用代码 | employer.uscc |\n"
    "| AAE030 | 就业日期 | start_date |\n| AAE031 | 终止日期 | end_date |\n"
    "| WAGE | 月工资 | wage |\n";

class Office {
 public:
  explicit Office(Faults faults, int people = 3, const char* text = arrangements_text)
      : vocabulary(must(Vocabulary::load(must(resource("vocabulary"))))),
        arrangements(must(Arrangements::parse(text, "province.md", vocabulary))),
        cipher(Cipher::from_master(Secret(Bytes(32, 7)))),
        identities(cipher),
        clock(must(Day::parse("2023-10-16"))),
        simulator(Secret(Bytes(32, 9)), clock, faults),
        connection(database.connect()) {
    auto load = must(registers::RegisterLoad::begin(connection, store::TestDatabase::area,
                                                    identities, {"测试", clock.now()}));
    registers::PersonRow person;
    person.valid_from = must(Day::parse("2020-01-01"));
    person.residence_place = place;
    for (int id = 1; id <= people; ++id) {
      person.id = id;
      person.name = fmt::format("人员{}", id);
      person.number = id_number(id);
      must(load.add(person));
    }
    registers::OrganisationRow firm;
    firm.id = 1;
    firm.uscc = "91000000000000000K";
    firm.name = "示范有限公司";
    firm.valid_from = must(Day::parse("2019-01-01"));
    firm.registered_place = place;
    must(load.add(firm));
    must(load.finish());
    http::Settings settings;
    settings.listen = "127.0.0.1:0";
    settings.workers = 2;
    settings.body_bytes_max = [](http::Method, const std::string&) {
      return std::uint64_t{1} << 20;
    };
    server = must(http::Server::start(
        settings, [this](const http::Request& request) { return simulator(request); }));
    channel = std::make_unique<HttpChannel>(fmt::format("http://127.0.0.1:{}/exchange",
                                                        server->port()),
                                            Secret(Bytes(32, 9)), clock);
  }

  Desk desk() const {
    return {store::TestDatabase::area, 621000000000, vocabulary, arrangements, cipher, clock};
  }
  System system() const { return arrangements.all().front().system; }
  Courier courier(Courier::Step step = {}) {
    return Courier(desk(), system(), *channel, std::move(step));
  }

  // Employments of these people from that day, as one sheet of one clerk. How many items it made.
  std::int64_t hire(const std::vector<int>& people, const std::string& from, std::int64_t clerk,
                    const std::string& until = "", const std::string& wage = "") {
    std::string sheet = "人员,单位,入职日期,离职日期,月工资\n";
    for (const int person : people)
      sheet += fmt::format("{},91000000000000000K,{},{},{}\n", id_number(person), from, until,
                           wage);
    auto transaction = must(store::Transaction::begin(connection, desk().own_scope()));
    registers::ImportOrder order;
    order.kind = "employment";
    order.source = fmt::format("经办{} 导入 {}", clerk, ++sheets_);
    order.now = clock.now();
    order.valid_on = clock.today();
    const std::string source = order.source;
    registers::Import import(transaction, vocabulary, identities, order);
    const auto report = must(import.run(intake::bytes_of(sheet)));
    CHECK(report.bad == 0);
    must(import.store());
    order.now = import.learnt_at();
    registers::ImportRuns runs(transaction, vocabulary, identities);
    last_run = must(runs.record(order, report, {clerk, "", ""}));
    const auto made = must(note_changes(transaction, arrangements,
                                        {"employment", source, order.now, clerk, clock.now()}));
    must(transaction.commit());
    return made;
  }

  // The last sheet undone.
  Status undo(std::int64_t clerk) {
    auto transaction = TRY(store::Transaction::begin(connection, desk().own_scope()));
    registers::ImportRuns runs(transaction, vocabulary, identities);
    TRY(runs.undo(last_run, 0, 999'999'999'999, clerk, clock.now()));
    TRY(note_undo(transaction, arrangements, last_run, clerk, clock.now(), clock.now()));
    return transaction.commit();
  }

  // One round a second of the clock until nothing is due; the seconds it took.
  int carry(Courier& courier, int seconds_max = 600) {
    for (int second = 1; second <= seconds_max; ++second) {
      bool more = true;
      bool reached = true;
      while (more) {
        const auto round = must(courier.round(connection));
        more = round.more;
        reached = round.reached;
      }
      advance(std::chrono::seconds(1));
      if (reached && waiting() == 0) return second;
    }
    return seconds_max;
  }

  void advance(std::chrono::seconds by) { clock.set(clock.now() + by); }

  std::int64_t number(store::Statement statement) {
    auto transaction = must(store::Transaction::begin(connection, desk().own_scope()));
    return must(transaction.query(statement))[0].get<std::int64_t>("n");
  }
  std::int64_t waiting() {
    return number("select count(*) as n from outgoing where state in "
                  "('unsent', 'sent', 'postponed')");
  }

  store::TestDatabase database;
  Vocabulary vocabulary;
  Arrangements arrangements;
  Cipher cipher;
  registers::IdentityCipher identities;
  SetClock clock;
  Simulator simulator;
  store::Connection connection;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<HttpChannel> channel;
  std::int64_t last_run = 0;

 private:
  int sheets_ = 0;
};

}  // namespace leye::exchange::example
