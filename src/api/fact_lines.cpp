#include "api/fact_lines.hpp"

#include <charconv>

#include "access/masks.hpp"
#include "api/bind.hpp"

namespace leye::api {
namespace {

using registers::Record;

constexpr std::size_t timeline_max = 200;

const char* mask_word(Mask mask) {
  switch (mask) {
    case Mask::none: return "";
    case Mask::name: return "name";
    case Mask::id_number: return "id_number";
    case Mask::phone: return "phone";
    case Mask::account: return "account";
    case Mask::birth_date: return "birth_date";
    case Mask::health: return "health";
  }
  return "health";
}

// A birth date is needed to tell people of one name apart; it is hidden with the name only.
bool is_masked(const Fact& fact, Names names) {
  const bool of_name = fact.mask == Mask::name || fact.mask == Mask::birth_date;
  return fact.mask != Mask::none && (!of_name || names == Names::masked);
}

std::optional<Day> day_of(const Record& record, std::string_view fact) {
  const auto day = Day::parse(record.value(fact));
  return day.ok() ? std::optional(day.value()) : std::nullopt;
}

std::optional<Id> id_of(const Record& record, std::string_view fact) {
  const auto& text = record.value(fact);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{}) return std::nullopt;
  return Id{number};
}

std::optional<std::int64_t> count_of(const Record& record, std::string_view fact) {
  const auto id = id_of(record, fact);
  return id ? std::optional(id->number) : std::nullopt;
}

std::optional<Money> money_of(const Record& record, std::string_view fact) {
  if (record.value(fact).empty()) return std::nullopt;
  const auto amount = Money::parse(record.value(fact));
  return amount.ok() ? std::optional(amount.value()) : std::nullopt;
}

}  // namespace

std::string masked_value(const Fact& fact, const std::string& value, Names names) {
  return is_masked(fact, names) ? access::mask(mask_word(fact.mask), value) : value;
}

