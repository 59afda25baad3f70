#include "registers/own_words.hpp"

#include "registers/own_words.sql.hpp"

namespace leye::registers {

Result<std::int64_t> say_own_word(store::Transaction& transaction, const WordSaid& said) {
  constexpr std::size_t bytes_min = 12, bytes_max = 1500;
  if (said.text.size() < bytes_min || said.text.size() > bytes_max)
    return Error{ErrorCode::invalid_input, "请写明哪里不对、应当是什么", {"text"},
                 "四个汉字以上，五百字以内"};
  const auto rows =
      TRY(transaction.query(sql::say, said.person, said.about, said.text, said.now));
  if (rows.empty())
    return Error{ErrorCode::conflict, "这一类已经提出过，正在核对", {"about"},
                 "等有了答复再提，急的到窗口办"};
  const auto id = rows[0].get<std::int64_t>("id");
  TRY(transaction.execute(sql::open_at_desk, said.person, id, "本人提出更正：" + said.about_label,
                          said.now));
  return id;
}

Result<std::vector<OwnWord>> own_words(store::Transaction& transaction, std::int64_t person) {
  std::vector<OwnWord> words;
  for (const store::Row row : TRY(transaction.query(sql::own_words, person))) {
    OwnWord one;
    one.id = row.get<std::int64_t>("id");
    one.about = row.get<std::string>("about");
    one.text = row.get<std::string>("detail");
    one.said_at = row.get<Instant>("found_at");
    one.open = row.get<std::string>("state") == "open";
    one.outcome = row.get<std::optional<std::string>>("outcome").value_or("");
    one.answered_by = row.get<std::optional<std::string>>("done_by_name").value_or("");
    one.answered_at = row.get<std::optional<Instant>>("done_at");
    words.push_back(std::move(one));
  }
  return words;
}

Result<std::optional<WordOf>> open_own_word(store::Transaction& transaction, std::int64_t task) {
  const auto rows = TRY(transaction.query(sql::find_open, task));
  if (rows.empty()) return std::optional<WordOf>{};
  return std::optional<WordOf>{{rows[0].get<std::int64_t>("person_id"),
                                rows[0].get<std::int64_t>("place"),
                                rows[0].get<std::string>("about")}};
}

Status own_word_answered(store::Transaction& transaction, std::int64_t task, std::int64_t account,
                         Instant now) {
  TRY(transaction.execute(sql::close_at_desk, task, now, account));
  return Done{};
}

}  // namespace leye::registers
