#include "registers/import.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "registers/copy_columns.hpp"
#include "registers/fact_json.hpp"
#include "registers/identity.hpp"
#include "registers/import.sql.hpp"
#include "registers/import_households.sql.hpp"
#include "registers/import_organisation.sql.hpp"
#include "registers/import_person.sql.hpp"
#include "registers/import_record.sql.hpp"
#include "registers/import_records.sql.hpp"
#include "registers/import_spells.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t problems_listed_max = 100;
constexpr std::size_t wrong_rows_max = 200'000;
constexpr std::int64_t year_first = 1900, year_last = 2199;  // of a year's row, as its table has it

struct StateMeaning {
  const char* state;
  const char* what;
  const char* fix;
};
constexpr std::array state_meanings = {
    StateMeaning{"repeated", "与前面某一行是同一条记录", "同一张表里只留一行"},
    StateMeaning{"outside", "不在您的管辖范围", "核对区划；确属外地的请交由当地办理"},
    StateMeaning{"elsewhere", "已由其他地区建档", "先办理迁移，或请建档地区更新"},
    StateMeaning{"others", "这条登记是别的学校或单位上报的", "核对证件号码和日期；确属本校本单位的请联系窗口"},
    StateMeaning{"merged", "这个号码的档案已并入另一份档案",
                 "改用合并后保留的号码；查找旧号码可以看到"},
    StateMeaning{"no_person", "该身份证号码尚未建档", "先导入人员信息，再导入本表"},
    StateMeaning{"no_employer", "该统一社会信用代码尚未建档", "先导入单位信息，再导入本表"},
    StateMeaning{"no_reference", "所指的登记尚未建档", "先导入那一类登记，再导入本表；写法见模板"},
    StateMeaning{"several_references", "所指的登记不止一条",
                 "前面写上单位统一社会信用代码，如 代码/编号"},
    StateMeaning{"no_household", "该户主的家庭尚未建档", "先导入家庭信息，再导入本表"},
    StateMeaning{"several_households", "该户主名下不止一个家庭",
                 "在户主身份证号码后写上家庭类型，如 号码/低保家庭"},
    StateMeaning{"ends_before", "结束早于开始", "核对起止日期"},
    StateMeaning{"overlapping", "与另一次失业登记的期间重叠", "先注销前一次登记，或核对起止日期"},
};

const StateMeaning& meaning_of(const std::string& state) {
  const auto found = std::find_if(state_meanings.begin(), state_meanings.end(),
                                  [&](const StateMeaning& each) { return state == each.state; });
  CHECK(found != state_meanings.end());
  return *found;
}

std::string importable(const Vocabulary& vocabulary) {
  std::string kinds;
  for (const Entity* entity : importable_entities(vocabulary)) {
    kinds += fmt::format("{}{} {}", kinds.empty() ? "" : "、", entity->id, entity->zh);
  }
  return kinds;
}

CellValue* find_value(const Entity& entity, SheetRow& row, std::string_view fact) {
  const Fact* found = entity.find_fact(fact);
  return found == nullptr ? nullptr
                          : &row.values[static_cast<std::size_t>(found - entity.facts.data())];
}

}  // namespace

// The statements of one kind. People and organisations have versions and are stored otherwise.
struct Import::Kind {
  const char* entity;
  store::Statement create, copy, resolve;
  store::Statement insert, keep_past, change;
};

