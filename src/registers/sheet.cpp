#include "registers/sheet.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "intake/cells.hpp"
#include "intake/xlsx_book.hpp"
#include "registers/identity.hpp"
#include "registers/sheet.sql.hpp"

namespace leye::registers {
namespace {

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// How a row begins that is a sum, a signature, a note or an example.
bool begins_no_record(std::string_view text) {
  for (const char* mark :
       {"合计", "总计", "小计", "累计", "本页", "填报", "审核", "制表", "经办人", "负责人", "复核",
        "备注:", "注:", "说明:", "填表", "示例", "例:", "单位负责人", "联系电话:", "日期:"}) {
    if (text.starts_with(mark)) return true;
  }
  return false;
}

// What a number in a spreadsheet cannot hold without loss.
bool keeps_digits(const Fact& fact) {
  return fact.type == FactType::reference || fact.format == TextFormat::id_number ||
         fact.format == TextFormat::uscc || fact.format == TextFormat::account;
}

}  // namespace

Result<PlaceIndex> PlaceIndex::load(store::Transaction& transaction) {
  PlaceIndex index;
  const auto rows = TRY(transaction.query(sql::known_places));
  const auto add = [&](const std::string& name, Place code) {
    const auto [at, fresh] = index.by_name_.emplace(name, code);
    if (!fresh && at->second != code) at->second = 0;
  };
  for (const store::Row row : rows) {
    const auto code = row.get<Place>("code");
    index.levels_.emplace(code, row.get<int>("level"));
    std::string name = row.get<std::string>("name");
    add(name, code);
    for (const char* larger : {"county_name", "city_name", "province_name"}) {
      const auto prefix = row.get<std::optional<std::string>>(larger);
      if (!prefix) continue;
      name = *prefix + name;
      add(name, code);
    }
  }
  return index;
}

Result<Place> PlaceIndex::find(std::string_view plain) const {
  if (all_digits(plain)) {
    Place code = 0;
    std::from_chars(plain.data(), plain.data() + plain.size(), code);
    if (plain.size() != 6 && plain.size() != 9 && plain.size() != 12) {
      return wrong(fmt::format("行政区划代码应为 6、9 或 12 位，现为 {} 位", plain.size()),
                   "按统计用区划代码填写，注意不要丢掉末尾的 0");
    }
    for (std::size_t digits = plain.size(); digits < 12; ++digits) code *= 10;
    const Place township = code / 1000 * 1000;  // villages are known by their township
    if (!levels_.contains(code) && !levels_.contains(township)) {
      return wrong(fmt::format("行政区划代码 {} 不存在", plain), "按现行区划代码核对");
    }
    return code;
  }
  const auto found = by_name_.find(std::string(plain));
  if (found == by_name_.end()) {
    return wrong(fmt::format("区划“{}”无法识别", plain), "填 6、9 或 12 位区划代码，或全称");
  }
  if (found->second == 0) {
    return wrong(fmt::format("有几个地方都叫“{}”", plain), "填区划代码，或在前面写上所属县区和市");
  }
  return found->second;
}

Sheet::Sheet(intake::RowSource& rows, const Vocabulary& vocabulary, const Entity& entity,
             const PlaceIndex& places)
    : rows_(&rows),
      vocabulary_(&vocabulary),
      entity_(&entity),
      places_(&places),
      column_of_fact_(entity.facts.size(), nullptr) {}

Result<Sheet> Sheet::open(intake::RowSource& rows, const Vocabulary& vocabulary,
                          const Entity& entity, const PlaceIndex& places,
                          const std::vector<ColumnChoice>& choices) {
  Sheet sheet(rows, vocabulary, entity, places);
  sheet.first_rows_ = TRY(first_rows(rows));
  sheet.layout_ = find_layout(entity, sheet.first_rows_, choices);
  if (!sheet.layout_.missing.empty()) return missing_headings(entity, sheet.layout_);
  for (std::size_t index = 0; index < entity.facts.size(); ++index) {
    const LayoutColumn* column = sheet.layout_.of(entity.facts[index]);
    if (column != nullptr) sheet.column_of_fact_[index] = column;
  }
  while (sheet.next_first_ < sheet.first_rows_.size() &&
         sheet.first_rows_[sheet.next_first_].number <= sheet.layout_.heading_last) {
    ++sheet.next_first_;
  }
  return sheet;
}

Result<bool> Sheet::next_cells() {
  if (next_first_ < first_rows_.size()) {
    cells_ = first_rows_[next_first_++].view();
    return true;
  }
  return rows_->next(cells_);
}

// What stands in each cell itself, or reaches down into it from a merged cell above.
void Sheet::read_plain() {
  if (plain_.size() < cells_.cells.size()) plain_.resize(cells_.cells.size());
  for (std::size_t at = 0; at < plain_.size(); ++at) {
    const bool stands =
        at < cells_.cells.size() && cells_.cells[at].cover != intake::Cover::from_left;
    if (stands)
      plain_[at] = intake::plain_cell(cells_.cells[at].text);
    else
      plain_[at].clear();
  }
}

const std::string& Sheet::plain_at(std::size_t column) const {
  static const std::string nothing;
  return column < plain_.size() ? plain_[column] : nothing;
}

// Nothing of an own in any column that is imported; or a mark where nothing is named by a
// number; or the headings once more.
bool Sheet::is_no_record() const {
  const auto own = [&](std::size_t at) {
    return at < cells_.cells.size() && cells_.cells[at].cover == intake::Cover::none;
  };
  std::string_view first;
  for (std::size_t at = 0; first.empty() && at < cells_.cells.size(); ++at) {
    if (own(at)) first = plain_[at];
  }
  bool anything = false, headings_again = true;
  std::string_view key;
  for (std::size_t index = 0; index < entity_->facts.size(); ++index) {
    const LayoutColumn* column = column_of_fact_[index];
    if (column == nullptr) continue;
    const std::string& plain = plain_at(column->column);
    anything = anything || (!plain.empty() && own(column->column));
    headings_again = headings_again && !plain.empty() && column->heading.ends_with(plain);
    if (entity_->facts[index].required && key.empty() && plain != first) key = plain;
  }
  if (!anything || headings_again) return true;
  if (first.starts_with("示例")) return true;
  return key.find_first_of("0123456789") == key.npos && begins_no_record(first);
}

void Sheet::skip() {
  constexpr std::size_t listed_max = 50, bytes_max = 200;
  std::string text;
  for (const intake::Cell& cell : cells_.cells) {
    const std::string plain =
        cell.cover == intake::Cover::none ? intake::plain_cell(cell.text) : std::string();
    if (!plain.empty() && text.size() < bytes_max) text += (text.empty() ? "" : " ") + plain;
  }
  if (text.empty()) return;
  ++skipped_count_;
  if (skipped_.size() < listed_max) skipped_.push_back({cells_.number, std::move(text)});
}

Result<bool> Sheet::next(SheetRow& row) {
  while (true) {
    const bool more = TRY(next_cells());
    if (!more) return false;
    if (cells_.empty()) continue;
    read_plain();
    if (!is_no_record()) break;
    skip();
  }
  hidden_rows_ += cells_.hidden ? 1 : 0;
  row.number = cells_.number;
  row.problems.clear();
  row.values.resize(entity_->facts.size());
  for (std::size_t index = 0; index < entity_->facts.size(); ++index) {
    CellValue& value = row.values[index];
    value.present = false;
    value.text.clear();
    const LayoutColumn* column = column_of_fact_[index];
    if (column != nullptr) read(entity_->facts[index], *column, row, value);
  }
  return true;
}

void Sheet::read(const Fact& fact, const LayoutColumn& column, SheetRow& row, CellValue& value) {
  std::string_view plain = plain_at(column.column);
  if (column.until != nullptr) {
    const auto [from, until] = intake::days_of_range(plain);
    plain = column.until == &fact ? until : from;
  }
  if (plain.empty()) {
    if (fact.required) {
      row.problems.push_back({row.number, column.heading, "", "必填项为空", "补填后再导入"});
    }
    return;
  }
  const intake::CellKind kind = cells_.cells[column.column].kind;
  Status read = Done{};
  if (kind == intake::CellKind::error) {
    read = wrong("单元格里的公式没有结果", "在原表中改正公式，或复制后粘贴为数值");
  } else if (kind == intake::CellKind::number) {
    read = read_number(fact, plain, value);
  }
  if (read.ok() && !value.present) read = read_cell(fact, column, plain, value);
  value.present = read.ok();
  if (!read.ok()) {
    row.problems.push_back(
        {row.number, column.heading, std::string(plain), read.error().what, read.error().fix});
  }
}

// What a number in a spreadsheet means beyond its digits: an identifier has lost some, a day is a
// serial number. `present` where the value was read.
Status Sheet::read_number(const Fact& fact, std::string_view plain, CellValue& value) const {
  if (keeps_digits(fact) && plain.find('E') != plain.npos) {
    return wrong("是数字格式，第 15 位以后的数字已丢失",
                 "在原表中把该列设为文本格式，按证件重新填写，不能只改格式");
  }
  const bool day = fact.type == FactType::day || fact.type == FactType::month;
  const auto system = rows_->days_from_1904();
  constexpr std::size_t serial_digits = 5;
  if (!day || !system || plain.size() != serial_digits || !all_digits(plain)) return Done{};
  int serial = 0;
  std::from_chars(plain.data(), plain.data() + plain.size(), serial);
  const auto found = Day::parse(intake::day_of_serial(serial, *system));
  if (!found.ok()) return Done{};
  const YearMonthDay civil = found.value().civil();
  value.number = fact.type == FactType::day
                     ? found.value().number()
                     : Day::from_civil(civil.year, civil.month, 1).value().number();
  value.present = true;
  return Done{};
}

Status Sheet::read_cell(const Fact& fact, const LayoutColumn& column, std::string_view plain,
                        CellValue& value) {
  switch (fact.type) {
    case FactType::boolean: value.number = TRY(intake::read_boolean(plain)) ? 1 : 0; break;
    case FactType::count: value.number = TRY(intake::read_count(plain)); break;
    case FactType::money:
      value.number = TRY(intake::read_money(plain, column.ten_thousands != 0)).fen();
      break;
    case FactType::day: value.number = TRY(intake::read_day(plain)).number(); break;
    case FactType::month: value.number = TRY(intake::read_month(plain)).number(); break;
    case FactType::place: value.number = TRY(places_->find(plain)); break;
    case FactType::ratio: {
      const Ratio ratio = TRY(intake::read_ratio(plain));
      value.number = ratio.numerator();
      value.bottom = ratio.denominator();
      break;
    }
    case FactType::code: return read_code(fact, plain, value);
    case FactType::text: return read_text(fact, plain, value);
    case FactType::reference: return read_reference(fact, plain, value);
  }
  return Done{};
}

Status Sheet::read_code(const Fact& fact, std::string_view plain, CellValue& value) {
  const CodeTable& table = *vocabulary_->code_table(fact);
  if (const Code* code = table.understand(plain)) {
    value.text = code->code;
    return Done{};
  }
  constexpr std::size_t listed_max = 16;
  if (table.codes().size() > listed_max) {
    return wrong(fmt::format("“{}”不在代码表《{}》中", plain, table.zh()),
                 fmt::format("填代码或标准名称{}{}", table.standard().empty() ? "" : "，见 ",
                             table.standard()));
  }
  std::vector<std::string> known;
  for (const Code& code : table.codes()) known.push_back(code.zh);
  return wrong(fmt::format("“{}”不在代码表《{}》中", plain, table.zh()),
               fmt::format("填其中之一：{}", fmt::join(known, "、")));
}

Status Sheet::read_text(const Fact& fact, std::string_view plain, CellValue& value) {
  switch (fact.format) {
    case TextFormat::id_number: value.text = TRY(canonical_id_number(plain)); return Done{};
    case TextFormat::uscc: value.text = TRY(canonical_uscc(plain)); return Done{};
    case TextFormat::phone: value.text = TRY(canonical_phone(plain)); return Done{};
    case TextFormat::account:
      if (plain.find("E+") != std::string_view::npos) {
        return wrong("银行账号已被电子表格改成科学记数", "在原表中把该列设为文本格式后重新导出");
      }
      value.text = plain;
      return Done{};
    case TextFormat::free: break;
  }
  const bool persons_name = entity_->id == "person" && fact.id == "name";
  value.text = persons_name ? TRY(intake::read_name(plain)) : std::string(plain);
  return Done{};
}

// A person is named by the ID number, an organisation by its credit code, another record as
// import_record.sql says.
Status Sheet::read_reference(const Fact& fact, std::string_view plain, CellValue& value) {
  if (fact.refers_to == "person") {
    value.text = TRY(canonical_id_number(plain));
  } else if (fact.refers_to == "household") {
    const auto slash = plain.find('/');
    value.text = TRY(canonical_id_number(plain.substr(0, slash)));
    if (slash == std::string_view::npos) return Done{};
    CellValue kind;
    TRY(read_code(*vocabulary_->find_entity("household")->find_fact("kind"),
                  plain.substr(slash + 1), kind));
    value.text += "/" + kind.text;
  } else if (vocabulary_->find_entity(fact.refers_to)->is_record()) {
    value.text = plain;
  } else {
    value.text = TRY(canonical_uscc(plain));
  }
  return Done{};
}

}  // namespace leye::registers
