#include "cli/demo_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "access/session.hpp"
#include "base/resources.hpp"
#include "base/working_days.hpp"
#include "benefits/screening.hpp"
#include "city/table.hpp"
#include "cli/policies.hpp"
#include "flows/acting.hpp"
#include "flows/applying.hpp"
#include "flows/case_view.hpp"
#include "flows/opening.hpp"
#include "policy/pack.hpp"
#include "registers/places.hpp"
#include "store/transaction.hpp"
#include "workbench/workbench.hpp"

namespace leye::cli {
namespace {

constexpr const char* demo_pack = "packs/qingyang-2023";
constexpr const char* this_machine = "127.0.0.1";

// Who applies reaches the whole area, and sees there only what is its own.
flows::Actor actor_of(const access::Caller& caller, std::int64_t area) {
  flows::Actor actor;
  actor.account = caller.account;
  actor.name = caller.name;
  for (const auto& post : caller.posts) {
    actor.place_lo = post.range.low;
    actor.place_hi = post.range.high;
    actor.roles.emplace_back(access::name(post.role));
  }
  if (caller.subject && caller.subject->kind == "organisation") {
    actor.organisation = caller.subject->id;
    actor.place_lo = access::range_of(area).low;
    actor.place_hi = access::range_of(area).high;
  }
  return actor;
}

Result<std::int64_t> area_place(store::Connection& connection) {
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  for (const auto& area : TRY(registers::list_areas(transaction)))
    if (area.schema_name == demo_area) return area.place;
  return Error{ErrorCode::not_found, "演示地区还没有建立"};
}

// One line of cases.csv: whose cases, how many, and who hands them on. The first of the walk opens
// them, each later one takes the next step forward; where it ends the case waits in an inbox.
struct Line {
  std::string measure;
  std::string outcome;  // of the screening; "all": whatever the first may open
  std::int64_t cases = 0;
  std::vector<std::string> walk;
};

class DemoDesk {
 public:
  DemoDesk(store::Connection& connection, const flows::Bureau& bureau, const DemoCity& city)
      : connection_(connection), bureau_(bureau), city_(city) {}

  // How many cases were opened.
  Result<std::size_t> carry_out(const Line& line) {
    const auto opened = TRY(open(line));
    for (std::size_t step = 1; step < line.walk.size(); ++step) {
      const flows::Actor* actor = TRY(sign_in(line.walk[step]));
      for (const std::int64_t one : opened) TRY(go_on(*actor, one));
    }
    return opened.size();
  }

 private:
  Result<const flows::Actor*> sign_in(const std::string& login) {
    const auto found = actors_.find(login);
    if (found != actors_.end()) return &found->second;
    const auto signed_in = TRY(access::sign_in(
        connection_, bureau_.cipher, {login, city_.password, this_machine}, SystemClock().now()));
    return &actors_.emplace(login, actor_of(signed_in.caller, bureau_.area)).first->second;
  }

  Result<std::vector<std::int64_t>> open(const Line& line) {
    const flows::Actor* actor = TRY(sign_in(line.walk.front()));
    if (actor->organisation) applied_.insert(*actor->organisation);
    if (line.outcome == "all") return flows::open_all(connection_, bureau_, *actor, line.measure);
    std::vector<std::int64_t> opened;
    for (auto& [applicant, results] : TRY(waiting(*actor, line))) {
      if (static_cast<std::int64_t>(opened.size()) == line.cases) break;
      flows::ApplyRequest request{.measure = line.measure, .results = std::move(results)};
      request.request = "单位到窗口提交花名册，申请补贴";
      opened.push_back(TRY(flows::open_applied(connection_, bureau_, *actor, request)));
      applied_.insert(applicant);
    }
    return opened;
  }

  // The results of the outcome in the actor's places, by employer, without those in a case.
  Result<std::map<std::int64_t, std::vector<std::int64_t>>> waiting(const flows::Actor& actor,
                                                                    const Line& line) {
    auto reader = TRY(store::Transaction::begin(connection_, actor.scope(bureau_)));
    benefits::ResultFilter filter{.measure = line.measure, .outcome = line.outcome};
    filter.size = 200;
    std::map<std::int64_t, std::vector<std::int64_t>> found;
    for (const auto& result : TRY(benefits::list_results(reader, filter)).lines) {
      const bool chosen = line.outcome != "eligible" || result.settled == "granted";
      if (chosen && result.organisation_id && !applied_.contains(*result.organisation_id))
        found[*result.organisation_id].push_back(result.id);
    }
    return found;
  }

  // The step's own action; of a check an opinion on each row, as the rules find it.
  Status go_on(const flows::Actor& actor, std::int64_t case_id) {
    const auto view = TRY(flows::view_case(connection_, bureau_, actor, case_id));
    flows::ActionRequest request{.case_id = case_id, .version = view.record.version};
    constexpr std::array forward = {flows::Action::take_in, flows::Action::pass,
                                    flows::Action::publish};
    const auto next = std::find_first_of(view.actions.begin(), view.actions.end(), forward.begin(),
                                         forward.end());
    if (next == view.actions.end())
      return Error{ErrorCode::conflict,
                   fmt::format("演示办件 {} 不能由{}往下办", view.record.number, actor.name)};
    request.action = *next;
    for (const flows::RowRecord& row : view.rows) {
      if (*next != flows::Action::pass || row.finding == "eligible") continue;
      request.rows.push_back({.row = row.id, .agree = false, .opinion = "按所列条件核查不符合"});
    }
    TRY(flows::act(connection_, bureau_, actor, request));
    return Done{};
  }

  store::Connection& connection_;
  const flows::Bureau& bureau_;
  const DemoCity& city_;
  std::map<std::string, flows::Actor> actors_;
  std::set<std::int64_t> applied_;  // employers that have a case of a line
};

}  // namespace

Status keep_demo_policy(const std::string& dsn, const std::filesystem::path& folder,
                        const DemoCity& city) {
  auto vocabulary = TRY(installed_vocabulary());
  const auto pack = TRY(resource(demo_pack));
  workbench::Workbench workbench(std::move(vocabulary), pack, folder / "policies");
  auto connection = TRY(store::connect(dsn));
  store::Scope scope = store::Scope::whole_area(demo_area);
  scope.bypass = true;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto today = city.population.today;
  TRY(workbench.open(transaction, today, SetClock(today).now()));
  return transaction.commit();
}

Status open_demo_cases(const std::string& dsn, const Cipher& cipher, const DemoCity& city) {
  const auto pack_folder = TRY(resource(demo_pack));
  const auto vocabulary = TRY(vocabulary_in_force(pack_folder));
  const auto plan = TRY(policy::load_pack(pack_folder, vocabulary));
  const auto calendar = TRY(WorkingDays::load());
  const SetClock clock(city.population.today);
  auto connection = TRY(store::connect(dsn));
  const auto place = TRY(area_place(connection));
  const flows::Bureau bureau{demo_area, place, plan, vocabulary, calendar, cipher, clock};
  DemoDesk desk(connection, bureau, city);
  std::size_t opened = 0;
  const auto listed = TRY(city::Table::read(city.setting.folder / "cases.csv"));
  for (std::size_t row = 0; row < listed.size(); ++row) {
    opened += TRY(
        desk.carry_out({listed.at(row, "measure"), listed.at(row, "outcome"),
                        listed.number(row, "cases"), city::split(listed.at(row, "walk"), ' ')}));
  }
  fmt::print("已建立 {} 件待办\n", opened);
  return Done{};
}

}  // namespace leye::cli
