// Which colour a state word takes. A word not listed is shown plain, never guessed.
export type Tone = 'good' | 'bad' | 'amber' | 'doubt' | 'calm' | 'plain';

const tones: Record<Exclude<Tone, 'plain'>, string[]> = {
  good: [
    'eligible', 'granted', 'paid', 'posted', 'approved', 'approve', 'confirmed', 'done', 'active',
    'in_force', 'passed', 'yes', 'upheld', 'finished', 'settled', 'reconciled', 'closed', 'agreed', 'agree', 'ok', 'in_balance',
    'received', 'signed', 'stored', 'answered', 'register_right', 'feed_right', 'accepted', 'own', 'resolved', 'solved', 'quality_right',
  ],
  bad: [
    'not_eligible', 'refused', 'refuse', 'rejected', 'reject', 'failed', 'revoked', 'disabled', 'no',
    'locked', 'denied', 'recovered', 'dropped', 'withdrawn', 'forbidden', 'not_found', 'late', 'overdue', 'suspect_true', 'quality_wrong', 'match_different',
  ],
  amber: [
    'contested', 'short', 'waiting', 'returned', 'return', 'pending', 'partial', 'notice', 'part_returned', 'draft', 'due', 'not_set', 'made', 'open_task',
    'suspended', 'objected', 'decided', 'notified', 'found', 'awaiting_approval', 'ending', 'should_leave', 'lapses_soon', 'postponed', 'unsent', 'missing_there', 'missing_here', 'differs', 'renumbered', 'collaborate',
  ],
  doubt: ['undetermined', 'quality_split', 'quality_unreached', 'unknown', 'abandoned', 'new', 'relapse'],
  calm: [
    'open', 'reported', 'filling', 'in_progress', 'running', 'sent', 'taken', 'current', 'prepared', 'queued', 'meeting', 'checking',
    'allowed', 'published', 'paying', 'take_in', 'check', 'decide', 'confirm', 'pay', 'planned', 'batched', 'delivering', 'screening', 'pushed', 'not_in_force', 'helping',
  ],
};

export function toneOf(state: string): Tone {
  for (const [tone, states] of Object.entries(tones)) {
    if (states.includes(state)) return tone as Tone;
  }
  return 'plain';
}
