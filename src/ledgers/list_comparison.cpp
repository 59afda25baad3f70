#include "ledgers/list_comparison.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "intake/cells.hpp"
#include "intake/workbook.hpp"
#include "registers/identity.hpp"

namespace leye::ledgers {
namespace {

constexpr int heading_rows_max = 20;
constexpr std::size_t no_column = static_cast<std::size_t>(-1);

const std::set<std::string, std::less<>> number_headings{
    "身份证号码", "身份证号", "证件号码", "公民身份号码", "社会保障号码", "AAC002", "AAC147"};
const std::set<std::string, std::less<>> name_headings{"姓名", "人员姓名", "AAC003"};

bool is_id_number(const Column& column) {
  const Fact* fact = column.term.fact;
  return fact != nullptr && fact->core && fact->format == TextFormat::id_number;
}

bool may_be_compared(const Column& column) {
  const Fact* fact = column.term.fact;
  return fact != nullptr && (fact->mask == Mask::none || fact->mask == Mask::name);
}

std::size_t number_column(const Ledger& ledger) {
  for (std::size_t at = 0; at < ledger.columns.size(); ++at)
    if (is_id_number(ledger.columns[at])) return at;
  return no_column;
}

std::string heading_of(const intake::Cell& cell) {
  std::string bare;
  for (const char c : intake::plain_cell(cell.text))
    if (c != ' ' && c != '*') bare += c;
  return bare;
}

bool is_named(const Column& column, const std::string& heading) {
  if (heading == column.zh || heading == column.en) return true;
  const auto& known = column.term.fact->headings;
  return std::find(known.begin(), known.end(), heading) != known.end();
}

struct Headings {
  std::size_t number = no_column, name = no_column;
  std::vector<std::pair<std::size_t, std::size_t>> compared;  // in the list, in the ledger
};

Result<Headings> find_headings(intake::RowSource& rows, const Ledger& ledger) {
  intake::Row row;
  for (int tried = 0; tried < heading_rows_max; ++tried) {
    const bool any = TRY(rows.next(row));
    if (!any) break;
    Headings found;
    std::set<std::size_t> taken;
    for (std::size_t at = 0; at < row.cells.size(); ++at) {
      const auto heading = heading_of(row.cells[at]);
      if (number_headings.contains(heading)) {
        found.number = at;
        continue;
      }
      if (name_headings.contains(heading)) found.name = at;
      for (std::size_t column = 0; column < ledger.columns.size(); ++column) {
        const Column& ours = ledger.columns[column];
        if (!may_be_compared(ours) || !is_named(ours, heading) || taken.contains(column)) continue;
        taken.insert(column);
        found.compared.emplace_back(at, column);
        break;
      }
    }
    if (found.number != no_column) return found;
  }
  return Error{ErrorCode::invalid_input, "没有找到身份证号码一列", {},
               "表头写“身份证号码”，要比对的列用台账的列名"};
}

std::string text_at(const intake::Row& row, std::size_t column) {
  return column < row.cells.size() ? intake::plain_cell(row.cells[column].text) : "";
}

template <class T>
std::string or_as_it_is(const Result<T>& read, const std::string& plain) {
  return read.ok() ? leye::to_text(read.value()) : plain;
}

// As the register would store it, where it can be read so.
std::string canonical(const Vocabulary& vocabulary, const Fact& fact, const std::string& plain) {
  switch (fact.type) {
    case FactType::day: return or_as_it_is(intake::read_day(plain), plain);
    case FactType::money: return or_as_it_is(intake::read_money(plain), plain);
    case FactType::boolean: {
      const auto read = intake::read_boolean(plain);
      return read.ok() ? (read.value() ? "yes" : "no") : plain;
    }
    case FactType::code: {
      const Code* code = vocabulary.code_table(fact)->understand(plain);
      return code == nullptr ? plain : code->code;
    }
    case FactType::text: {
      const auto read = intake::read_name(plain);
      return read.ok() ? read.value() : plain;
    }
    default: return plain;
  }
}

std::string canonical_number(const std::string& written) {
  const auto number = registers::canonical_id_number(written);
  const std::string& bare = number.ok() ? number.value() : written;
  const bool is_short = bare.size() == 15 && bare.find_first_not_of("0123456789") == bare.npos;
  return is_short ? registers::eighteen_of(bare) : bare;
}

bool agree(const Vocabulary& vocabulary, const Column& column, const std::string& listed,
           const LedgerRow& row, std::size_t at) {
  const Fact& fact = *column.term.fact;
  const auto theirs = canonical(vocabulary, fact, listed);
  if (theirs == row.values[at] || listed == row.cells[at]) return true;
  // Names of places and of employers, and months, are compared as they are read.
  return canonical(vocabulary, fact, row.values[at]) == theirs;
}

std::vector<DifferentField> differences(const Vocabulary& vocabulary, const Ledger& ledger,
                                        const PeopleList& list, const ListedPerson& person,
                                        const LedgerRow& row) {
  std::vector<DifferentField> fields;
  for (std::size_t at = 0; at < list.columns.size(); ++at) {
    const auto column = list.columns[at];
    const auto& listed = person.cells[at];
    if (listed.empty() || agree(vocabulary, ledger.columns[column], listed, row, column)) continue;
    fields.push_back({column, listed});
  }
  return fields;
}

struct Line {
  std::string number, other;  // the first ID number; the first that is not empty
  std::size_t filled = 0;
  bool names_columns = false;  // a cell is a heading
};

Line line_of(const intake::Row& row) {
  Line line;
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    const auto text = text_at(row, at);
    if (text.empty()) continue;
    ++line.filled;
    const auto heading = heading_of(row.cells[at]);
    if (number_headings.contains(heading) || name_headings.contains(heading))
      line.names_columns = true;
    if (line.number.empty() && text.size() >= 15 && registers::canonical_id_number(text).ok())
      line.number = text;
    if (line.other.empty()) line.other = text;
  }
  return line;
}

}  // namespace