const Import::Kind* Import::find_kind(const Entity& entity) {
  static const std::array kinds = {
      Kind{"person", sql::create_staged_person, sql::copy_staged_person, sql::resolve_person,
           sql::insert_new_persons, sql::insert_new_persons, sql::insert_new_persons},
      Kind{"organisation", sql::create_staged_organisation, sql::copy_staged_organisation,
           sql::resolve_organisation, sql::insert_new_organisations, sql::insert_new_organisations,
           sql::insert_new_organisations},
      Kind{"employment", sql::create_staged_employment, sql::copy_staged_employment,
           sql::resolve_employment, sql::insert_employment, sql::keep_past_employment,
           sql::change_employment},
      Kind{"unemployment_registration", sql::create_staged_unemployment_registration,
           sql::copy_staged_unemployment_registration, sql::resolve_unemployment_registration,
           sql::insert_unemployment_registration, sql::keep_past_unemployment_registration,
           sql::change_unemployment_registration},
      Kind{"education_record", sql::create_staged_education_record,
           sql::copy_staged_education_record, sql::resolve_education_record,
           sql::insert_education_record, sql::keep_past_education_record,
           sql::change_education_record},
      Kind{"insurance_spell", sql::create_staged_insurance_spell, sql::copy_staged_insurance_spell,
           sql::resolve_insurance_spell, sql::insert_insurance_spell,
           sql::keep_past_insurance_spell, sql::change_insurance_spell},
      Kind{"organisation_year", sql::create_staged_organisation_year,
           sql::copy_staged_organisation_year, sql::resolve_organisation_year,
           sql::insert_organisation_year, sql::keep_past_organisation_year,
           sql::change_organisation_year},
      Kind{"household", sql::create_staged_household, sql::copy_staged_household,
           sql::resolve_household, sql::insert_household, sql::keep_past_household,
           sql::change_household},
      Kind{"household_member", sql::create_staged_household_member,
           sql::copy_staged_household_member, sql::resolve_household_member,
           sql::insert_household_member, sql::keep_past_household_member,
           sql::change_household_member},
      Kind{"", sql::create_staged_record, sql::copy_staged_record, sql::resolve_record,
           sql::insert_record, sql::keep_past_record, sql::change_record},
  };
  if (entity.is_record()) return &kinds.back();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const Kind& kind) { return entity.id == kind.entity; });
  return found == kinds.end() ? nullptr : &*found;
}

std::vector<const Entity*> importable_entities(const Vocabulary& vocabulary) {
  std::vector<const Entity*> found;
  for (const Entity& entity : vocabulary.entities()) {
    if (Import::can_import(entity)) found.push_back(&entity);
  }
  return found;
}

bool Import::can_import(const Entity& entity) { return find_kind(entity) != nullptr; }

Import::Import(store::Transaction& transaction, const Vocabulary& vocabulary,
               const IdentityCipher& cipher, ImportOrder order)
    : transaction_(transaction),
      vocabulary_(vocabulary),
      cipher_(cipher),
      order_(std::move(order)) {}

Result<ImportReport> Import::run(intake::ByteSource csv) {
  intake::CsvReader rows(std::move(csv));
  return run(rows);
}

Result<ImportReport> Import::run(intake::RowSource& rows) {
  CHECK(kind_ == nullptr);
  entity_ = vocabulary_.find_entity(order_.kind);
  const Kind* kind = entity_ == nullptr ? nullptr : find_kind(*entity_);
  if (kind == nullptr) {
    return Error{ErrorCode::invalid_input,
                 fmt::format("不能导入“{}”", order_.kind),
                 {},
                 "可导入：" + importable(vocabulary_)};
  }
  const PlaceIndex places = TRY(PlaceIndex::load(transaction_));
  Sheet sheet = TRY(Sheet::open(rows, vocabulary_, *entity_, places, order_.columns));
  kind_ = kind;
  layout_ = sheet.layout();
  ImportReport report;
  report.entity = entity_;
  report.layout = layout_;
  TRY(transaction_.execute(sql::drop_staged));
  TRY(transaction_.execute(kind_->create));
  TRY(transaction_.execute(sql::create_resolved));
  TRY(stage(sheet, report));
  report.form = rows.form();
  report.skipped = sheet.skipped();
  report.skipped_count = sheet.skipped_count();
  report.hidden_rows = sheet.hidden_rows();
  if (entity_->id == "organisation") TRY(compare_sealed());
  if (entity_->is_record()) TRY(resolve_references());
  TRY(resolve());
  TRY(note_states(report));
  return report;
}

Status Import::resolve() {
  if (entity_->is_record()) {
    TRY(transaction_.execute(kind_->resolve, order_.place_lo, order_.place_hi, entity_->id,
                             entity_->period_from, entity_->period_until));
    TRY(leave_others());
  } else {
    TRY(transaction_.execute(kind_->resolve, order_.place_lo, order_.place_hi));
  }
  return Done{};
}

Status Import::stage(Sheet& sheet, ImportReport& report) {
  SheetRow row;
  const auto next_good_row = [&](store::CopyRow& out) -> Result<bool> {
    while (TRY(sheet.next(row))) {
      ++report.rows;
      keep_to_own(row);
      check_row(row);
      if (row.problems.empty()) {
        encode(row, out);
        return true;
      }
      TRY(note(row, report));
    }
    return false;
  };
  TRY(transaction_.copy_in(kind_->copy, next_good_row));
  if (entity_->id == "person" || entity_->id == "organisation") return Done{};
  return follow_merged(entity_->is_record() ? "staged_record" : "staged_" + entity_->id);
}

