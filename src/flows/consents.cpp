#include "flows/consents.hpp"

#include <array>

#include <fmt/format.h>

#include "flows/consents.sql.hpp"
#include "registers/erasure.hpp"

namespace leye::flows {
namespace {

constexpr std::array names{"present", "signed", "spoken", "online"};
constexpr int months_max = 12;

ConsentGiven how_of(const store::Row& row) {
  const auto how = find_consent_given(row.get<std::string>("how"));
  CHECK(how.has_value());
  return *how;
}

Error missing(const char* what, const char* where, const char* fix) {
  return {ErrorCode::invalid_input, what, {where}, fix};
}

Status check(const NewConsent& consent, Day today) {
  const bool paper =
      consent.how == ConsentGiven::present || consent.how == ConsentGiven::signed_sheet;
  if (paper && (consent.evidence.size() < 4 || consent.evidence.size() > 600))
    return missing("请写明凭什么", "evidence", "本人在场写核对的证件，书面同意写委托书存放处");
  if (consent.how == ConsentGiven::spoken &&
      (consent.witness.size() < 4 || consent.witness.size() > 180))
    return missing("口头同意要写明见证人", "witness", "写见证人姓名和身份，例如村干部");
  if (consent.until && *consent.until < today)
    return missing("同意的止日已过", "until", "请核对日期");
  if (consent.until && *consent.until > add_months(today, months_max))
    return missing("同意最长一年", "until", "到期再征得同意");
  return Done{};
}

}  // namespace

const char* name(ConsentGiven how) { return names[static_cast<std::size_t>(how)]; }

std::optional<ConsentGiven> find_consent_given(const std::string& wanted) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (wanted == names[i]) return static_cast<ConsentGiven>(i);
  return std::nullopt;
}

Result<std::int64_t> record_consent(store::Transaction& transaction, const Bureau& bureau,
                                    const Actor& actor, const NewConsent& consent) {
  const Day today = bureau.clock.today();
  TRY(check(consent, today));
  const auto places = TRY(transaction.query(sql::place_of_person, consent.person));
  if (places.empty()) return Error{ErrorCode::not_found, "查无此人，或不在您的管辖范围"};
  TRY(registers::lock_unless_erased(transaction, consent.person));
  const bool for_today = consent.how == ConsentGiven::present || !consent.until;
  const auto rows = TRY(transaction.query(
      sql::add_consent, consent.person, places[0].get<std::int64_t>("place"), consent.measure,
      name(consent.how), consent.evidence, consent.witness, for_today ? today : *consent.until,
      bureau.clock.now(), actor.account, actor.name));
  return rows[0].get<std::int64_t>("id");
}

Result<std::optional<Filed>> file_with_consent(store::Transaction& transaction,
                                               const Bureau& bureau, const Actor& actor,
                                               std::int64_t case_id) {
  if (actor.applies()) return std::optional<Filed>{};
  const auto cases = TRY(transaction.query(sql::filing_of_case, case_id));
  if (cases.empty()) return std::optional<Filed>{};
  const auto found = cases[0];
  const auto id = found.get<std::string>("measure");
  const auto* measure = bureau.plan.find_measure(id);
  if (measure == nullptr || !measure->path || measure->path->opened_by != policy::OpenedBy::person)
    return std::optional<Filed>{};
  Filed filed{found.get<std::int64_t>("person_id"), found.get<std::string>("applicant")};
  const auto rows =
      TRY(transaction.query(sql::consent_in_force, filed.person, id, bureau.clock.today()));
  if (rows.empty())
    return Error{
        ErrorCode::conflict,
        fmt::format("替{}办理要先有本人同意", filed.applicant),
        {"consent"},
        "本人在场的，核对证件并登记“本人在场”；不在场的，登记书面或口头同意，或请本人网上同意"};
  filed.consent = rows[0].get<std::int64_t>("id");
  filed.how = how_of(rows[0]);
  TRY(transaction.execute(sql::file_under, case_id, filed.consent, found.get<std::int64_t>("place"),
                          actor.account, actor.name, bureau.clock.now()));
  return std::optional(std::move(filed));
}

Result<ConsentsOfPerson> consents_of(store::Transaction& transaction, std::int64_t person) {
  if (TRY(transaction.query(sql::place_of_person, person)).empty())
    return Error{ErrorCode::not_found, "查无此人，或不在您的管辖范围"};
  ConsentsOfPerson all;
  for (const store::Row row : TRY(transaction.query(sql::consents_of_person, person))) {
    Consent one;
    one.id = row.get<std::int64_t>("id");
    one.measure = row.get<std::string>("measure");
    one.evidence = row.get<std::string>("evidence");
    one.witness = row.get<std::string>("witness");
    one.recorded_by = row.get<std::string>("recorded_by_name");
    one.withdrawn_because = row.get<std::string>("withdrawn_because");
    one.how = how_of(row);
    one.until = row.get<Day>("valid_until");
    one.given_at = row.get<Instant>("given_at");
    one.withdrawn_at = row.get<std::optional<Instant>>("withdrawn_at");
    all.consents.push_back(std::move(one));
  }
  for (const store::Row row : TRY(transaction.query(sql::filings_of_person, person)))
    all.filings.push_back({row.get<std::int64_t>("consent_id"), row.get<std::int64_t>("case_id"),
                           row.get<std::string>("number"), row.get<std::string>("measure"),
                           row.get<std::string>("filed_by_name"), row.get<Instant>("filed_at")});
  return all;
}

Result<std::optional<FiledFor>> filing_under(store::Transaction& transaction,
                                             std::int64_t case_id) {
  std::optional<FiledFor> found;
  for (const store::Row row : TRY(transaction.query(sql::filing_under, case_id)))
    found = FiledFor{row.get<std::string>("filed_by_name"), how_of(row),
                     row.get<Instant>("filed_at")};
  return found;
}

Result<std::int64_t> person_of_consent(store::Transaction& transaction, std::int64_t consent) {
  const auto rows = TRY(transaction.query(sql::person_of_consent, consent));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这项同意"};
  return rows[0].get<std::int64_t>("person_id");
}

Status withdraw_consent(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                        std::int64_t consent, const std::string& because) {
  if (because.size() < 4 || because.size() > 600)
    return missing("请写撤回的原因", "reason", "例如：改由本人办理");
  const auto person = TRY(person_of_consent(transaction, consent));
  if (!registers::lock_unless_erased(transaction, person).ok())
    return Error{ErrorCode::conflict,
                 "这份档案的个人信息已经销毁",
                 {},
                 "同意已随档案失效，不能再凭它办理，不用撤回"};
  const auto done = TRY(transaction.execute(sql::withdraw_consent, consent, bureau.clock.now(),
                                            actor.account, because));
  if (done == 0) return Error{ErrorCode::conflict, "这项同意已经撤回", {}, "请刷新页面"};
  return Done{};
}

}  // namespace leye::flows
