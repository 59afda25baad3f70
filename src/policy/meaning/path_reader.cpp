#include "policy/meaning/path_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include <fmt/format.h>

#include "policy/meaning/path_rules.hpp"

namespace leye::policy {
namespace {

// A word of the path language: Chinese, English, meaning.
template <class T>
struct Word {
  std::string_view chinese;
  std::string_view english;
  T meaning;
};

constexpr std::array opened_words = {
    Word<OpenedBy>{"筛查", "screening", OpenedBy::screening},
    Word<OpenedBy>{"单位", "employer", OpenedBy::employer},
    Word<OpenedBy>{"推送", "pushed", OpenedBy::pushed},
    Word<OpenedBy>{"经办", "clerk", OpenedBy::clerk},
};
constexpr std::array level_words = {
    Word<PlaceLevel>{"县区", "county", PlaceLevel::county},
    Word<PlaceLevel>{"市", "city", PlaceLevel::city},
    Word<PlaceLevel>{"统筹区", "pooling", PlaceLevel::pooling},
};
constexpr std::array kind_words = {
    Word<StepKind>{"确认", "confirm", StepKind::confirm},
    Word<StepKind>{"受理", "take_in", StepKind::take_in},
    Word<StepKind>{"审核", "check", StepKind::check},
    Word<StepKind>{"公示", "notice", StepKind::notice},
    Word<StepKind>{"审批", "decide", StepKind::decide},
    Word<StepKind>{"会议", "meeting", StepKind::meeting},
    Word<StepKind>{"拨付", "pay", StepKind::pay},
};
constexpr std::array effect_words = {
    Word<Effect>{"公示", "publish", Effect::publish},
    Word<Effect>{"计划", "plan", Effect::plan},
    Word<Effect>{"支付", "pay", Effect::pay},
    Word<Effect>{"文书", "issue", Effect::issue},
    Word<Effect>{"通知", "notify", Effect::notify},
    Word<Effect>{"释放", "release", Effect::release},
    Word<Effect>{"追缴", "recover", Effect::recover},
    Word<Effect>{"记录", "record", Effect::record},
    Word<Effect>{"起", "open_spell", Effect::open_spell},
    Word<Effect>{"止", "close_spell", Effect::close_spell},
    Word<Effect>{"转办", "open_flow", Effect::open_flow},
    Word<Effect>{"定时", "schedule", Effect::schedule},
    Word<Effect>{"询问", "ask", Effect::ask},
};
constexpr std::array notice_words = {
    Word<NoticeKind>{"不公示", "none", NoticeKind::none},
    Word<NoticeKind>{"人数", "counts", NoticeKind::counts},
    Word<NoticeKind>{"单位", "units", NoticeKind::units},
    Word<NoticeKind>{"名单", "names", NoticeKind::names},
};
constexpr std::array role_words = {
    Word<std::string_view>{"窗口经办", "window_clerk", "window_clerk"},
    Word<std::string_view>{"初审", "first_checker", "first_checker"},
    Word<std::string_view>{"复核", "second_checker", "second_checker"},
    Word<std::string_view>{"局长", "director", "director"},
    Word<std::string_view>{"社保经办机构", "insurance_agency", "insurance_agency"},
    Word<std::string_view>{"财政局", "finance_bureau", "finance_bureau"},
    Word<std::string_view>{"单位", "employer", "employer"},
    Word<std::string_view>{"个人", "citizen", "citizen"},
};
constexpr std::array channel_words = {
    Word<std::string_view>{"国库集中支付", "treasury", "treasury"},
    Word<std::string_view>{"经办机构支付", "insurance_agency", "insurance_agency"},
};
constexpr std::array column_words = {
    Word<std::string_view>{"姓名", "name", "name"},
    Word<std::string_view>{"证件号码", "id_number", "id_number"},
    Word<std::string_view>{"单位", "employer", "employer"},
    Word<std::string_view>{"所在地", "place", "place"},
    Word<std::string_view>{"金额", "amount", "amount"},
};

constexpr std::array remedy_words = {
    Word<RemedyKind>{"异议", "objection", RemedyKind::objection},
    Word<RemedyKind>{"复议", "review", RemedyKind::review},
    Word<RemedyKind>{"诉讼", "litigation", RemedyKind::litigation},
};
constexpr std::array unit_words = {
    Word<TimeUnit>{"工作日", "working_days", TimeUnit::working_days},
    Word<TimeUnit>{"日", "days", TimeUnit::days},
    Word<TimeUnit>{"个月", "months", TimeUnit::months},
};

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
  recovery
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
};

enum class Column { label, id, kind, role, level, within, when, return_to, effects };
constexpr std::array heading_words = {
    Word<Column>{"步骤", "step", Column::label},
    Word<Column>{"标识", "id", Column::id},
    Word<Column>{"类型", "kind", Column::kind},
    Word<Column>{"角色", "role", Column::role},
    Word<Column>{"层级", "level", Column::level},
    Word<Column>{"时限", "within", Column::within},
    Word<Column>{"条件", "when", Column::when},
    Word<Column>{"可退回", "return_to", Column::return_to},
    Word<Column>{"效果", "effects", Column::effects},
};

Error wrong(int line, std::string what, std::string fix = {}) {
  return Error{
      ErrorCode::invalid_input, std::move(what), {fmt::format("line {}", line)}, std::move(fix)};
}

template <class T, std::size_t N>
Result<T> meaning(const std::array<Word<T>, N>& words, std::string_view text, int line,
                  std::string_view what) {
  std::string known;
  for (const Word<T>& word : words) {
    if (text == word.chinese || text == word.english) return word.meaning;
    known += fmt::format("{}{} {}", known.empty() ? "" : ", ", word.chinese, word.english);
  }
  return wrong(line, fmt::format("'{}' is not a {} of a path", text, what),
               "write one of " + known);
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(separator);
    const auto part = trim(text.substr(0, at));
    if (separator != ' ' || !part.empty()) parts.push_back(part);
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::vector<std::string_view> cells(std::string_view row) {
  row = trim(row);
  row.remove_prefix(1);
  if (!row.empty() && row.back() == '|') row.remove_suffix(1);
  return split(row, '|');
}

Result<int> whole_number(std::string_view text, int line) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0 || number > 366)
    return wrong(line, fmt::format("'{}' is not a number of working days", text));
  return number;
}