// A number that was given up in a merge means the survivor.
Status Import::follow_merged(const std::string& staged) {
  TRY(transaction_.query(sql::follow_merged_numbers, staged));
  return Done{};
}

void Import::check_row(SheetRow& row) const {
  constexpr std::pair<const char*, const char*> periods[] = {{"start_date", "end_date"},
                                                             {"first_month", "last_month"},
                                                             {"registered_on", "closed_on"},
                                                             {"birth_date", "death_date"}};
  for (const auto& [start, end] : periods) {
    const CellValue* from = find_value(*entity_, row, start);
    const CellValue* until = find_value(*entity_, row, end);
    if (from == nullptr || until == nullptr || !from->present || !until->present) continue;
    if (until->number >= from->number) continue;
    row.problems.push_back({row.number, entity_->find_fact(end)->zh, "",
                            fmt::format("早于{}", entity_->find_fact(start)->zh), "核对两个日期"});
  }
  const CellValue* year = find_value(*entity_, row, "year");
  if (!entity_->is_record() && year != nullptr && year->present &&
      (year->number < year_first || year->number > year_last)) {
    row.problems.push_back({row.number, entity_->find_fact("year")->zh,
                            std::to_string(year->number), "不是年份", "填四位年份，如 2023"});
  }
  if (entity_->id == "person") check_person(row);
  if (entity_->is_record()) check_owner(row);
}

// Birth date and sex are part of the ID number (GB 11643): taken from it where the file has none,
// compared where it has.
void Import::check_person(SheetRow& row) const {
  if (find_value(*entity_, row, "bank")->present &&
      !find_value(*entity_, row, "account_number")->present)
    row.problems.push_back(
        {row.number, "开户银行", "", "有开户银行，没有账号", "补上社保卡银行账号，或者都不填"});
  const CellValue* number = find_value(*entity_, row, "id_number");
  if (!number->present || !bears_birth_date(number->text)) return;
  CellValue* birth = find_value(*entity_, row, "birth_date");
  const Day born = birth_date_of(number->text);
  if (birth->present && birth->number != born.number()) {
    row.problems.push_back(
        {row.number, "出生日期", to_text(Day::from_number(static_cast<int>(birth->number))),
         "与身份证号码中的出生日期不一致", fmt::format("核对证件；号码中为 {}", to_text(born))});
  }
  if (born > order_.valid_on) {
    row.problems.push_back(
        {row.number, "身份证号码", "", "出生日期晚于今天", "核对证件第 7 至 14 位"});
  }
  birth->present = true;
  birth->number = born.number();
  CellValue* sex = find_value(*entity_, row, "sex");
  const std::string coded = sex_of(number->text);
  if (sex->present && (sex->text == "1" || sex->text == "2") && sex->text != coded) {
    row.problems.push_back({row.number, "性别", sex->text == "1" ? "男" : "女",
                            "与身份证号码第 17 位不一致", "核对证件"});
  }
  if (!sex->present) {
    sex->present = true;
    sex->text = coded;
  }
}

void Import::encode(const SheetRow& row, store::CopyRow& out) {
  out.add(row.number);
  if (entity_->is_record()) return encode_record(row, out);
  const bool has_sealed = entity_->id == "person" || entity_->id == "organisation";
  const Salt salt = has_sealed ? cipher_.new_salt() : Salt{};
  for (std::size_t index = 0; index < entity_->facts.size(); ++index) {
    if (entity_->facts[index].core)
      encode_value(entity_->facts[index], row.values[index], salt, out);
  }
  if (has_sealed) out.add(salt);
  if (entity_->id == "organisation") out.add(false);  // sealed_differs: see compare_sealed()
  out.add(json_or_null(json_of_cells(*entity_, row.values)));
}

