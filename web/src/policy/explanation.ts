// The server explains an answer as indented lines: a heading, then each condition with ✓ ✗ ?. For a
// reader in a hurry only what stands in the way and what helps is shown; the whole is one press away.
export interface ShortReason {
  inTheWay: string[];
  advice: string[];
  whole: string;
}

const adviceMark = '\u5efa\u8bae';

export function shortReason(explanation: string): ShortReason {
  const lines = explanation.split('\n');
  const one = lines.length === 1;
  const top = lines.filter((line) => /^ {2}[✗?]/.test(line)).map((line) => tidy(line));
  const advice = lines.filter((line) => line.trim().startsWith(adviceMark)).map((line) => line.trim());
  return { inTheWay: one ? lines.filter(Boolean) : top, advice, whole: one ? '' : explanation };
}

/** Without the sign and the clause that stands far right. */
function tidy(line: string): string {
  return line.trim().replace(/^[✗?]\s*/, '').replace(/\s{3,}\S.*$/, '').replace(/\s{2,}/g, '：');
}
