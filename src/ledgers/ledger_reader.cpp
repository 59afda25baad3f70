#include "ledgers/ledger_reader.hpp"

#include "ledgers/ledger_query.hpp"
#include "ledgers/ledgers.sql.hpp"
#include "registers/record.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::ledgers {
namespace {

bool is_sealed(const Fact* fact) {
  return fact != nullptr && fact->core &&
         (fact->format == TextFormat::id_number || fact->format == TextFormat::phone);
}

// "lifted_poor,resettled" by the Chinese names of the codes.
std::string names_of(const Vocabulary& vocabulary, const Fact& fact, std::string_view codes) {
  std::string names;
  for (const std::string& each : cells_of(codes, ',')) {
    const Code* code = vocabulary.code_table(fact)->find(each);
    if (!names.empty()) names += "、";
    names += code == nullptr ? each : code->zh;
  }
  return names;
}

int digit_of(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

Bytes bytes_of_hex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    bytes.push_back(static_cast<std::uint8_t>(digit_of(hex[at]) * 16 + digit_of(hex[at + 1])));
  }
  return bytes;
}

}  // namespace

// "salt:cipher", both hexadecimal, as ledger_term has it. Empty where the key was destroyed.
std::string LedgerReader::opened(const std::string& sealed) const {
  const auto colon = sealed.find(':');
  if (colon == sealed.npos) return "";
  auto plain = cipher_.open(bytes_of_hex(std::string_view(sealed).substr(0, colon)),
                            bytes_of_hex(std::string_view(sealed).substr(colon + 1)));
  return plain.ok() ? std::move(plain).value() : "";
}

LedgerRow LedgerReader::read_row(const Ledger& ledger, const store::Row& row) const {
  LedgerRow made;
  made.id = row.get<std::int64_t>("id");
  made.person = row.get<std::optional<std::int64_t>>("person_id");
  made.organisation = row.get<std::optional<std::int64_t>>("organisation_id");
  made.newest = row.get<Instant>("newest");
  made.source = row.get<std::optional<std::string>>("source").value_or("");
  const auto cells = row.get<std::vector<std::string>>("cells");
  CHECK(cells.size() == ledger.columns.size());
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const Fact* fact = ledger.columns[at].term.fact;
    std::string value = cells[at];
    if (is_sealed(fact)) value = opened(value);
    made.values.push_back(value);
    if (const Derived* derived = ledger.columns[at].term.derived;
        derived != nullptr && derived->kind == Derived::Kind::list) {
      made.cells.push_back(names_of(vocabulary_, derived->fact, value));
      continue;
    }
    const bool as_it_is =
        fact == nullptr || fact->type == FactType::place || fact->type == FactType::reference;
    made.cells.push_back(as_it_is ? value : registers::shown_value(vocabulary_, *fact, value));
  }
  return made;
}

Result<LedgerPage> LedgerReader::page(const Ledger& ledger, const Question& question,
                                      const std::optional<Mark>& after, std::int64_t size) {
  std::optional<std::string> sort;
  std::optional<std::int64_t> id;
  if (after) {
    sort = after->sort;
    id = after->id;
  }
  const auto rows =
      TRY(transaction_.query(sql::ledger_page, store::Json{query_of(ledger, question)}, question.on,
                             question.known_at, sort, id, size + 1));
  LedgerPage page;
  for (const store::Row row : rows) {
    if (page.rows.size() == static_cast<std::size_t>(size)) {
      const store::Row last = rows[page.rows.size() - 1];
      page.next = Mark{last.get<std::optional<std::string>>("sort_key").value_or(""),
                       last.get<std::int64_t>("id")};
      break;
    }
    page.rows.push_back(read_row(ledger, row));
  }
  return page;
}

Result<Total> LedgerReader::total(const Ledger& ledger, const Question& question,
                                  std::int64_t rows_max) {
  const auto rows =
      TRY(transaction_.query(sql::ledger_count, store::Json{query_of(ledger, question)},
                             question.on, question.known_at, rows_max + 1));
  const auto counted = rows[0].get<std::int64_t>("total");
  return Total{std::min(counted, rows_max), counted > rows_max};
}

Result<Quality> LedgerReader::quality(const Ledger& ledger, const Question& question,
                                      std::int64_t rows_max) {
  const Instant since = question.known_at - std::chrono::hours(24) * ledger.fresh_days;
  const auto rows =
      TRY(transaction_.query(sql::ledger_quality_of, store::Json{query_of(ledger, question)},
                             question.on, question.known_at, since, rows_max));
  Quality quality;
  quality.rows = rows[0].get<std::int64_t>("rows_seen");
  quality.filled = rows[0].get<std::int64_t>("filled");
  quality.complete = rows[0].get<std::int64_t>("complete");
  quality.fresh = rows[0].get<std::int64_t>("fresh");
  quality.oldest = rows[0].get<std::optional<Instant>>("oldest");
  quality.newest = rows[0].get<std::optional<Instant>>("newest");
  for (const Column& column : ledger.columns) quality.needed += column.required ? quality.rows : 0;
  return quality;
}

Result<std::vector<GroupCount>> LedgerReader::groups(const Ledger& ledger, const Question& question,
                                                     std::int64_t rows_max) {
  std::vector<GroupCount> counts;
  if (ledger.group.empty()) return counts;
  const Fact& fact = *ledger.group.front().fact;
  const auto rows =
      TRY(transaction_.query(sql::ledger_group_counts, store::Json{query_of(ledger, question)},
                             question.on, question.known_at, rows_max));
  for (const store::Row row : rows) {
    GroupCount count;
    count.value = row.get<std::optional<std::string>>("value").value_or("");
    count.label = row.get<std::optional<std::string>>("label").value_or("");
    const Derived* derived = ledger.group.front().derived;
    if (derived != nullptr && derived->kind == Derived::Kind::list) {
      count.label = names_of(vocabulary_, fact, count.value);
    } else if (fact.type == FactType::code || fact.type == FactType::boolean) {
      count.label = registers::shown_value(vocabulary_, fact, count.value);
    }
    count.rows = row.get<std::int64_t>("rows_seen");
    counts.push_back(std::move(count));
  }
  return counts;
}

}  // namespace leye::ledgers
