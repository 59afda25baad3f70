#include "access/body_tree.hpp"

#include <algorithm>

#include "access/body_tree.sql.hpp"
#include "access/places.hpp"

namespace leye::access {
namespace {

// Of the organisation codes that bureaux use; the longest name of a public body is far below.
constexpr std::size_t code_bytes_max = 30, name_bytes_max = 200, words_bytes_max = 600;

Error wrong(std::string what, const char* where, const char* fix) {
  return Error{ErrorCode::invalid_input, std::move(what), {where}, fix};
}
Error in_the_way(std::string what, const char* where, std::string fix) {
  return Error{ErrorCode::conflict, std::move(what), {where}, std::move(fix)};
}

BodyRow row_of(store::Row row) {
  BodyRow body;
  body.id = row.get<std::int64_t>("id");
  body.code = row.get<std::string>("code");
  body.kind = row.get<std::string>("kind");
  body.is_outside = row.get<bool>("outside");
  body.first_day = row.get<Day>("first_day");
  body.last_day = row.get<std::optional<Day>>("last_day");
  body.words = {row.get<std::string>("name"),
                row.get<std::string>("short_name"),
                row.get<std::optional<std::int64_t>>("parent"),
                row.get<std::int64_t>("place"),
                row.get<std::string>("uscc"),
                row.get<std::string>("address"),
                row.get<std::string>("phone"),
                row.get<std::string>("hours")};
  body.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
  body.children = row.get<std::int64_t>("children");
  return body;
}

Result<std::optional<BodyRow>> one_body(store::Transaction& transaction, const std::string& area,
                                        Day on, std::int64_t id, const std::string& code) {
  const auto rows = TRY(transaction.query(sql::find_body, area, on, id, code));
  if (rows.empty()) return std::optional<BodyRow>{};
  return std::optional<BodyRow>(row_of(rows[0]));
}

Status check_words(const BodyWords& words) {
  if (words.name.empty() || words.name.size() > name_bytes_max)
    return wrong("请写机构名称，六十字以内", "name", "写全称");
  if (words.short_name.size() > name_bytes_max)
    return wrong("机构简称太长", "short_name", "六十字以内");
  if (words.address.size() > words_bytes_max || words.phone.size() > words_bytes_max ||
      words.hours.size() > words_bytes_max)
    return wrong("地址、电话或服务时间太长", "address", "各二百字以内");
  return Done{};
}

Status check_code(const std::string& code) {
  const bool fits = !code.empty() && code.size() <= code_bytes_max && code[0] != '-' &&
                    std::all_of(code.begin(), code.end(), [](char c) {
                      return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                    });
  if (fits) return Done{};
  return wrong("机构编码不符合规则", "code", "用 1 至 30 个大写英文字母、数字、横线");
}

struct Placed {
  const std::string& area;
  std::int64_t id;  // 0: one that is being made
  Day from;
  std::optional<Day> last_day;
  const BodyWords& words;
};

// Whether it may stand where it is to stand, from that day on.
Status check_place(store::Transaction& transaction, const Placed& placed) {
  const auto& words = placed.words;
  const auto alike = TRY(transaction.query(sql::alike_beside, placed.area, placed.from, words.name,
                                           words.parent, placed.id));
  if (!alike.empty())
    return in_the_way("同一上级下已有同名机构 " + alike[0].get<std::string>("code"), "name",
                      "用已有的机构，或者写不同的名称");
  if (!words.parent) return Done{};
  const auto parent =
      TRY(one_body(transaction, placed.area, placed.from, *words.parent, ""));
  if (!parent) return wrong("没有这个上级机构", "parent", "从机构树里选");
  if (parent->first_day > placed.from)
    return wrong("上级机构那时还没有启用", "parent", "换一个日期，或者换一个上级机构");
  if (parent->last_day && (!placed.last_day || *parent->last_day < *placed.last_day))
    return wrong("上级机构已经停用，或者将要停用", "parent", "换一个上级机构");
  if (!range_of(parent->words.place).holds(words.place))
    return wrong("行政区划不在上级机构的行政区划之内", "place", "换一个行政区划或者上级机构");
  if (placed.id == 0) return Done{};
  const auto below =
      TRY(transaction.query(sql::is_below, placed.area, placed.from, *words.parent, placed.id));
  if (below[0].get<bool>("below"))
    return in_the_way("上级机构就是它自己，或者在它下面", "parent", "换一个上级机构");
  return Done{};
}

Status insert_version(store::Transaction& transaction, const Placed& placed, std::int64_t id,
                      const BodyChanger& by) {
  const auto& words = placed.words;
  TRY(transaction.execute(sql::insert_version, id, placed.area, placed.from, words.name,
                          words.short_name, words.parent, words.place, words.uscc, words.address,
                          words.phone, words.hours, by.account, by.now));
  return Done{};
}

}  // namespace

Result<std::int64_t> make_body(store::Transaction& transaction, const NewBody& made,
                               const BodyChanger& by) {
  TRY(check_code(made.code));
  TRY(check_words(made.words));
  TRY(transaction.query(sql::lock_bodies));
  const Placed placed{made.area_schema, 0, made.first_day, {}, made.words};
  TRY(check_place(transaction, placed));
  const auto rows = TRY(transaction.query(sql::insert_body, made.area_schema, made.code, made.kind,
                                          made.is_outside, made.first_day, by.account, by.now));
  if (rows.empty())
    return in_the_way("机构编码 " + made.code + " 已被占用", "code", "停用的机构也占着编码，请换一个");
  const auto id = rows[0].get<std::int64_t>("id");
  TRY(insert_version(transaction, placed, id, by));
  return id;
}

Result<bool> change_body(store::Transaction& transaction, const std::string& area, std::int64_t id,
                         Day from, const BodyWords& words, const BodyChanger& by) {
  TRY(check_words(words));
  TRY(transaction.query(sql::lock_bodies));
  const auto body = TRY(one_body(transaction, area, from, id, ""));
  if (!body) return Error{ErrorCode::not_found, "没有这个机构"};
  if (body->words == words) return false;
  if (from < body->first_day)
    return wrong("生效日期早于机构的启用日期", "from_day", "写启用日期或者以后的日期");
  if (body->last_day && from > *body->last_day)
    return in_the_way("机构那时已经停用", "from_day", "停用的机构不再变更");
  const auto last = TRY(transaction.query(sql::last_change, id));
  if (last[0].get<Day>("from_day") > from)
    return in_the_way("已有更晚生效的变更 " + to_text(last[0].get<Day>("from_day")), "from_day",
                      "写那一天或者以后的日期");
  const Placed placed{area, id, from, body->last_day, words};
  TRY(check_place(transaction, placed));
  TRY(insert_version(transaction, placed, id, by));
  return true;
}

Status close_body(store::Transaction& transaction, const std::string& area, std::int64_t id,
                  Day last_day, const std::string& reason, const BodyChanger& by) {
  if (reason.empty() || reason.size() > words_bytes_max)
    return wrong("请写停用的理由，二百字以内", "reason", "例如：机构改革，职能并入某局");
  TRY(transaction.query(sql::lock_bodies));
  const auto body = TRY(one_body(transaction, area, last_day, id, ""));
  if (!body) return Error{ErrorCode::not_found, "没有这个机构"};
  if (body->last_day) return in_the_way("机构已经停用", "last_day", "停用日期不能再改");
  const auto last = TRY(transaction.query(sql::last_change, id));
  if (last_day < last[0].get<Day>("from_day"))
    return wrong("停用日期早于它最近一次变更", "last_day",
                 "写那次变更生效以后的日期");
  const auto below = TRY(transaction.query(sql::open_below, area, last_day, id));
  if (const auto open = below[0].get<std::int64_t>("open"); open > 0)
    return in_the_way("下面还有 " + std::to_string(open) + " 个机构没有停用，例如 " +
                          below[0].get<std::string>("name"),
                      "last_day", "先停用它们，或者把它们移到别的上级机构");
  TRY(transaction.execute(sql::close_body, id, last_day, by.account, by.now, reason));
  TRY(transaction.execute(sql::end_posts, id, by.now, business_day(by.now), by.account));
  return Done{};
}

Result<BodyRows> list_bodies(store::Transaction& transaction, const BodyFilter& filter) {
  BodyRows found;
  for (const store::Row row : TRY(transaction.query(
           sql::list_bodies, filter.area_schema, filter.on, filter.parent, filter.wanted,
           filter.with_closed, filter.size, filter.offset))) {
    found.total = row.get<std::int64_t>("total");
    found.items.push_back(row_of(row));
  }
  return found;
}

Result<std::optional<BodyRow>> find_body(store::Transaction& transaction, const std::string& area,
                                         std::int64_t id, Day on) {
  return one_body(transaction, area, on, id, "");
}

Result<std::optional<BodyRow>> body_with_code(store::Transaction& transaction,
                                              const std::string& area, const std::string& code,
                                              Day on) {
  return one_body(transaction, area, on, 0, code);
}

Result<std::vector<BodyStep>> path_of_body(store::Transaction& transaction,
                                           const std::string& area, std::int64_t id, Day on) {
  std::vector<BodyStep> steps;
  for (const store::Row row : TRY(transaction.query(sql::path_of, area, on, id)))
    steps.push_back({row.get<std::int64_t>("id"), row.get<std::string>("name")});
  return steps;
}

Result<BodyHistory> history_of_body(store::Transaction& transaction, std::int64_t id) {
  BodyHistory history;
  for (const store::Row row : TRY(transaction.query(sql::versions_of, id))) {
    BodyVersion version;
    version.from = row.get<Day>("from_day");
    version.words.name = row.get<std::string>("name");
    version.words.short_name = row.get<std::string>("short_name");
    version.words.parent = row.get<std::optional<std::int64_t>>("parent");
    version.words.uscc = row.get<std::string>("uscc");
    version.words.address = row.get<std::string>("address");
    version.words.phone = row.get<std::string>("phone");
    version.words.hours = row.get<std::string>("hours");
    version.parent_name = row.get<std::string>("parent_name");
    version.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    version.written_at = row.get<Instant>("written_at");
    version.written_by = row.get<std::string>("written_by");
    version.corrected = row.get<bool>("corrected");
    history.versions.push_back(std::move(version));
  }
  const auto closing = TRY(transaction.query(sql::closing_of, id));
  if (closing.empty()) return Error{ErrorCode::not_found, "没有这个机构"};
  history.close_reason = closing[0].get<std::string>("reason");
  history.closed_by = closing[0].get<std::string>("closed_by");
  history.closed_at = closing[0].get<std::optional<Instant>>("closed_at");
  return history;
}

Result<std::vector<BodyPost>> posts_at_body(store::Transaction& transaction, std::int64_t id,
                                            Day on) {
  std::vector<BodyPost> posts;
  for (const store::Row row : TRY(transaction.query(sql::posts_at, id, on))) {
    const auto role = find_role(row.get<std::string>("role"));
    CHECK(role.has_value());
    posts.push_back({row.get<std::int64_t>("id"), row.get<std::string>("login"),
                     row.get<std::string>("name"), *role,
                     row.get<std::optional<std::string>>("place_label").value_or(""),
                     row.get<Instant>("given_at")});
  }
  return posts;
}

Result<std::map<std::int64_t, Day>> last_days_of_posts(store::Transaction& transaction,
                                                       const std::vector<std::int64_t>& roles) {
  std::map<std::int64_t, Day> days;
  for (const store::Row row : TRY(transaction.query(sql::last_days, roles)))
    days.emplace(row.get<std::int64_t>("id"), row.get<Day>("body_last_day"));
  return days;
}

}  // namespace leye::access