std::vector<FactLine> fact_lines(const Record& record, Names names) {
  std::vector<FactLine> lines;
  for (const auto& value : record.values) {
    FactLine line;
    line.fact = value.fact->id;
    line.label = value.fact->zh;
    line.label_en = value.fact->en;
    line.masked = is_masked(*value.fact, names) && !value.value.empty();
    line.value = masked_value(*value.fact, value.value, names);
    line.label_value = line.masked ? line.value : value.shown;
    if (!line.masked) line.label_value_en = value.shown_en;
    line.source = record.source;
    line.source_label = record.source;
    line.valid_from = record.valid.from;
    line.known_from = business_day(record.known_from);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<RecordListLine> record_lines(const std::vector<registers::RecordList>& lists,
                                         std::string_view owner, Names names) {
  const auto known = [&](const Record& record) {
    std::vector<FactLine> lines = fact_lines(record, names);
    std::erase_if(lines, [&](const FactLine& line) {
      const Fact* fact = record.entity->find_fact(line.fact);
      const bool of_owner = fact->type == FactType::reference && fact->refers_to == owner;
      return line.value.empty() || of_owner;
    });
    return lines;
  };
  const auto past_line = [&](const registers::PastRecord& past) {
    return PastRecordLine{known(past.record), past.record.source, to_text(past.known_to),
                          past.reason, past.made_by};
  };
  std::vector<RecordListLine> found;
  for (const auto& list : lists) {
    if (list.entries.empty() && list.withdrawn.empty()) continue;
    RecordListLine lines{list.entity->id, list.entity->zh, list.entity->en, list.total, {}, {}};
    for (const auto& entry : list.entries) {
      RecordLine line;
      line.id = Id{entry.record.id};
      line.first_day = entry.record.valid.from;
      if (entry.record.valid.until) line.last_day = *entry.record.valid.until - 1;
      line.facts = known(entry.record);
      line.source = entry.record.source;
      line.known_from = business_day(entry.record.known_from);
      for (const auto& past : entry.past) {
        line.past.push_back(past_line(past));
      }
      lines.items.push_back(std::move(line));
    }
    for (const auto& past : list.withdrawn) lines.withdrawn.push_back(past_line(past));
    found.push_back(std::move(lines));
  }
  return found;
}

Status check_reason(const Unmask& asked) {
  if (asked.reason.size() >= 4 && asked.reason.size() <= 500) return Done{};
  return Error{ErrorCode::invalid_input, "请写明查看原因", {"reason"}, "至少两个汉字"};
}

Result<const registers::FactValue*> masked_fact(const Record& record, const std::string& field) {
  const auto* value = record.find(field);
  if (value == nullptr || value->fact->mask == Mask::none) {
    return Error{ErrorCode::invalid_input, "没有这一项，或它没有遮盖", {"field"}};
  }
  return value;
}

EmploymentLine employment_line(const Record& record, Names names) {
  EmploymentLine line;
  line.id = Id{record.id};
  line.person_id = id_of(record, "person");
  line.person_label = record.shown("person");
  if (names == Names::masked) line.person_label = access::mask("name", line.person_label);
  line.organisation_id = id_of(record, "employer");
  line.organisation_label = record.shown("employer");
  line.start_date = day_of(record, "start_date");
  line.end_date = day_of(record, "end_date");
  line.signed_on = day_of(record, "signed_on");
  line.contract_kind = record.value("contract_kind");
  line.contract_kind_label = record.shown("contract_kind");
  line.contract_kind_label_en = record.shown_en("contract_kind");
  line.occupation = record.shown("occupation");
  line.source = record.source;
  return line;
}

UnemploymentLine unemployment_line(const Record& record) {
  return {day_of(record, "start_date"), day_of(record, "end_date"), record.shown("reason"),
          record.shown_en("reason"),    record.shown("place"),      record.source};
}

EducationLine education_line(const Record& record) {
  return {record.shown("level"), record.shown_en("level"), record.value("school"),
          day_of(record, "graduated_on"), record.source};
}

InsuranceLine insurance_line(const Record& record) {
  InsuranceLine line;
  line.kind = record.value("kind");
  line.kind_label = record.shown("kind");
  line.kind_label_en = record.shown_en("kind");
  line.organisation_id = id_of(record, "employer");
  line.organisation_label = record.shown("employer");
  line.first_month = record.value("first_month");
  if (!record.value("last_month").empty()) line.last_month = record.value("last_month");
  line.source = record.source;
  return line;
}

OrganisationYear year_line(const Record& record) {
  OrganisationYear line;
  line.year = static_cast<std::int32_t>(count_of(record, "year").value_or(0));
  line.headcount_year_end = count_of(record, "headcount_year_end");
  if (!record.value("headcount_mean").empty()) line.headcount_mean = record.value("headcount_mean");
  line.layoffs = count_of(record, "layoffs");
  line.insured_months = count_of(record, "insured_months");
  line.premium_unit_paid = money_of(record, "premium_unit_paid");
  line.premium_employee_paid = money_of(record, "premium_employee_paid");
  return line;
}

GrantLine grant_line(const Record& record) {
  GrantLine line;
  line.id = Id{record.id};
  line.measure = record.value("measure");
  line.measure_label = record.shown("measure");
  line.amount = money_of(record, "amount").value_or(Money{});
  line.state = record.value("state");
  line.state_label = record.shown("state");
  line.granted_on = day_of(record, "granted_on");
  return line;
}

std::vector<TimelineLine> timeline_lines(const std::vector<registers::TimelineEntry>& entries) {
  std::vector<TimelineLine> lines;
  for (const auto& entry : entries) {
    if (lines.size() == timeline_max) break;
    lines.push_back({entry.on, entry.kind, entry.title, entry.title_en, entry.detail,
                     entry.detail_en, entry.source});
  }
  return lines;
}

}  // namespace leye::api
