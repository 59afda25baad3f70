#include "suspects/list_file.hpp"

#include <set>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/json_write.hpp"
#include "intake/workbook.hpp"
#include "registers/identity.hpp"

namespace leye::suspects {

BOOST_DESCRIBE_STRUCT(ListedPerson, (), (id_number, name, suspicion))

namespace {

constexpr const char* purpose = "suspect.content";
constexpr std::size_t text_bytes_max = 4000;
constexpr std::int64_t rows_max = 100'000;
constexpr int heading_rows_max = 20;

const std::set<std::string, std::less<>> number_headings{
    "身份证号码", "身份证号", "证件号码", "公民身份号码", "社会保障号码", "AAC002", "AAC147"};
const std::set<std::string, std::less<>> name_headings{"姓名", "人员姓名", "AAC003"};

std::string bare(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '*') kept += c;
  return kept;
}

struct Columns {
  int number = -1;
  int name = -1;
  std::vector<std::string> headings;
};

Error no_numbers() {
  return {ErrorCode::invalid_input,
          "没有找到身份证号码一列",
          {},
          "表头写“身份证号码”和“姓名”，其余各列原样保留"};
}

Error wrong_row(const char* what, std::int64_t row, const char* fix) {
  return {ErrorCode::invalid_input, what, {fmt::format("第 {} 行", row)}, fix};
}

// The first row that has a heading for the number.
Result<Columns> find_columns(intake::RowSource& rows) {
  intake::Row row;
  for (int tried = 0; tried < heading_rows_max; ++tried) {
    const bool any = TRY(rows.next(row));
    if (!any) return no_numbers();
    Columns columns;
    for (std::size_t at = 0; at < row.cells.size(); ++at) {
      columns.headings.push_back(bare(row.cells[at].text));
      if (number_headings.contains(columns.headings.back())) columns.number = static_cast<int>(at);
      if (name_headings.contains(columns.headings.back())) columns.name = static_cast<int>(at);
    }
    if (columns.number >= 0) return columns;
  }
  return no_numbers();
}

std::string text_at(const intake::Row& row, std::size_t column) {
  return column < row.cells.size() ? std::string(row.cells[column].text) : "";
}

// Its other columns, each after its heading.
std::string suspicion_of(const intake::Row& row, const Columns& columns) {
  std::string suspicion;
  for (std::size_t at = 0; at < columns.headings.size(); ++at) {
    const auto text = bare(text_at(row, at));
    const bool own =
        static_cast<int>(at) == columns.number || static_cast<int>(at) == columns.name;
    if (own || text.empty() || columns.headings[at].empty()) continue;
    suspicion +=
        fmt::format("{}{}：{}", suspicion.empty() ? "" : "；", columns.headings[at], text);
  }
  return suspicion;
}

}  // namespace

Result<std::vector<ListedRow>> read_list(std::string_view file) {
  const auto book = TRY(intake::Workbook::open({.bytes = file, .path = {}}));
  const auto rows = TRY(book.rows(book.first_visible()));
  const Columns columns = TRY(find_columns(*rows));
  const auto number_column = static_cast<std::size_t>(columns.number);
  std::vector<ListedRow> found;
  intake::Row row;
  while (true) {
    const bool more = TRY(rows->next(row));
    if (!more) break;
    const std::string written = text_at(row, number_column);
    if (bare(written).empty()) continue;  // a sum, a signature
    if (row.cells[number_column].kind == intake::CellKind::number)
      return wrong_row("身份证号码是数字格式，后几位已经丢失", row.number,
                       "请对方按文本格式重新导出");
    ListedRow one;
    one.number = row.number;
    const auto number = registers::canonical_id_number(written);
    one.person.id_number = number.ok() ? number.value() : bare(written);
    if (columns.name >= 0)
      one.person.name = bare(text_at(row, static_cast<std::size_t>(columns.name)));
    one.person.suspicion = suspicion_of(row, columns);
    if (one.person.suspicion.size() > text_bytes_max)
      return wrong_row("这一行的内容太长", row.number, "删去不需要的列再导入");
    found.push_back(std::move(one));
    if (static_cast<std::int64_t>(found.size()) > rows_max)
      return Error{ErrorCode::invalid_input, "名单太长", {}, "分成几份再导入"};
  }
  if (found.empty()) return Error{ErrorCode::invalid_input, "名单里没有人员"};
  return found;
}

Bytes seal_person(const Cipher& cipher, std::int64_t row, const ListedPerson& person) {
  return cipher.encrypt(purpose, row, json::write(person));
}

Result<ListedPerson> open_person(const Cipher& cipher, std::int64_t row, const Bytes& sealed) {
  if (sealed.empty()) {  // the person was erased, or the list's term is over
    ListedPerson gone;
    gone.name = "已销毁";
    return gone;
  }
  const auto text = TRY(cipher.decrypt(purpose, row, sealed));
  return json::read<ListedPerson>(text);
}

}  // namespace leye::suspects