Status read_notice(std::span<const std::string_view> words, int line, NoticeRule& notice) {
  notice.kind = TRY(meaning(notice_words, words[0], line, "kind of public notice"));
  if (notice.kind == NoticeKind::none) return Done{};
  if (words.size() < 3 || (words[2] != "工作日" && words[2] != "working_days"))
    return wrong(line, "a public notice needs its length",
                 "write: 公示 名单 5 工作日 列 姓名 金额");
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
  return wrong(line, fmt::format("'{} {}' is not a number of working days", number, unit),
               "write for example 10 工作日 (10 working_days)");
}

Status read_remedy(std::span<const std::string_view> words, int line, Path& path) {
  if (words.size() != 4)
    return wrong(line, "a remedy has a kind, a length and who hears it",
                 "write: 救济 复议 60 日 本级人民政府");
  Remedy remedy;
  remedy.kind = TRY(meaning(remedy_words, words[0], line, "remedy"));
  remedy.length = TRY(whole_number(words[1], line));
  remedy.unit = TRY(meaning(unit_words, words[2], line, "unit of time"));
  remedy.to = words[3];
  if (remedy.kind == RemedyKind::objection)
    remedy.to = TRY(meaning(role_words, words[3], line, "role"));
  if (remedy.length == 0) return wrong(line, "a remedy of no length");
  path.remedies.push_back(std::move(remedy));
  return Done{};
}

