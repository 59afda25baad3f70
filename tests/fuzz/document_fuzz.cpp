// A pack's file: whatever its bytes, it is read or refused; what was read prints, in both
// languages, as a text that reads as the same trees and prints as itself.
#include "base/check.hpp"
#include "fuzz/fuzz_target.hpp"
#include "policy/syntax/document.hpp"
#include "policy/syntax/printer.hpp"

namespace leye::policy {
namespace {

bool same(const TreePointer& a, const TreePointer& b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->form != b->form || a->text != b->text || a->children.size() != b->children.size())
    return false;
  for (std::size_t i = 0; i < a->children.size(); ++i)
    if (!same(a->children[i], b->children[i])) return false;
  return true;
}

std::vector<const PolicyLine*> statements_of(const Document& document) {
  std::vector<const PolicyLine*> found;
  for (const auto& part : document.parts)
    if (const auto* fence = std::get_if<PolicyFence>(&part))
      for (const auto& line : fence->lines)
        if (line.kind == PolicyLine::Kind::statement) found.push_back(&line);
  return found;
}

void look_at(std::string text) {
  const auto document = read_document("a.md", std::move(text));
  Printing own;
  own.chinese = document.chinese;
  const auto canonical = print_document(document, own);
  if (!document.problems.empty()) return;  // printing it had to come to an end, no more
  const auto statements = statements_of(document);
  for (const bool chinese : {true, false}) {
    Printing printing;
    printing.chinese = chinese;
    const auto again = read_document("a.md", print_document(document, printing));
    CHECK(again.problems.empty());
    const auto others = statements_of(again);
    CHECK(others.size() == statements.size());
    for (std::size_t i = 0; i < others.size(); ++i) {
      CHECK(same(statements[i]->tree, others[i]->tree));
      CHECK(statements[i]->depth == others[i]->depth);
    }
    CHECK(print_document(again, own) == canonical);
  }
}

}  // namespace
}  // namespace leye::policy

// Whole files, and what stands below each heading: a fuzzer changes short texts far more often.
std::vector<std::string> leye::fuzz::seeds() {
  auto all = files_below({"packs", "tests/policy", "bench"}, ".md");
  const auto files = all.size();
  for (std::size_t i = 0; i < files; ++i) {
    const std::string text = all[i];
    for (std::size_t first = 0; first != text.npos;) {
      const auto next = text.find("\n#", first + 1);
      auto part = text.substr(first, next == text.npos ? next : next - first);
      if (part.size() < text.size() && part.find("```") != part.npos)
        all.push_back(std::move(part));
      first = next;
    }
  }
  return all;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  leye::policy::look_at(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