void Import::encode_value(const Fact& fact, const CellValue& value, const Salt& salt,
                          store::CopyRow& out) const {
  const bool of_person = entity_->id == "person";
  const bool of_household = fact.type == FactType::reference && fact.refers_to == "household";
  const bool sealed = fact.format == TextFormat::id_number || fact.format == TextFormat::phone ||
                      fact.format == TextFormat::account;
  if (!value.present) {
    out.add(std::nullopt);
    if ((sealed && of_person) || of_household || fact.type == FactType::ratio)
      out.add(std::nullopt);
    return;
  }
  if (sealed) {
    if (of_person) {
      out.add(fact.format == TextFormat::phone     ? cipher_.phone_blind(value.text)
              : fact.format == TextFormat::account ? cipher_.account_blind(value.text)
                                                   : cipher_.number_blind(value.text));
    }
    out.add(cipher_.seal(salt, value.text));
    return;
  }
  switch (fact.type) {
    case FactType::boolean: out.add(value.number != 0); break;
    case FactType::count:
    case FactType::money:
    case FactType::place: out.add(value.number); break;
    case FactType::ratio: out.add(value.number).add(value.bottom); break;
    case FactType::day:
    case FactType::month: out.add(Day::from_number(static_cast<int>(value.number))); break;
    case FactType::text:
    case FactType::code: out.add(value.text); break;
    case FactType::reference:
      if (of_household) {  // "number/kind" or the number alone
        const auto slash = value.text.find('/');
        out.add(cipher_.number_blind(value.text.substr(0, slash)));
        if (slash == std::string::npos)
          out.add(std::nullopt);
        else
          out.add(value.text.substr(slash + 1));
      } else if (fact.refers_to == "person")
        out.add(cipher_.number_blind(value.text));
      else
        out.add(value.text);
      break;
  }
}

Status Import::note(const SheetRow& row, ImportReport& report) {
  ++report.bad;
  std::string what, fix;
  for (const CellProblem& problem : row.problems) {
    what += fmt::format("{}{}：{}", what.empty() ? "" : "；", problem.column, problem.message);
    fix += (fix.empty() ? "" : "；") + problem.fix;
    if (report.problems.size() < problems_listed_max) report.problems.push_back(problem);
  }
  wrong_rows_.emplace(row.number, std::pair(what, fix));
  if (wrong_rows_.size() > wrong_rows_max) {
    return Error{ErrorCode::invalid_input,
                 fmt::format("错误行超过 {} 行", wrong_rows_max),
                 {},
                 "多半是表头或列错位，请检查后重试"};
  }
  return Done{};
}

Status Import::count_states(ImportReport& report) {
  report.added = report.changed = report.same = added_ = changed_ = 0;
  const auto counts = TRY(transaction_.query(sql::count_states));
  for (const store::Row row : counts) {
    const auto state = row.get<std::string>("state");
    const auto count = row.get<std::int64_t>("count");
    if (state == "new")
      added_ = report.added = count;
    else if (state == "changed")
      changed_ = report.changed = count;
    else if (state == "same")
      report.same = count;
  }
  return Done{};
}

Status Import::note_states(ImportReport& report) {
  TRY(count_states(report));
  const auto wrong = TRY(transaction_.query(sql::wrong_states));
  for (const store::Row row : wrong) {
    const StateMeaning& meaning = meaning_of(row.get<std::string>("state"));
    SheetRow sheet_row;
    sheet_row.number = row.get<std::int64_t>("row_number");
    sheet_row.problems.push_back(
        {sheet_row.number, heading_of(entity_->facts.front()), "", meaning.what, meaning.fix});
    TRY(note(sheet_row, report));
  }
  std::stable_sort(report.problems.begin(), report.problems.end(),
                   [](const CellProblem& a, const CellProblem& b) { return a.row < b.row; });
  return Done{};
}

Status Import::compare_sealed() {
  std::vector<std::int64_t> differ;
  const auto rows = TRY(transaction_.query(sql::sealed_of_organisations));
  const auto differs = [&](const store::Row& row, const char* known, const char* staged) {
    const auto now = row.get<std::optional<Bytes>>(staged);
    if (!now) return false;
    const auto before = row.get<std::optional<Bytes>>(known);
    const auto salt = row.get<std::optional<Salt>>("salt");
    if (!before || !salt) return true;
    const auto old_value = cipher_.open(*salt, *before);
    const auto new_value = cipher_.open(row.get<Salt>("staged_salt"), *now);
    return !old_value.ok() || !new_value.ok() || old_value.value() != new_value.value();
  };
  for (const store::Row row : rows) {
    if (differs(row, "account_cipher", "staged_account_cipher") ||
        differs(row, "phone_cipher", "staged_phone_cipher")) {
      differ.push_back(row.get<std::int64_t>("row_number"));
    }
  }
  if (!differ.empty()) TRY(transaction_.execute(sql::mark_sealed_differences, differ));
  return Done{};
}

