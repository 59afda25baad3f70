#include "registers/copy_columns.hpp"

namespace leye::registers {

void add_facts(store::CopyRow& out, const PersonRow& row) {
  out.add(store::DateRange{row.valid_from, std::nullopt})
      .add(text_or_null(row.sex))
      .add(row.birth_date)
      .add(text_or_null(row.nation))
      .add(text_or_null(row.hukou_kind))
      .add(id_or_null(row.hukou_place))
      .add(row.residence_place)
      .add(text_or_null(row.education))
      .add(text_or_null(row.health))
      .add(text_or_null(row.disability_grade))
      .add(row.veteran)
      .add(row.death_date);
}

void add_facts(store::CopyRow& out, const OrganisationRow& row) {
  out.add(store::DateRange{row.valid_from, std::nullopt})
      .add(row.name)
      .add(text_or_null(row.kind))
      .add(text_or_null(row.size_class))
      .add(text_or_null(row.industry))
      .add(row.registered_place)
      .add(row.insured_as_unit)
      .add(row.registered_on)
      .add(row.closed_on)
      .add(row.joint_sanction)
      .add(row.zombie)
      .add(text_or_null(row.account_name))
      .add(text_or_null(row.bank));
}

void add_facts(store::CopyRow& out, const OrganisationYearRow& row) {
  const auto& mean = row.headcount_mean;
  out.add(static_cast<std::int16_t>(row.year))
      .add(row.headcount_year_end)
      .add(mean ? std::optional(mean->numerator()) : std::nullopt)
      .add(mean ? std::optional(mean->denominator()) : std::nullopt)
      .add(row.layoffs)
      .add(row.benefit_claimants)
      .add(row.premium_unit_paid)
      .add(row.premium_employee_paid)
      .add(row.premium_due_period)
      .add(row.insured_months);
}

void add_facts(store::CopyRow& out, const EmploymentRow& row) {
  out.add(row.signed_on)
      .add(row.start_date)
      .add(row.end_date)
      .add(text_or_null(row.contract_kind))
      .add(row.contract_end)
      .add(text_or_null(row.form))
      .add(text_or_null(row.occupation))
      .add(id_or_null(row.workplace))
      .add(row.wage)
      .add(row.is_owner);
}

void add_facts(store::CopyRow& out, const UnemploymentRow& row) {
  out.add(row.start_date).add(row.end_date).add(text_or_null(row.reason));
}

void add_facts(store::CopyRow& out, const EducationRow& row) {
  out.add(row.level).add(text_or_null(row.school)).add(row.graduated_on);
}

void add_facts(store::CopyRow& out, const InsuranceRow& row) {
  out.add(row.kind).add(row.first_month).add(row.last_month).add(row.first_paid_on);
}

}  // namespace leye::registers