Result<PeopleList> read_people(std::string_view file, const Ledger& ledger,
                               const Vocabulary&) {
  if (number_column(ledger) == no_column)
    return Error{ErrorCode::invalid_input, "这本台账没有身份证号码一列，不能比对", {"ledger"},
                 "换一本台账"};
  const auto book = TRY(intake::Workbook::open({.bytes = file, .path = {}}));
  const auto rows = TRY(book.rows(book.first_visible()));
  const auto headings = TRY(find_headings(*rows, ledger));
  PeopleList list;
  for (const auto& [at, column] : headings.compared) list.columns.push_back(column);
  intake::Row row;
  while (true) {
    const bool more = TRY(rows->next(row));
    if (!more) break;
    const auto written = text_at(row, headings.number);
    if (written.empty()) continue;  // a sum, a signature
    if (row.cells[headings.number].kind == intake::CellKind::number && written.size() > 15)
      return Error{ErrorCode::invalid_input, "身份证号码是数字格式，后几位已经丢失",
                   {fmt::format("第 {} 行", row.number)}, "请对方按文本格式重新导出"};
    ListedPerson person{row.number, canonical_number(written), {}, {}};
    if (headings.name != no_column) person.name = text_at(row, headings.name);
    for (const auto& [at, column] : headings.compared) person.cells.push_back(text_at(row, at));
    list.people.push_back(std::move(person));
    if (list.people.size() > listed_people_max)
      return Error{ErrorCode::invalid_input,
                   fmt::format("一次最多比对 {} 人", listed_people_max), {}, "分成几份再比对"};
  }
  if (list.people.empty()) return Error{ErrorCode::invalid_input, "名单里没有人员"};
  return list;
}

Result<std::vector<std::string>> read_lines(std::string_view file, std::size_t lines_max) {
  const auto book = TRY(intake::Workbook::open({.bytes = file, .path = {}}));
  const auto rows = TRY(book.rows(book.first_visible()));
  std::vector<std::string> lines;
  intake::Row row;
  bool first = true, numbers = false;
  while (true) {
    const bool more = TRY(rows->next(row));
    if (!more) break;
    const auto said = line_of(row);
    if (said.filled == 0) continue;
    // Headings, and the titles above them, are nobody.
    const bool headings =
        said.number.empty() && !numbers && (said.names_columns || (first && said.filled > 1));
    first = false;
    if (headings) {
      lines.clear();
      continue;
    }
    numbers = numbers || !said.number.empty();
    lines.push_back(said.number.empty() ? said.other : said.number);
    if (lines.size() > lines_max)
      return Error{ErrorCode::invalid_input, fmt::format("一次可查 1 至 {} 人", lines_max), {},
                   "分几次查询"};
  }
  if (lines.empty()) return Error{ErrorCode::invalid_input, "名单里没有人员"};
  return lines;
}

std::vector<ComparedPerson> compare(const Vocabulary& vocabulary, const Ledger& ledger,
                                    const PeopleList& list, const std::vector<LedgerRow>& rows) {
  const auto number = number_column(ledger);
  std::map<std::string, std::vector<const LedgerRow*>> ours;
  for (const LedgerRow& row : rows) ours[canonical_number(row.values[number])].push_back(&row);
  std::vector<ComparedPerson> compared;
  std::set<std::string> seen;
  for (const ListedPerson& person : list.people) {
    const auto found = ours.find(person.id_number);
    if (!seen.insert(person.id_number).second) {
      compared.push_back({Match::repeated, nullptr, &person});
      continue;
    }
    if (found == ours.end()) {
      compared.push_back({Match::only_list, nullptr, &person});
      continue;
    }
    ComparedPerson one{Match::different, found->second.front(), &person};
    one.fields = differences(vocabulary, ledger, list, person, *one.row);
    for (const LedgerRow* row : found->second)
      if (differences(vocabulary, ledger, list, person, *row).empty()) {
        one.row = row;
        one.fields.clear();
      }
    if (one.fields.empty()) one.match = Match::same;
    compared.push_back(std::move(one));
  }
  std::set<std::string> told;
  for (const LedgerRow& row : rows) {
    const auto id = canonical_number(row.values[number]);
    if (!seen.contains(id) && told.insert(id).second)
      compared.push_back({Match::only_ledger, &row, nullptr});
  }
  return compared;
}

}  // namespace leye::ledgers
