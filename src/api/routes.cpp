#include "api/audit_sheets.hpp"
#include "api/bind.hpp"
#include "api/bindings.hpp"
#include "api/bodies.hpp"
#include "api/check_now.hpp"
#include "api/consents.hpp"
#include "api/contested.hpp"
#include "api/employer_years.hpp"
#include "api/evidence.hpp"
#include "api/families.hpp"
#include "api/graduates.hpp"
#include "api/households.hpp"
#include "api/ledger_copies.hpp"
#include "api/ledgers.hpp"
#include "api/list_comparison.hpp"
#include "api/lookup.hpp"
#include "api/meters.hpp"
#include "api/own_words.hpp"
#include "api/policy_desk.hpp"
#include "api/privacy.hpp"
#include "api/quality.hpp"
#include "api/reading_alerts.hpp"
#include "api/registered_states.hpp"
#include "api/recognitions.hpp"
#include "api/registration_requests.hpp"
#include "api/reports.hpp"
#include "api/resources.hpp"
#include "api/sweeps.hpp"
#include "api/visits.hpp"
#include "api/windows.hpp"

#include <fmt/format.h>

namespace leye::api {

std::string to_text(Instant moment) {
  const auto local = moment + std::chrono::hours(8);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(local - day));
  return fmt::format("{}T{:02}:{:02}:{:02}+08:00", leye::to_text(business_day(moment)),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::vector<Route> all_routes() {
  std::vector<Route> all;
  for (const auto resource :
       {sign_in_routes, second_factor_routes, binding_routes, consent_routes, place_routes,
        person_routes, duplicate_routes, entry_routes, contested_routes, meter_routes,
        household_routes, family_routes, correction_routes, own_word_routes, report_routes,
        report_answer_routes, graduate_routes, organisation_routes,
        employer_year_routes, entitlement_routes, measure_routes,
        trial_routes, case_routes, notice_routes, follow_up_routes, recovery_routes, payment_routes,
        figure_routes, record_routes, import_routes, import_run_routes, feed_routes,
        export_routes, ledger_routes, ledger_copy_routes, lookup_routes, list_comparison_routes,
        arrangement_routes, outbox_routes, suspect_routes, evidence_routes, quality_routes,
        sweep_routes, visit_routes, survey_routes, registered_state_routes, window_routes,
        recognition_routes, registration_request_routes, policy_version_routes,
        policy_draft_routes, policy_change_routes, policy_publishing_routes, privacy_routes,
        reading_alert_routes, audit_sheet_routes, delegation_routes, administration_routes,
        body_routes, check_now_routes}) {
    for (auto& route : resource()) all.push_back(std::move(route));
  }
  return all;
}

}  // namespace leye::api
