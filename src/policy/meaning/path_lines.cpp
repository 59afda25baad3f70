// The `word value` lines above the table of a path.
#include <charconv>
#include <span>

#include "policy/meaning/path_words.hpp"

namespace leye::policy {
namespace {

enum class Line {
  opened_by,
  jurisdiction,
  fund_level,
  channel,
  payee,
  apart,
  notice,
  office,
  remedy,
  ask,
  recovery,
  taken_in_at,
  claim,
  outside_check,
  burden,
  instalments,
  paid_first,
  item,
  site_check
};
constexpr std::array line_words = {
    Word<Line>{"发起", "opened_by", Line::opened_by},
    Word<Line>{"管辖", "jurisdiction", Line::jurisdiction},
    Word<Line>{"资金层级", "fund_level", Line::fund_level},
    Word<Line>{"渠道", "channel", Line::channel},
    Word<Line>{"收款", "payee", Line::payee},
    Word<Line>{"另须分开", "apart", Line::apart},
    Word<Line>{"公示", "notice", Line::notice},
    Word<Line>{"机关", "office", Line::office},
    Word<Line>{"救济", "remedy", Line::remedy},
    Word<Line>{"询问", "ask", Line::ask},
    Word<Line>{"追缴", "recovery", Line::recovery},
    Word<Line>{"收件", "taken_in_at", Line::taken_in_at},
    Word<Line>{"申领期", "claim_window", Line::claim},
    Word<Line>{"外部核重", "outside_check", Line::outside_check},
    Word<Line>{"负担", "burden", Line::burden},
    Word<Line>{"分次", "instalments", Line::instalments},
    Word<Line>{"先垫后补", "paid_first", Line::paid_first},
    Word<Line>{"事项", "item", Line::item},
    Word<Line>{"实地核查", "site_check", Line::site_check},
};

Status read_notice(std::span<const std::string_view> words, int line, NoticeRule& notice) {
  notice.kind = TRY(meaning(notice_words, words[0], line, "kind of public notice"));
  if (notice.kind == NoticeKind::none) return Done{};
  if (words.size() < 3 || (words[2] != "工作日" && words[2] != "working_days"))
    return wrong_line(line, "公示要写几个工作日 / a public notice needs its length",
                      "公示 名单 5 工作日 列 姓名 金额");
  notice.working_days = TRY(whole_number(words[1], line));
  for (std::size_t i = 4; i < words.size(); ++i)
    notice.columns.emplace_back(TRY(meaning(column_words, words[i], line, "notice column")));
  return Done{};
}

bool is(std::string_view word, std::string_view chinese, std::string_view english) {
  return word == chinese || word == english;
}

Result<int> some_working_days(std::string_view number, std::string_view unit, int line) {
  const int days = TRY(whole_number(number, line));
  if (days > 0 && is(unit, "工作日", "working_days")) return days;
  return wrong_line(
      line,
      fmt::format("“{0} {1}”不是几个工作日 / '{0} {1}' is not a number of working days", number,
                  unit),
      "如 10 工作日 / such as 10 working_days");
}

Status read_remedy(std::span<const std::string_view> words, int line, Path& path) {
  if (words.size() != 4)
    return wrong_line(
        line, "救济要写种类、期限和向谁提出 / a remedy has a kind, a length and who hears it",
        "救济 复议 60 日 本级人民政府");
  Remedy remedy;
  remedy.kind = TRY(meaning(remedy_words, words[0], line, "remedy"));
  remedy.length = TRY(whole_number(words[1], line));
  remedy.unit = TRY(meaning(unit_words, words[2], line, "unit of time"));
  remedy.to = words[3];
  if (remedy.kind == RemedyKind::objection)
    remedy.to = TRY(meaning(role_words, words[3], line, "role"));
  if (remedy.length == 0) return wrong_line(line, "救济的期限是 0 / a remedy of no length");
  path.remedies.push_back(std::move(remedy));
  return Done{};
}

Status read_recovery(std::span<const std::string_view> words, int line, Path& path) {
  const bool shape = words.size() == 12 && is(words[0], "经办", "found_by") &&
                     is(words[3], "决定", "decided_by") && is(words[6], "陈述", "statement") &&
                     is(words[9], "缴还", "repay");
  if (!shape)
    return wrong_line(
        line,
        "追缴要写谁经办、谁决定和两个期限 / a recovery says who finds, who decides, and two "
        "periods",
        "追缴 经办 初审 县区 决定 局长 县区 陈述 5 工作日 缴还 15 工作日");
  RecoveryRule rule;
  rule.finder = TRY(meaning(role_words, words[1], line, "role"));
  rule.finder_level = TRY(meaning(level_words, words[2], line, "level"));
  rule.decider = TRY(meaning(role_words, words[4], line, "role"));
  rule.decider_level = TRY(meaning(level_words, words[5], line, "level"));
  rule.statement_working_days = TRY(some_working_days(words[7], words[8], line));
  rule.repay_working_days = TRY(some_working_days(words[10], words[11], line));
  path.recovery = rule;
  return Done{};
}

Result<Office> read_office(std::span<const std::string_view> words, int line) {
  if (words.size() != 2)
    return wrong_line(line, "机关要写层级和名称 / an office has a level and a name",
                      "机关 县区 人力资源和社会保障局");
  const auto level = TRY(meaning(level_words, words[0], line, "level"));
  return Office{level, std::string(words[1])};
}

// A place fact, what it is the place of, or both: employer.registered_place 登记地.
Status read_jurisdiction(std::span<const std::string_view> words, int line, Path& path) {
  for (const std::string_view word : words) {
    if (const PlaceBasis* basis = find_word(basis_words, word))
      path.basis = *basis;
    else if (path.jurisdiction.empty() &&
             word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == word.npos)
      path.jurisdiction = word;
    else
      return wrong_line(
          line,
          fmt::format("“{0}”不是地点, 也不是哪一种地点 / '{0}' is neither a place fact "
                      "nor a kind of place",
                      word),
          "管辖 employer.registered_place 登记地");
  }
  return Done{};
}

Status read_channel(std::span<const std::string_view> words, int line, Path& path) {
  for (const std::string_view word : words) {
    const std::string_view channel = TRY(meaning(channel_words, word, line, "payment channel"));
    path.to_card |= channel == "social_security_card";
    if (channel != "social_security_card" || path.channel.empty()) path.channel = channel;
  }
  return Done{};
}

Status read_claim(std::span<const std::string_view> words, int line, Path& path) {
  if (words.size() != 4 || !is(words[2], "自", "after"))
    return wrong_line(line, "申领期要写多长和自何事起 / a claim window has a length and an event",
                      "申领期 12 个月 自 证书核发 / claim_window 12 months after …");
  ClaimWindow window;
  window.length = TRY(whole_number(words[0], line));
  window.unit = TRY(meaning(unit_words, words[1], line, "unit of time"));
  window.after = words[3];
  if (window.length == 0) return wrong_line(line, "申领期是 0 / a claim window of no length");
  path.claim = std::move(window);
  return Done{};
}

Status read_outside_check(std::span<const std::string_view> words, int line, Path& path) {
  OutsideCheck check;
  check.where = words[0];
  if (words.size() == 3 && is(words[1], "截至", "as_of"))
    check.as_of = TRY(Day::parse(words[2]).at(fmt::format("line {}", line)));
  else if (words.size() != 1)
    return wrong_line(
        line, "外部核重要写哪里和截至哪一天 / an outside check says where, and as of which day",
        "外部核重 全省就业补助资金系统 截至 2023-12-31");
  path.outside_checks.push_back(std::move(check));
  return Done{};
}

// 中央 60% 县区 40%: levels with their shares, in all the whole.
Status read_burden(std::span<const std::string_view> words, int line, Path& path) {
  Ratio sum;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const auto level = TRY(meaning(budget_words, words[i], line, "level of a budget"));
    std::string_view number = words[i + 1];
    const bool percent = !number.empty() && number.back() == '%';
    if (percent) number.remove_suffix(1);
    const int share = TRY(whole_number(number, line));
    if (!percent || share == 0 || share > 100)
      return wrong_line(line, fmt::format("“{0}”不是比例 / '{0}' is no share", words[i + 1]),
                        "如 60% / such as 60%");
    path.burden.push_back({level, Ratio::make(share, 100).value()});
    sum = TRY(add(sum, path.burden.back().share));
  }
  if (words.size() % 2 != 0 || sum != Ratio::whole(1))
    return wrong_line(line,
                      "各级的比例加起来不是 100 % / the shares of the levels do not make 100 %",
                      "负担 中央 60% 省 20% 县区 20%");
  return Done{};
}

Status read_site_check(std::span<const std::string_view> words, int line, Path& path) {
  const bool shape = words.size() >= 2 && is(words[1], "人", "people") &&
                     (words.size() == 2 || (words.size() == 3 && is(words[2], "照片", "photos")));
  if (!shape)
    return wrong_line(line, "实地核查要写几个人 / a site check has a number of people",
                      "实地核查 2 人 照片");
  path.site_check.people = TRY(whole_number(words[0], line));
  path.site_check.photos = words.size() == 3;
  if (path.site_check.people < 1 || path.site_check.people > 5)
    return wrong_line(line, "实地核查是 1 至 5 人 / a site check is made by one to five people");
  return Done{};
}

std::vector<std::string> texts(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

}  // namespace

Status read_path_line(std::string_view text, int line, Path& path) {
  const auto all = split(text, ' ');
  const Line kind = TRY(meaning(line_words, all[0], line, "line"));
  if (all.size() < 2)
    return wrong_line(line, fmt::format("“{0}”后面没有写 / '{0}' has no value", all[0]));
  const auto words = std::span(all).subspan(1);
  switch (kind) {
    case Line::opened_by:
      path.opened_by = TRY(meaning(opened_words, words[0], line, "way of opening"));
      return Done{};
    case Line::jurisdiction: return read_jurisdiction(words, line, path);
    case Line::fund_level:
      path.fund_level = TRY(meaning(level_words, words[0], line, "level"));
      return Done{};
    case Line::channel: return read_channel(words, line, path);
    case Line::payee:
      path.payee = TRY(meaning(payee_words, words[0], line, "payee"));
      return Done{};
    case Line::apart:
      if (words.size() != 2)
        return wrong_line(line, "另须分开的是两个步骤 / two steps are kept apart",
                          "写两个步骤的标识 / name two step ids");
      path.apart.emplace_back(words[0], words[1]);
      return Done{};
    case Line::notice: return read_notice(words, line, path.notice);
    case Line::office: path.office = TRY(read_office(words, line)); return Done{};
    case Line::taken_in_at: path.taken_in_at = TRY(read_office(words, line)); return Done{};
    case Line::remedy: return read_remedy(words, line, path);
    case Line::ask:
      path.ask_working_days =
          TRY(some_working_days(words[0], words.size() > 1 ? words[1] : "", line));
      return Done{};
    case Line::recovery: return read_recovery(words, line, path);
    case Line::claim: return read_claim(words, line, path);
    case Line::outside_check: return read_outside_check(words, line, path);
    case Line::burden: return read_burden(words, line, path);
    case Line::instalments: path.instalments = texts(words); return Done{};
    case Line::paid_first: path.paid_first = texts(words); return Done{};
    case Line::item:
      path.items.push_back({std::string(words[0]), words.size() > 1 ? std::string(words[1]) : ""});
      return Done{};
    case Line::site_check: return read_site_check(words, line, path);
  }
  return Done{};
}

}  // namespace leye::policy
