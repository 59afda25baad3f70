// Which colour a state word takes. A word not listed is shown plain, never guessed.
export type Tone = 'good' | 'bad' | 'amber' | 'doubt' | 'calm' | 'plain';

const tones: Record<Exclude<Tone, 'plain'>, string[]> = {
  good: [
    'eligible', 'granted', 'paid', 'posted', 'approved', 'approve', 'confirmed', 'done', 'active',
    'in_force', 'passed', 'yes', 'upheld', 'finished', 'settled', 'reconciled',
  ],
  bad: [
    'not_eligible', 'refused', 'refuse', 'rejected', 'reject', 'failed', 'revoked', 'disabled', 'no',
    'locked', 'denied', 'recovered',
  ],
  amber: [
    'short', 'waiting', 'returned', 'return', 'pending', 'partial', 'notice', 'part_returned', 'draft',
    'suspended', 'objected', 'awaiting_approval', 'ending',
  ],
  doubt: ['undetermined', 'unknown', 'new'],
  calm: [
    'open', 'in_progress', 'running', 'sent', 'current', 'prepared', 'queued', 'meeting', 'checking',
    'allowed',
  ],
};

export function toneOf(state: string): Tone {
  for (const [tone, states] of Object.entries(tones)) {
    if (states.includes(state)) return tone as Tone;
  }
  return 'plain';
}
