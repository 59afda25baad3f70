#include "registers/sheet.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "intake/cells.hpp"
#include "registers/identity.hpp"
#include "registers/sheet.sql.hpp"

namespace leye::registers {
namespace {

constexpr int heading_rows_max = 12;  // titles and notes above the headings

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "合计", "填报人：" … below the data.
bool ends_the_table(std::string_view first_cell) {
  for (const char* mark :
       {"合计", "总计", "填报人", "填报单位", "审核人", "制表人", "备注：", "注："}) {
    if (first_cell.starts_with(mark)) return true;
  }
  return false;
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

Sheet::Sheet(intake::ByteSource source, const Vocabulary& vocabulary, const Entity& entity,
             const PlaceIndex& places)
    : reader_(std::move(source)),
      vocabulary_(&vocabulary),
      entity_(&entity),
      places_(&places),
      column_of_fact_(entity.facts.size(), -1) {}

Result<Sheet> Sheet::open(intake::ByteSource source, const Vocabulary& vocabulary,
                          const Entity& entity, const PlaceIndex& places) {
  Sheet sheet(std::move(source), vocabulary, entity, places);
  TRY(sheet.find_headings());
  return sheet;
}

Status Sheet::find_headings() {
  std::vector<int> best = column_of_fact_;
  std::vector<std::string> best_headings;
  std::ptrdiff_t best_count = 0;
  for (int tried = 0; tried < heading_rows_max; ++tried) {
    const bool more = TRY(reader_.next(csv_row_));
    if (!more) break;
    if (take_headings(csv_row_)) {
      heading_row_ = csv_row_.number;
      return Done{};
    }
    const auto count = std::count_if(column_of_fact_.begin(), column_of_fact_.end(),
                                     [](int column) { return column >= 0; });
    if (count > best_count) {
      best_count = count;
      best = column_of_fact_;
    }
  }
  column_of_fact_ = best;
  return wrong(fmt::format("找不到“{}”的表头：缺少{}", entity_->zh, missing_headings()),
               "表头请用模板的列名，也可用 AAC/AAB 指标代码");
}

bool Sheet::take_headings(const intake::CsvRow& row) {
  std::fill(column_of_fact_.begin(), column_of_fact_.end(), -1);
  headings_.clear();
  ignored_.clear();
  for (std::size_t column = 0; column < row.cells.size(); ++column) {
    const std::string heading = intake::plain_cell(row.cells[column]);
    headings_.push_back(heading);
    const Fact* fact = heading.empty() ? nullptr : entity_->find_heading(heading);
    if (fact == nullptr) {
      if (!heading.empty()) ignored_.push_back(heading);
      continue;
    }
    int& mapped = column_of_fact_[static_cast<std::size_t>(fact - entity_->facts.data())];
    // Two columns for one fact: the one that bears its own label counts, else the first.
    if (mapped < 0 || heading == fact->zh) mapped = static_cast<int>(column);
  }
  return missing_headings().empty();
}

std::string Sheet::missing_headings() const {
  std::string missing;
  for (std::size_t index = 0; index < entity_->facts.size(); ++index) {
    if (!entity_->facts[index].required || column_of_fact_[index] >= 0) continue;
    missing += fmt::format("“{}”", entity_->facts[index].headings.front());
    if (entity_->facts[index].headings.size() > 1) {
      missing += fmt::format("（或“{}”）", entity_->facts[index].headings[1]);
    }
  }
  return missing;
}

Result<bool> Sheet::next(SheetRow& row) {
  do {
    const bool more = TRY(reader_.next(csv_row_));
    if (!more) return false;
  } while (csv_row_.empty());
  if (ends_the_table(intake::plain_cell(csv_row_.cells.front()))) return false;
  row.number = csv_row_.number;
  row.problems.clear();
  row.values.resize(entity_->facts.size());
  for (std::size_t index = 0; index < entity_->facts.size(); ++index) {
    const Fact& fact = entity_->facts[index];
    CellValue& value = row.values[index];
    value.present = false;
    value.text.clear();
    const int column = column_of_fact_[index];
    if (column < 0) continue;
    const auto place = static_cast<std::size_t>(column);
    const std::string plain =
        place < csv_row_.cells.size() ? intake::plain_cell(csv_row_.cells[place]) : "";
    if (plain.empty()) {
      if (fact.required) {
        row.problems.push_back({row.number, headings_[place], "", "必填项为空", "补填后再导入"});
      }
      continue;
    }
    auto read = read_cell(fact, plain, value);
    if (read.ok()) {
      value.present = true;
    } else {
      row.problems.push_back(
          {row.number, headings_[place], plain, read.error().what, read.error().fix});
    }
  }
  return true;
}

Status Sheet::read_cell(const Fact& fact, std::string_view plain, CellValue& value) {
  switch (fact.type) {
    case FactType::boolean: value.number = TRY(intake::read_boolean(plain)) ? 1 : 0; break;
    case FactType::count: value.number = TRY(intake::read_count(plain)); break;
    case FactType::money: value.number = TRY(intake::read_money(plain)).fen(); break;
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
  } else if (vocabulary_->find_entity(fact.refers_to)->is_record()) {
    value.text = plain;
  } else {
    value.text = TRY(canonical_uscc(plain));
  }
  return Done{};
}

}  // namespace leye::registers
