// Collects what is wrong with a document, and how its names are spelled in the other language.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/syntax/document.hpp"

namespace leye::policy {

struct Spelling {
  std::string zh;
  std::string en;
};

// Of words in one document, by line and column.
using Spellings = std::map<std::pair<std::int32_t, std::int32_t>, Spelling>;

// Messages are written "中文 / English"; the half in the document's language is kept.
struct Complaint {
  const char* code;
  Span at;
  std::string title;
  std::string fix = {};
  std::vector<Note> others = {};
};

class Reporter {
 public:
  explicit Reporter(std::vector<Diagnostic>& out) : out_(out) {}

  void enter(const Document& document) { document_ = &document; }
  void at_clause(std::string clause) { clause_ = std::move(clause); }
  const std::string& clause() const { return clause_; }
  const Document& document() const { return *document_; }

  void error(Complaint complaint);
  // Of what may be right, but someone should look.
  void warning(Complaint complaint);
  bool failed() const { return failed_; }

  void spell(Span at, std::string zh, std::string en);
  const Spellings& spellings(const std::string& file) { return spellings_[file]; }

 private:
  void say(Complaint complaint, Severity severity);

  std::vector<Diagnostic>& out_;
  std::map<std::string, Spellings> spellings_;
  const Document* document_ = nullptr;
  std::string clause_;
  bool failed_ = false;
};

// "是否想写 …": the candidate that is closest to `wrong`, or "" if none is near.
std::string nearest(std::string_view wrong, std::span<const std::string> candidates);

}  // namespace leye::policy
