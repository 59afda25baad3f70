// Deliveries of other departments: compared, stored, reconciled; what contradicts a source of
// higher rank becomes a task with an owner and a day.
//
//   Deliveries deliveries(transaction, vocabulary, cipher, catalogue, arrangements);
//   const Delivered delivered = TRY(deliveries.receive(feed, {.file_name = …, .bytes = …}, clock));
//   TRY(transaction.commit());
//
// The same file again is the delivery that is there: nothing is stored. A file that cannot be read
// at all is a delivery too, refused with its reason; so is one of a kind that another system alone
// keeps. What changes a record that another system keeps too goes out to it, except to the
// department that said it. The transaction's scope must bypass row-level
// security: a department's file is about the whole area.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/arrangements.hpp"
#include "exchange/catalogue.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/import.hpp"
#include "store/transaction.hpp"

namespace leye::exchange {

struct Incoming {
  std::string file_name;
  std::string bytes;
  std::string via = "desk";  // folder, push, desk
  std::string sender;        // an account's name, or a key's
  std::int64_t account = 0;
  Instant now;
  Instant recorded_at;  // by the machine's clock
  Day today;
  std::int64_t place_lo = 0, place_hi = 999'999'999'999;  // rows outside are refused
};

struct Delivered {
  std::int64_t id = 0;
  std::string digest;     // of the file and of the places whose rows are taken from it
  bool repeated = false;  // the file was here before; the figures are of then
  std::string feed;
  Day period;
  std::string file_name, via, sender;
  Instant received_at;
  std::string state;    // stored, refused
  std::string problem;  // why it was refused as a whole
  std::int64_t rows = 0, added = 0, changed = 0, same = 0;
  std::int64_t refused = 0;  // rows
  std::int64_t held = 0;     // values that a source of higher rank says otherwise
};

struct Refusal {
  std::int64_t row = 0;
  std::string heading, message, fix;
};

struct Disagreement {
  std::int64_t id = 0;
  std::int64_t delivery = 0;
  std::string feed, entity, fact;
  std::optional<std::int64_t> person, organisation;
  std::string name;
  std::int64_t row = 0;
  std::string known_value, known_source, said_value;  // *** where sealed
  Instant opened_at;
  Day due_on;
  std::string owner, state, note;
};

struct Settler {
  std::int64_t account = 0;
  std::string role;  // as feeds.json names it: "window_clerk"
};

// A feed and what came of it for the period that was over last.
struct Standing {
  const Feed* feed = nullptr;
  Period period;
  std::string state;  // received, waiting (not due yet), late
  std::optional<Delivered> last;
  std::int64_t open_tasks = 0;  // within the caller's places
};

class Deliveries {
 public:
  Deliveries(store::Transaction& transaction, const Vocabulary& vocabulary,
             const registers::IdentityCipher& cipher, const Catalogue& catalogue,
             const Arrangements& arrangements)
      : transaction_(transaction),
        vocabulary_(vocabulary),
        cipher_(cipher),
        catalogue_(catalogue),
        arrangements_(arrangements) {}

  Result<Delivered> receive(const Feed& feed, const Incoming& incoming);

  Result<std::vector<Standing>> standings(Day today);
  Result<std::vector<Delivered>> latest(const std::string& feed, int count);  // "" of all feeds
  Result<Delivered> find(std::int64_t delivery);                              // not_found
  // The first hundred; none for whoever may not see all places that the file is about.
  Result<std::vector<Refusal>> refusals(std::int64_t delivery);

  // Open ones first by their day; of one delivery, or of all (0).
  Result<std::vector<Disagreement>> disagreements(std::int64_t delivery, bool open_only, int count);

  // state: register_right or feed_right; with a note. conflict if it was settled before, forbidden
  // to any other role than the one that the feed names.
  Status settle(std::int64_t disagreement, const std::string& state, const std::string& note,
                const Settler& by, Instant now);

 private:
  Result<registers::ImportOrder> order_of(const Feed& feed, const Incoming& incoming,
                                          const std::string& digest) const;
  Result<Delivered> store(const Feed& feed, const Incoming& incoming,
                          const registers::ImportOrder& order, Delivered delivered);
  Status note_outgoing(const Feed& feed, const Incoming& incoming,
                       const registers::ImportOrder& order);
  Result<std::int64_t> record(const Feed& feed, const Incoming& incoming,
                              const Delivered& delivered, std::optional<std::int64_t> run);

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const registers::IdentityCipher& cipher_;
  const Catalogue& catalogue_;
  const Arrangements& arrangements_;
};

}  // namespace leye::exchange
