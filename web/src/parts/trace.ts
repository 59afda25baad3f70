// What a page makes of an explanation: which branches stand open, what stands in the way, what helps.
import { text } from '@/text';
import type { Schema } from '@/api/types';

export type TraceNode = Schema<'TraceNode'>;

export interface Branches {
  /** Shown at once: what fails or is not known, and the amount where it rests on facts. */
  open: TraceNode[];
  /** Shown as one line until it is opened. */
  met: TraceNode[];
}

/** What fails comes first, then what is not known, then the amount; each in the order of the rule. */
export function branches(nodes: TraceNode[]): Branches {
  const rank = (node: TraceNode) => (node.verdict === 'no' ? 0 : node.verdict === 'unknown' ? 1 : 2);
  const told = (node: TraceNode) => node.kind === 'amount' && node.fact_lines.length > 0;
  const open = nodes.filter((node) => node.verdict !== 'yes' || told(node));
  open.sort((a, b) => rank(a) - rank(b));
  return { open, met: nodes.filter((node) => node.verdict === 'yes' && node.kind !== 'amount') };
}

/** The lines directly below the answer that fail or are not known. */
export function inTheWay(root: TraceNode): string[] {
  return branches(root.children)
    .open.filter((node) => node.verdict !== 'yes')
    .map((node) => (node.margin ? text('sign.of', { what: node.label, text: node.margin }) : node.label));
}

/** All advice of the tree, once each: what applies to the whole answer last. */
export function advice(root: TraceNode): string[] {
  const found = new Set<string>();
  const collect = (node: TraceNode): void => {
    for (const child of node.children) collect(child);
    if (node.advice) found.add(node.advice);
  };
  collect(root);
  return [...found];
}
