// Facts of people by prepared queries with binary results, as the screening loads them, beside COPY
// TO STDOUT BINARY of the same rows: decision 31 asks which of them should load.
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <unistd.h>

#include "parts.hpp"
#include "scratch_area.hpp"
#include "store/transaction.hpp"

namespace leye::bench {
namespace {

// The columns that a rule may read of three relations, as types that both ways give.
struct Relation {
  const char* name;
  store::Statement between;  // of people from $1 to $2
  store::Statement copy;     // of all of them: COPY takes no parameters
};

const Relation relations[] = {
    {"person",
     "select id, sex, birth_date, nation, hukou_place, residence_place, education, veteran "
     "from facts_of_person('2023-11-06', '2100-01-01', false) where id between $1 and $2",
     "copy (select id, sex, birth_date, nation, hukou_place, residence_place, education, veteran "
     "from facts_of_person('2023-11-06', '2100-01-01', false)) to stdout (format binary)"},
    {"employment",
     "select id, contract_kind, start_date, form, person, workplace, occupation, is_owner "
     "from facts_of_employment('2100-01-01', false) where person between $1 and $2",
     "copy (select id, contract_kind, start_date, form, person, workplace, occupation, is_owner "
     "from facts_of_employment('2100-01-01', false)) to stdout (format binary)"},
    {"insurance_spell",
     "select id, kind, first_month, kind, person, employer, kind, true "
     "from facts_of_insurance_spell('2100-01-01', false) where person between $1 and $2",
     "copy (select id, kind, first_month, kind, person, employer, kind, true "
     "from facts_of_insurance_spell('2100-01-01', false)) to stdout (format binary)"},
};

// Every value is read; the sum does not depend on the order of the rows.
struct Sum {
  std::int64_t rows = 0;
  std::uint64_t values = 0;

  template <class Get>
  void add(const Get& get) {
    ++rows;
    values += static_cast<std::uint64_t>(get.template operator()<std::int64_t>(0)) * 31U;
    const auto day = get.template operator()<std::optional<Day>>(2);
    values += day ? static_cast<std::uint64_t>(day->number()) : 7U;
    for (const int text : {1, 3, 6})
      for (const char c : get.template operator()<std::optional<std::string>>(text).value_or("-"))
        values += static_cast<unsigned char>(c);
    for (const int number : {4, 5})
      values += static_cast<std::uint64_t>(
          get.template operator()<std::optional<std::int64_t>>(number).value_or(3));
    values += get.template operator()<std::optional<bool>>(7).value_or(false) ? 11U : 5U;
  }
  bool operator==(const Sum&) const = default;
};

// Time of a core that the server's process has spent so far.
double server_seconds(std::int64_t process) {
  std::ifstream stat(fmt::format("/proc/{}/stat", process));
  std::string word;
  double ticks = 0;
  for (int field = 1; stat >> word && field <= 15; ++field)
    if (field == 14 || field == 15) ticks += std::stod(word);
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct Spent {
  double seconds = 0;
  double client = 0;
  double server = 0;
};

template <class Work>
Result<Spent> spent_by(std::int64_t process, const Work& work) {
  const Stopwatch stopwatch;
  const double client = core_seconds(), server = server_seconds(process);
  TRY(work());
  return Spent{stopwatch.seconds(), core_seconds() - client, server_seconds(process) - server};
}

Result<Sum> by_queries(store::Transaction& transaction, const Relation& relation,
                       std::int64_t people, std::int64_t block) {
  Sum sum;
  for (std::int64_t first = 1; first <= people; first += block) {
    const auto rows = TRY(transaction.query(relation.between, first, first + block - 1));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = rows[i];
      sum.add([&]<class T>(int column) { return row.get_at<T>(column); });
    }
  }
  return sum;
}

Result<Sum> by_copy(store::Transaction& transaction, const Relation& relation) {
  Sum sum;
  TRY(transaction.copy_out(relation.copy, [&](const store::CopyFields& fields) -> Status {
    sum.add([&]<class T>(int column) { return fields.get<T>(static_cast<std::size_t>(column)); });
    return Done{};
  }));
  return sum;
}

}  // namespace

Measurements measure_copy(std::int64_t people) {
  constexpr std::int64_t block = 10'000;
  constexpr int rounds = 3;  // the best of both
  auto area = TRY(ScratchArea::start());
  TRY(area.populate(people));
  auto connection = TRY(store::connect(area.dsn()));
  store::Scope scope = store::Scope::whole_area(ScratchArea::area);
  scope.bypass = true;
  scope.access = store::Access::snapshot;
  scope.time_limit = std::chrono::hours(1);
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto process =
      TRY(transaction.query("select pg_backend_pid()::bigint as id"))[0].get<std::int64_t>("id");
  const auto last = TRY(transaction.query("select max(id) as id from person"))[0]
                        .get<std::optional<std::int64_t>>("id")
                        .value_or(0);
  std::vector<Measurement> measured;
  for (const Relation& relation : relations) {
    Spent query{1e9, 1e9, 1e9}, copy = query;
    Sum queried, copied;
    const auto least = [](Spent& best, const Spent& now) {
      best = {std::min(best.seconds, now.seconds), std::min(best.client, now.client),
              std::min(best.server, now.server)};
    };
    for (int round = 0; round < rounds; ++round) {
      const auto ask = [&]() -> Status {
        queried = TRY(by_queries(transaction, relation, last, block));
        return Done{};
      };
      const auto stream = [&]() -> Status {
        copied = TRY(by_copy(transaction, relation));
        return Done{};
      };
      least(query, TRY(spent_by(process, ask)));
      least(copy, TRY(spent_by(process, stream)));
    }
    if (!(queried == copied) || queried.rows == 0)
      return Error{ErrorCode::conflict,
                   fmt::format("{}: {} rows by queries, {} by COPY, or other values", relation.name,
                               queried.rows, copied.rows)};
    const auto name = fmt::format("copy.{}.{}", people, relation.name);
    measured.push_back({name + ".rows", static_cast<double>(queried.rows), "rows"});
    measured.push_back({name + ".query", query.seconds, "s"});
    measured.push_back({name + ".copy", copy.seconds, "s"});
    measured.push_back({name + ".query.cores", query.client + query.server, "core s"});
    measured.push_back({name + ".copy.cores", copy.client + copy.server, "core s"});
    measured.push_back({name + ".query.client", query.client, "core s"});
    measured.push_back({name + ".copy.client", copy.client, "core s"});
  }
  return measured;
}

}  // namespace leye::bench
