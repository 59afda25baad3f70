#include "policy/meaning/block.hpp"

namespace leye::policy {
namespace {

// Reads siblings of `depth`; an unparsed line takes the lines below it with it.
std::vector<Block> read(const std::vector<PolicyLine>& lines, std::size_t& at, std::int32_t depth) {
  std::vector<Block> blocks;
  while (at < lines.size()) {
    const auto& line = lines[at];
    if (line.kind == PolicyLine::Kind::blank || line.kind == PolicyLine::Kind::comment) {
      ++at;
      continue;
    }
    if (line.depth < depth) break;
    if (line.kind == PolicyLine::Kind::row) {
      if (!blocks.empty() && !is_rule_row(line.raw)) blocks.back().rows.push_back(&line);
      ++at;
      continue;
    }
    if (line.depth > depth && !blocks.empty()) {
      blocks.back().children = read(lines, at, line.depth);
      continue;
    }
    Block block;
    block.line = &line;
    blocks.push_back(std::move(block));
    ++at;
    const bool row_next = at < lines.size() && lines[at].kind == PolicyLine::Kind::row;
    while (row_next && at < lines.size() && lines[at].kind == PolicyLine::Kind::row) {
      if (!is_rule_row(lines[at].raw)) blocks.back().rows.push_back(&lines[at]);
      ++at;
    }
  }
  return blocks;
}

bool drop_unparsed(std::vector<Block>& blocks) {
  const auto unparsed = [](const Block& block) { return block.line->tree == nullptr; };
  const bool any = std::erase_if(blocks, unparsed) > 0;
  for (auto& block : blocks) block.incomplete = drop_unparsed(block.children);
  return any;
}

}  // namespace

const Tree& Block::tree() const {
  const Tree* tree = line->tree.get();
  while (tree->form == Form::noted || tree->form == Form::cited) tree = &(*tree)[0];
  return *tree;
}

std::vector<const Tree*> Block::tail(Form form) const {
  std::vector<const Tree*> found;
  for (const Tree* tree = line->tree.get(); tree->form == Form::noted || tree->form == Form::cited;
       tree = &(*tree)[0])
    if (tree->form == form) found.insert(found.begin(), &(*tree)[1]);
  return found;
}

std::vector<const Tree*> Block::notes() const { return tail(Form::noted); }

std::vector<const Tree*> Block::cites() const { return tail(Form::cited); }

std::vector<Block> blocks_of(const PolicyFence& fence) {
  std::size_t at = 0;
  auto blocks = read(fence.lines, at, 0);
  drop_unparsed(blocks);
  return blocks;
}

}  // namespace leye::policy