// Many rows into a register that has none: keys and indexes are put up after, in one pass.
std::vector<std::string> Import::tables_filled_at_once() const {
  constexpr std::int64_t rows_worth_it = 20'000;
  if (added_ < rows_worth_it) return {};
  if (entity_->id == "person")
    return {"person", "person_identity", "person_version", "person_account"};
  for (const char* spell :
       {"employment", "unemployment_registration", "insurance_spell", "education_record"}) {
    if (entity_->id == spell) return {spell};
  }
  return {};
}

Status Import::store() {
  CHECK(kind_ != nullptr);
  TRY(take_turn());
  const auto tables = tables_filled_at_once();
  bool begun = false;
  if (!tables.empty())
    begun = TRY(transaction_.query(sql::begin_first_rows, tables))[0].get<bool>("begun");
  TRY(store_rows());
  if (begun) TRY(transaction_.query(sql::finish_first_rows, tables));
  return Done{};
}

Status Import::store_rows() {
  if (entity_->id == "person") return store_people();
  if (entity_->id == "organisation") return store_organisations();
  if (entity_->is_record()) return store_records();
  return store_spells();
}

Status Import::store_people() {
  const auto& [kind, source, now, valid_on, low, high, columns, reporter] = order_;
  TRY(transaction_.execute(sql::insert_new_persons));
  TRY(transaction_.execute(sql::insert_new_identities, now));
  TRY(transaction_.execute(sql::insert_new_person_versions, now, valid_on, source));
  if (changed_ == 0) {
    TRY(transaction_.execute(sql::change_accounts, now, source));
    return Done{};
  }
  TRY(transaction_.execute(sql::keep_past_identities, now));
  TRY(transaction_.execute(sql::change_names, now));
  TRY(transaction_.execute(sql::change_phones, now));
  TRY(transaction_.execute(sql::keep_past_accounts, now));
  TRY(transaction_.execute(sql::change_accounts, now, source));
  TRY(transaction_.execute(sql::move_accounts));
  TRY(transaction_.execute(sql::move_persons));
  TRY(transaction_.execute(sql::end_person_versions, now));
  TRY(transaction_.execute(sql::insert_ended_person_versions, now, valid_on));
  TRY(transaction_.execute(sql::insert_changed_person_versions, now, valid_on, source));
  return Done{};
}

Status Import::store_organisations() {
  const auto& [kind, source, now, valid_on, low, high, columns, reporter] = order_;
  TRY(transaction_.execute(sql::insert_new_organisations));
  TRY(transaction_.execute(sql::end_organisation_versions, now));
  TRY(transaction_.execute(sql::insert_ended_organisation_versions, now, valid_on));
  TRY(transaction_.execute(sql::insert_organisation_versions, now, valid_on, source));
  return Done{};
}

Status Import::store_spells() {
  TRY(transaction_.execute(kind_->keep_past, order_.now));
  TRY(transaction_.execute(kind_->change, order_.now, order_.source));
  TRY(transaction_.execute(kind_->insert, order_.now, order_.source));
  return Done{};
}

Status Import::write_wrong_rows(intake::RowSource& same_rows, const WriteRow& write) const {
  std::vector<std::string> headings;
  for (const LayoutColumn& column : layout_.columns) {
    headings.resize(column.column + 1);
    const auto levels = column.heading.rfind(" / ");
    headings[column.column] = column.fact != nullptr && column.chosen ? column.fact->zh
                              : levels == std::string::npos           ? column.heading
                                                            : column.heading.substr(levels + 3);
  }
  const std::size_t width = headings.size();
  headings.insert(headings.end(), {"错误说明", "修改办法"});
  write(headings);
  intake::Row row;
  while (TRY(same_rows.next(row))) {
    const auto wrong = wrong_rows_.find(row.number);
    if (wrong == wrong_rows_.end()) continue;
    std::vector<std::string> cells;
    for (const intake::Cell& cell : row.cells) cells.emplace_back(cell.text);
    cells.resize(width);
    cells.push_back(wrong->second.first);
    cells.push_back(wrong->second.second);
    write(cells);
  }
  return Done{};
}

}  // namespace leye::registers
