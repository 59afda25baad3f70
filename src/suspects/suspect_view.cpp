#include "suspects/suspect_view.hpp"

#include "suspects/list_file.hpp"
#include "suspects/suspect_view.sql.hpp"

namespace leye::suspects {
namespace {

RowCounts counts_of(const store::Row& row) {
  return {row.get<std::int64_t>("seen"), row.get<std::int64_t>("open"),
          row.get<std::int64_t>("answered"), row.get<std::int64_t>("reviewed")};
}

Result<std::vector<SuspectList>> read_lists(store::Transaction& transaction, Day today,
                                            std::optional<std::int64_t> id) {
  std::vector<SuspectList> found;
  for (const store::Row row : TRY(transaction.query(sql::lists, today, id))) {
    SuspectList list;
    list.id = row.get<std::int64_t>("id");
    list.number = row.get<std::string>("number");
    list.issued_by = row.get<std::string>("issued_by");
    list.title = row.get<std::string>("title");
    list.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    list.due_on = row.get<Day>("due_on");
    list.rows = row.get<int>("row_count");
    list.counts = counts_of(row);
    list.found_true = row.get<std::int64_t>("found_true");
    list.overdue = row.get<bool>("overdue");
    list.taken_by = row.get<std::int64_t>("taken_by");
    list.taken_at = row.get<Instant>("taken_at");
    list.replied_at = row.get<std::optional<Instant>>("replied_at");
    found.push_back(std::move(list));
  }
  return found;
}

// What was paid to the people whose rows are answered true.
Status add_paid(store::Transaction& transaction, std::vector<SuspectRow>& rows) {
  std::vector<std::int64_t> people;
  for (const SuspectRow& row : rows)
    if (row.person && row.answer == "true" && !row.recovery) people.push_back(*row.person);
  if (people.empty()) return Done{};
  for (const store::Row paid : TRY(transaction.query(sql::paid_rows_of_people, people))) {
    for (SuspectRow& row : rows) {
      if (row.person != paid.get<std::int64_t>("person") || row.answer != "true" || row.recovery)
        continue;
      row.paid.push_back({paid.get<std::int64_t>("case_id"), paid.get<std::int64_t>("row_id"),
                          paid.get<std::string>("number"), paid.get<std::string>("measure"),
                          paid.get<Money>("amount_fen")});
    }
  }
  return Done{};
}

}  // namespace

Result<std::vector<SuspectList>> lists(store::Transaction& transaction, Day today) {
  return read_lists(transaction, today, std::nullopt);
}

Result<SuspectList> list_of(store::Transaction& transaction, Day today, std::int64_t id) {
  const auto found = TRY(read_lists(transaction, today, id));
  if (found.empty()) return Error{ErrorCode::not_found, "没有找到"};
  return found.front();
}

Result<std::vector<TownCounts>> towns_of(store::Transaction& transaction, std::int64_t list) {
  std::vector<TownCounts> towns;
  for (const store::Row row : TRY(transaction.query(sql::counts_of_towns, list)))
    towns.push_back(
        {row.get<std::optional<std::string>>("place_label").value_or(""), counts_of(row)});
  return towns;
}

Result<SuspectPage> rows_of(store::Transaction& transaction, const Cipher& cipher,
                            std::int64_t list, const std::string& state, std::int64_t limit,
                            std::int64_t offset) {
  SuspectPage page;
  for (const store::Row row :
       TRY(transaction.query(sql::page_of_rows, list, state, limit, offset))) {
    SuspectRow one;
    one.id = row.get<std::int64_t>("id");
    one.number = row.get<std::int64_t>("row_number");
    one.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    one.person = row.get<std::optional<std::int64_t>>("person");
    one.our_name = row.get<std::string>("our_name");
    auto listed = TRY(open_person(cipher, one.id, row.get<Bytes>("content")));
    one.id_number = std::move(listed.id_number);
    one.name = std::move(listed.name);
    one.suspicion = std::move(listed.suspicion);
    one.state = row.get<std::string>("state");
    one.answer = row.get<std::string>("answer");
    one.evidence = row.get<std::string>("evidence");
    one.review = row.get<std::string>("review");
    one.answered_by = row.get<std::optional<std::int64_t>>("answered_by");
    one.reviewed_by = row.get<std::optional<std::int64_t>>("reviewed_by");
    one.recovery = row.get<std::optional<std::int64_t>>("recovery");
    one.recovery_number = row.get<std::string>("recovery_number");
    page.total = row.get<std::int64_t>("total");
    page.rows.push_back(std::move(one));
  }
  TRY(add_paid(transaction, page.rows));
  return page;
}

}  // namespace leye::suspects
