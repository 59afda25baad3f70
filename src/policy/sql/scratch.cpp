#include "policy/sql/scratch.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "policy/sql/scratch.sql.hpp"

namespace leye::policy::sql {
namespace {

constexpr std::size_t rows_at_once = 2'000;

// The tables of a plan, and the rows of facts as literals.
class Writer {
 public:
  Writer(const FactsLayout& layout, const Facts& facts, EntityIndex entity, const Looked& read)
      : layout_(layout),
        facts_(facts),
        entity_(entity),
        read_(read),
        declared_(layout.vocabulary().entities()[static_cast<std::size_t>(entity)].facts) {}

  std::string create() const {
    auto out = fmt::format("create temp table {} (id bigint primary key", layout_.table(entity_));
    for (const auto fact : read_.facts) {
      const auto column = layout_.fact(entity_, fact);
      out += fmt::format(", \"{}\" {}, \"{}\" boolean not null", column.column,
                         name(sort_of(type_at(fact))), column.none);
      if (!column.bottom.empty()) out += fmt::format(", \"{}\" bigint", column.bottom);
    }
    for (const auto& [entity, fact] : read_.listings)
      out += fmt::format(", \"{}\" boolean not null", layout_.listing(entity, fact).column);
    for (const auto& id : read_.judgements)
      out += fmt::format(", \"{}\" boolean", layout_.judgement(entity_, id));
    return out + ")";
  }

  // So that the rows that refer to one row are found without looking at all.
  std::string indexes() const {
    std::string out;
    for (const auto fact : read_.facts)
      if (type_at(fact) == FactType::reference)
        out += fmt::format("create index on {} (\"{}\");", layout_.table(entity_),
                           layout_.fact(entity_, fact).column);
    return out + fmt::format("analyze {};", layout_.table(entity_));
  }

  std::string insert(Row first, Row last) const {
    auto out = fmt::format("insert into {} values ", layout_.table(entity_));
    for (auto row = first; row < last; ++row) {
      out += fmt::format("{}({}", row == first ? "" : ",", row);
      for (const auto fact : read_.facts) add_fact(out, row, fact);
      for (const auto& [entity, fact] : read_.listings)
        out += facts_.closed(entity, fact, row) ? ",true" : ",false";
      for (const auto& id : read_.judgements) {
        const auto held = facts_.judgement(entity_, row, id);
        out += held.undecided() ? ",null" : held.yes() ? ",true" : ",false";
      }
      out += ")";
    }
    return out;
  }

 private:
  FactType type_at(FactIndex fact) const { return declared_[static_cast<std::size_t>(fact)].type; }

  void add_fact(std::string& out, Row row, FactIndex fact) const {
    const auto value = facts_.value(entity_, row, fact);
    const auto type = type_at(fact);
    if (!value.known()) {
      out += value.state == State::none ? ",null,true" : ",null,false";
    } else if (type == FactType::boolean) {
      out += value.yes() ? ",true,false" : ",false,false";
    } else if (type == FactType::day) {
      out += fmt::format(",'{}',false",
                         leye::to_text(Day::from_number(static_cast<std::int32_t>(value.low.top))));
    } else if (type == FactType::text) {
      out += fmt::format(",{},false", quoted(facts_.text(value.low.top)));
    } else {
      out += fmt::format(",{},false", value.low.top);
    }
    if (type == FactType::ratio)
      out += value.known() ? fmt::format(",{}", value.low.bottom) : std::string(",null");
  }

  const FactsLayout& layout_;
  const Facts& facts_;
  EntityIndex entity_;
  const Looked& read_;
  const std::vector<Fact>& declared_;
};

Answer answer_in(const boost::json::value& row, std::size_t measure) {
  const auto column = [&](const char* name) -> const boost::json::value& {
    return row.as_object().at(fmt::format("m{}_{}", measure, name));
  };
  const auto number = [&](const char* name) { return column(name).to_number<std::int64_t>(); };
  Answer answer;
  answer.outcome = static_cast<Outcome>(number("outcome"));
  answer.low = Money::fen(number("low"));
  answer.high.reset();
  if (!column("high").is_null()) answer.high = Money::fen(number("high"));
  if (answer.outcome == Outcome::eligible) answer.amount = answer.low;
  answer.distance = static_cast<std::uint8_t>(number("distance"));
  answer.failed = static_cast<std::uint64_t>(number("failed"));
  answer.unknown = static_cast<std::uint64_t>(number("unknown"));
  return answer;
}

}  // namespace

Result<Scratch> Scratch::open(const std::string& dsn) {
  auto connection = TRY(store::connect(dsn));
  // Compiling a query for some rows costs more than running it.
  TRY(connection.run_script("set jit = off"));
  return Scratch(std::move(connection));
}

Status Scratch::load(const Plan& plan, const Facts& facts) {
  for (const auto& table : tables_)
    TRY(connection_.run_script(fmt::format("drop table {}", table)));
  tables_.clear();
  const FactsLayout layout(facts.vocabulary());
  for (const auto& [entity, read] : looked_at(plan, facts.vocabulary())) {
    const Writer writer(layout, facts, entity, read);
    TRY(connection_.run_script(writer.create()));
    tables_.push_back(layout.table(entity));
    const auto rows = facts.size(entity);
    for (std::size_t first = 0; first < rows; first += rows_at_once) {
      const auto last = std::min(rows, first + rows_at_once);
      TRY(connection_.run_script(writer.insert(static_cast<Row>(first), static_cast<Row>(last))));
    }
    TRY(connection_.run_script(writer.indexes()));
  }
  return Done{};
}

Status Scratch::run(const char* table, const Query& query, Day today) {
  TRY(connection_.run_script(fmt::format("drop table if exists {}", table)));
  TRY(connection_.run_script(fmt::format("prepare rule_query (date) as {}", query.text)));
  const auto ran = connection_.run_script(fmt::format(
      "create temp table {} as execute rule_query ('{}')", table, leye::to_text(today)));
  TRY(connection_.run_script("deallocate rule_query"));
  return ran;
}

Result<std::vector<std::vector<Answer>>> Scratch::answers(const Query& query, Day today) {
  TRY(run("rule_answers", query, today));
  const auto rows = TRY(connection_.run(sql::scratch_answers, {}));
  std::vector<std::vector<Answer>> answers(query.measures.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = boost::json::parse(rows[i].get<std::string>("answer"));
    for (std::size_t m = 0; m < answers.size(); ++m) answers[m].push_back(answer_in(row, m));
  }
  return answers;
}

Result<std::map<std::int64_t, Answer>> Scratch::answers_by_subject(const Query& query, Day today) {
  TRY(run("rule_answers", query, today));
  const auto rows = TRY(connection_.run(sql::scratch_answers, {}));
  std::map<std::int64_t, Answer> answers;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = boost::json::parse(rows[i].get<std::string>("answer"));
    answers.emplace(row.at("subject").to_number<std::int64_t>(), answer_in(row, 0));
  }
  return answers;
}

Result<std::map<std::string, std::int64_t>> Scratch::sums(const Query& query, Day today) {
  TRY(run("rule_sums", query, today));
  const auto rows = TRY(connection_.run(sql::scratch_sums, {}));
  std::map<std::string, std::int64_t> sums;
  const auto row = boost::json::parse(rows[0].get<std::string>("sums"));
  for (const auto& [name, value] : row.as_object()) sums[name] = value.to_number<std::int64_t>();
  return sums;
}

}  // namespace leye::policy::sql