Status read_recovery(std::span<const std::string_view> words, int line, Path& path) {
  const bool shape = words.size() == 12 && is(words[0], "经办", "found_by") &&
                     is(words[3], "决定", "decided_by") && is(words[6], "陈述", "statement") &&
                     is(words[9], "缴还", "repay");
  if (!shape)
    return wrong(line, "a recovery says who finds, who decides, and two periods",
                 "write: 追缴 经办 初审 县区 决定 局长 县区 陈述 5 工作日 缴还 15 工作日");
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

Status read_office(std::span<const std::string_view> words, int line, Path& path) {
  if (words.size() != 2)
    return wrong(line, "an office has a level and a name", "write: 机关 县区 人力资源和社会保障局");
  const auto level = TRY(meaning(level_words, words[0], line, "level"));
  path.office = Office{level, std::string(words[1])};
  return Done{};
}

Status read_line(std::string_view text, int line, Path& path) {
  const auto words = split(text, ' ');
  const Line kind = TRY(meaning(line_words, words[0], line, "line"));
  if (words.size() < 2) return wrong(line, fmt::format("'{}' has no value", words[0]));
  switch (kind) {
    case Line::opened_by:
      path.opened_by = TRY(meaning(opened_words, words[1], line, "way of opening"));
      return Done{};
    case Line::jurisdiction: path.jurisdiction = words[1]; return Done{};
    case Line::fund_level:
      path.fund_level = TRY(meaning(level_words, words[1], line, "level"));
      return Done{};
    case Line::channel:
      path.channel = TRY(meaning(channel_words, words[1], line, "payment channel"));
      return Done{};
    case Line::payee:
      path.payee_is_person = TRY(meaning(role_words, words[1], line, "payee")) == "citizen";
      return Done{};
    case Line::apart:
      if (words.size() != 3) return wrong(line, "two steps are kept apart", "name two step ids");
      path.apart.emplace_back(words[1], words[2]);
      return Done{};
    case Line::notice: return read_notice(std::span(words).subspan(1), line, path.notice);
    case Line::office: return read_office(std::span(words).subspan(1), line, path);
    case Line::remedy: return read_remedy(std::span(words).subspan(1), line, path);
    case Line::ask:
      path.ask_working_days =
          TRY(some_working_days(words[1], words.size() > 2 ? words[2] : "", line));
      return Done{};
    case Line::recovery: return read_recovery(std::span(words).subspan(1), line, path);
  }
  return Done{};
}

Status read_guard(std::string_view text, int line, Step& step) {
  const auto words = split(text, ' ');
  const bool above = words[0] == "超过" || words[0] == "above";
  const bool up_to = words[0] == "至多" || words[0] == "up_to";
  const bool yuan = words.size() == 3 && (words[2] == "元" || words[2] == "yuan");
  if (!yuan || (!above && !up_to))
    return wrong(line, fmt::format("'{}' is not a condition of a step", text),
                 "write 超过 50000 元 (above 50000 yuan) or 至多 50000 元 (up_to 50000 yuan)");
  (above ? step.above : step.up_to) = TRY(Money::parse(words[1]).at(fmt::format("line {}", line)));
  return Done{};
}

Status read_cell(Column column, std::string_view text, int line, Step& step) {
  switch (column) {
    case Column::label: step.label_zh = text; return Done{};
    case Column::id: step.id = text; return Done{};
    case Column::kind:
      step.kind = TRY(meaning(kind_words, split(text, ' ')[0], line, "kind of step"));
      return Done{};
    case Column::role: step.role = TRY(meaning(role_words, text, line, "role")); return Done{};
    case Column::level: step.level = TRY(meaning(level_words, text, line, "level")); return Done{};
    case Column::within: step.within_working_days = TRY(whole_number(text, line)); return Done{};
    case Column::when: return read_guard(text, line, step);
    case Column::return_to:
      for (std::string_view id : split(text, ' ')) step.return_to.emplace_back(id);
      return Done{};
    case Column::effects:
      for (std::string_view word : split(text, ' '))
        step.effects.push_back(TRY(meaning(effect_words, word, line, "effect")));
      return Done{};
  }
  return Done{};
}

Result<Step> read_step(std::string_view row, std::span<const Column> columns, int line) {
  const auto texts = cells(row);
  if (texts.size() != columns.size())
    return wrong(line, fmt::format("this row has {} cells, the heading has {}", texts.size(),
                                   columns.size()));
  Step step;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) continue;
    const Status read = read_cell(columns[i], texts[i], line, step);
    if (!read.ok()) return read.error();
  }
  if (step.id.empty() || step.label_zh.empty() || step.role.empty())
    return wrong(line, "a step needs a label, an id and a role");
  return step;
}

}  // namespace

Result<Path> read_path(std::string_view measure, std::string_view block, int first_line) {
  Path path;
  path.measure = measure;
  std::vector<Column> columns;
  int line = first_line - 1;
  for (std::string_view text : split(block, '\n')) {
    ++line;
    text = trim(text.substr(0, text.find('#')));
    if (text.empty()) continue;
    if (text[0] != '|') {
      const Status read = read_line(text, line, path);
      if (!read.ok()) return read.error();
    } else if (columns.empty()) {
      for (std::string_view heading : cells(text))
        columns.push_back(TRY(meaning(heading_words, heading, line, "column")));
    } else if (text.find_first_not_of("|-: ") != std::string_view::npos) {
      path.steps.push_back(TRY(read_step(text, columns, line)));
    }
  }
  const Status sound = check_path(path);
  if (!sound.ok()) return Error(sound.error());
  return path;
}

}  // namespace leye::policy
