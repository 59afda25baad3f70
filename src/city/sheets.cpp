#include "city/sheets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.hpp"
#include "city/households.hpp"

namespace leye::city {
namespace {

std::string text(const std::optional<Day>& day) { return day ? leye::to_text(*day) : ""; }
std::string text(const std::optional<Money>& money) { return money ? leye::to_text(*money) : ""; }
std::string text(const std::optional<std::int64_t>& count) {
  return count ? std::to_string(*count) : "";
}
std::string text(const std::optional<bool>& fact) { return !fact ? "" : *fact ? "是" : "否"; }
std::string month(const std::optional<Day>& day) { return text(day).substr(0, day ? 7 : 0); }

std::string text(const std::optional<Ratio>& ratio) {
  if (!ratio) return "";
  if (ratio->denominator() == 1) return std::to_string(ratio->numerator());
  return fmt::format("{}/{}", ratio->numerator(), ratio->denominator());
}

// What may be wrong with a cell of each fact, and how it then reads.
struct Mistake {
  const char* fact;
  const char* wrong;  // null: the last digit changes
  const char* what;
};
constexpr Mistake mistakes[] = {
    {"id_number", nullptr, "校验码不对"},
    {"uscc", nullptr, "校验码不对"},
    {"birth_date", "2001-02-30", "没有这一天"},
    {"start_date", "2023-13-01", "没有这一天"},
    {"graduated_on", "毕业那年", "不是日期"},
    {"name", "", "必填项为空"},
    {"sex", "雄", "不是代码"},
    {"size_class", "特大型", "不是代码"},
    {"contract_kind", "口头约定", "不是代码"},
    {"residence_place", "火星", "没有这个地方"},
    {"registered_place", "999999999999", "没有这个地方"},
    {"wage", "三千六", "不是金额"},
    {"premium_unit_paid", "12.345", "金额多于两位小数"},
    {"first_month", "2023-14", "没有这个月"},
    {"year", "去年", "不是年份"},
};

std::string other_last_digit(std::string number) {
  if (!number.empty()) number.back() = number.back() == '1' ? '2' : '1';
  return number;
}

}  // namespace

Result<SheetWriter> SheetWriter::open(const std::filesystem::path& folder,
                                      const Setting& setting, const Vocabulary& vocabulary,
                                      const SheetOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return SheetWriter(folder, setting, vocabulary, options);
  return Error{
      ErrorCode::unavailable, "cannot make the folder: " + error.message(), {folder.string()}, {}};
}

// Opens the file at its first row; references are headed by what they refer by (身份证号码).
Result<SheetWriter::File*> SheetWriter::file_of(const char* entity, const Cells& cells) {
  auto& file = files_[entity];
  if (file) return file.get();
  file = std::make_unique<File>();
  file->entity = vocabulary_->find_entity(entity);
  CHECK(file->entity != nullptr);
  file->name = file->entity->plural + ".csv";
  file->out.open(folder_ / file->name, std::ios::binary);
  file->writer = std::make_unique<intake::CsvWriter>(file->out, options_.encoding);
  std::vector<std::string> headings;
  for (const auto& [id, value] : cells) {
    const Fact* fact = file->entity->find_fact(id);
    CHECK(fact != nullptr);
    const bool reference = fact->type == FactType::reference && fact->headings.size() > 1;
    headings.push_back(reference ? fact->headings[1] : fact->zh);
  }
  file->writer->write(headings);
  if (file->out) return file.get();
  return Error{ErrorCode::unavailable, "cannot write " + file->name, {folder_.string()}, {}};
}

Status SheetWriter::write(const char* entity, Cells cells) {
  const Entity* declared = vocabulary_->find_entity(entity);
  CHECK(declared != nullptr);
  std::erase_if(cells,
                [&](const auto& cell) { return declared->find_fact(cell.first) == nullptr; });
  File& file = *TRY(file_of(entity, cells));
  ++file.rows;
  if (options_.bad_every > 0 && file.rows % options_.bad_every == 0) spoil(file, cells);
  std::vector<std::string> row;
  for (auto& [id, value] : cells) row.push_back(std::move(value));
  file.writer->write(row);
  return Done{};
}

void SheetWriter::spoil(const File& file, Cells& cells) {
  constexpr std::size_t kinds = std::size(mistakes);
  for (std::size_t tried = 0; tried < kinds; ++tried) {
    const auto turn = static_cast<std::size_t>(file.rows / options_.bad_every) + tried;
    const Mistake& mistake = mistakes[turn % kinds];
    for (auto& [id, value] : cells) {
      if (std::string_view(id) != mistake.fact) continue;
      value = mistake.wrong != nullptr ? mistake.wrong : other_last_digit(value);
      mistakes_.push_back(
          {file.name, std::to_string(file.rows + 1), file.entity->find_fact(id)->zh, mistake.what});
      ++bad_rows_;
      return;
    }
  }
}

std::string SheetWriter::label(const char* code_table, const Code& code) const {
  if (code.empty()) return "";
  const CodeTable* table = vocabulary_->find_code_table(code_table);
  if (table == nullptr) return "";  // of a fact that a pack would add
  CHECK(table->find(code) != nullptr);
  return table->find(code)->zh;
}

Status SheetWriter::organisations(const std::vector<Organisation>& all) {
  for (const Organisation& each : all) {
    credit_codes_.push_back(each.uscc);
    TRY(write("organisation", {{"uscc", each.uscc},
                               {"name", each.name},
                               {"kind", label("organisation_kind", each.kind)},
                               {"size_class", label("size_class", each.size_class)},
                               {"industry", each.industry},
                               {"size_industry", label("size_industry", each.size_industry)},
                               {"registered_place", std::to_string(each.registered_place)},
                               {"insured_as_unit", text(each.insured_as_unit)},
                               {"registered_on", text(std::optional(each.registered_on))},
                               {"closed_on", text(each.closed_on)},
                               {"account_name", each.name},
                               {"account_number", each.account_number},
                               {"phone", each.phone}}));
  }
  return Done{};
}

Status SheetWriter::household(const Household& household) {
  for (const PersonFile& member : household.members) TRY(person(member));
  if (household.members.empty()) return Done{};
  return write("household", {{"householder", household.members.front().id_number},
                             {"kind", label("household_kind", household.kind)},
                             {"place", std::to_string(household.place)}});
}

Status SheetWriter::person(const PersonFile& person) {
  TRY(write("person", {{"id_number", person.id_number},
                       {"name", person.name},
                       {"sex", person.male ? "男" : "女"},
                       {"birth_date", text(person.birth_date)},
                       {"nation", label("nation", person.nation)},
                       {"hukou_kind", label("hukou_kind", person.hukou_kind)},
                       {"hukou_place", std::to_string(person.hukou_place)},
                       {"residence_place", std::to_string(person.residence_place)},
                       {"phone", person.phone},
                       {"education", label("education", person.education)},
                       {"health", label("health", person.health)},
                       {"disability_grade", label("disability_grade", person.disability_grade)},
                       {"veteran", text(person.veteran)},
                       {"death_date", text(person.death_date)}}));
  return spells(person);
}

// As the demonstration's seed_destinations has it (demo_records.sql).
Status SheetWriter::destinations(const PersonFile& person) {
  const Destinations& days = destinations_;
  for (const Education& each : person.educations) {
    if (!is_university_graduate(each.level) || each.graduated_on < days.graduated_from) continue;
    const auto taken = std::find_if(
        person.employments.begin(), person.employments.end(), [&](const Employment& job) {
          const auto after = job.start - each.graduated_on;
          return after >= 0 && after <= days.work_within;
        });
    const bool waits = taken == person.employments.end();
    const char* where = waits ? "waiting" : taken->is_owner ? "start_up" : "labour_contract";
    const auto day = [&](int after) { return text(std::optional(each.graduated_on + after)); };
    const auto handed_over = waits ? day(days.handed_over_after) : "";
    TRY(write("graduate_destination", {{"person", person.id_number},
                                       {"graduated_on", day(0)},
                                       {"school", each.school},
                                       {"destination", label("graduate_destination", where)},
                                       {"reported_on", day(days.reported_after)},
                                       {"handed_over_on", handed_over}}));
  }
  return Done{};
}

Status SheetWriter::spells(const PersonFile& person) {
  const std::string& who = person.id_number;
  const auto employer = [&](Id id) { return credit_codes_[static_cast<std::size_t>(id - 1)]; };
  for (const Employment& job : person.employments) {
    TRY(write("employment", {{"person", who},
                             {"employer", employer(job.employer)},
                             {"signed_on", text(job.signed_on)},
                             {"start_date", text(std::optional(job.start))},
                             {"end_date", text(job.end)},
                             {"contract_kind", label("contract_kind", job.contract_kind)},
                             {"contract_end", text(job.contract_end)},
                             {"form", label("employment_form", job.form)},
                             {"occupation", job.occupation},
                             {"workplace", std::to_string(job.workplace)},
                             {"wage", text(std::optional(job.wage))},
                             {"is_owner", text(std::optional(job.is_owner))}}));
  }
  for (const Registration& each : person.registrations) {
    TRY(write("unemployment_registration", {{"person", who},
                                            {"start_date", text(std::optional(each.start))},
                                            {"end_date", text(each.end)},
                                            {"reason", label("unemployment_reason", each.reason)},
                                            {"place", std::to_string(each.place)}}));
  }
  for (const Education& each : person.educations) {
    TRY(write("education_record", {{"person", who},
                                   {"level", label("education", each.level)},
                                   {"school", each.school},
                                   {"graduated_on", text(std::optional(each.graduated_on))}}));
  }
  TRY(destinations(person));
  for (const InsuranceSpell& spell : person.insurance) {
    TRY(write("insurance_spell", {{"person", who},
                                  {"employer", employer(spell.employer)},
                                  {"kind", label("insurance_kind", spell.kind)},
                                  {"first_month", month(spell.first_month)},
                                  {"last_month", month(spell.last_month)},
                                  {"first_paid_on", text(spell.first_paid_on)}}));
  }
  return Done{};
}

Status SheetWriter::organisation_years(const std::vector<OrganisationYear>& all) {
  for (const OrganisationYear& year : all) {
    TRY(write("organisation_year",
              {{"organisation", credit_codes_[static_cast<std::size_t>(year.organisation - 1)]},
               {"year", std::to_string(year.year)},
               {"headcount_year_end", text(year.headcount_year_end)},
               {"headcount_mean", text(year.headcount_mean)},
               {"layoffs", text(year.layoffs)},
               {"benefit_claimants", text(year.benefit_claimants)},
               {"premium_unit_paid", text(year.premium_unit_paid)},
               {"premium_employee_paid", text(year.premium_employee_paid)},
               {"premium_due_period", text(year.premium_due_period)},
               {"insured_months", text(year.insured_months)},
               {"headcount_year_start", text(year.headcount_year_start)},
               {"new_benefit_claimants", text(year.new_benefit_claimants)},
               {"staff", text(year.staff)},
               {"revenue", text(year.revenue)},
               {"assets", text(year.assets)}}));
  }
  return Done{};
}

Status SheetWriter::organisation_months(const std::vector<OrganisationMonth>& all) {
  for (const OrganisationMonth& each : all) {
    TRY(write("organisation_month",
              {{"organisation", credit_codes_[static_cast<std::size_t>(each.organisation - 1)]},
               {"month", month(each.month)},
               {"headcount", std::to_string(each.headcount)},
               {"hired", std::to_string(each.hired)},
               {"left", std::to_string(each.left)},
               {"layoffs", text(each.layoffs)}}));
  }
  return Done{};
}

// Grants are reported on paper; there is no sheet for them.
Status SheetWriter::organisation_grants(const std::vector<EarlierGrant>&) { return Done{}; }

Status SheetWriter::finish() {
  for (auto& [entity, file] : files_) {
    file->out.flush();
    if (!file->out) {
      return Error{ErrorCode::unavailable, "cannot write " + file->name, {folder_.string()}, {}};
    }
  }
  if (options_.bad_every == 0) return Done{};
  std::ofstream out(folder_ / "bad_rows.csv", std::ios::binary);
  intake::CsvWriter list(out, intake::Encoding::utf8);
  list.write({"文件", "行", "列", "错误"});
  for (const auto& mistake : mistakes_) list.write(mistake);
  out.flush();
  if (out) return Done{};
  return Error{ErrorCode::unavailable, "cannot write bad_rows.csv", {folder_.string()}, {}};
}

}  // namespace leye::city
