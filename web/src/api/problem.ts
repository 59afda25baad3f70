// What went wrong, in the four parts a user can act on: what, where, why (clause), what to do.
import { say, text } from '@/text';

export interface Problem {
  status: number;
  code: string;
  message: string;
  where: string[];
  fix?: string;
  clause?: string;
  retryAfter?: number;
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or a `Refused` that a page can show. */
export async function answered<Data>(sending: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await sending;
  } catch {
    throw new Refused({
      status: 0,
      code: 'unreachable',
      message: text('problem.unreachable'),
      where: [],
      fix: text('problem.unreachableFix'),
    });
  }
  if (!answer.response.ok) throw new Refused(problemFrom(answer.error, answer.response));
  return answer.data as Data;
}

export function problemFrom(body: unknown, response: Response): Problem {
  const told = bodyOf(body);
  const wait = Number(response.headers.get('Retry-After') ?? '');
  return {
    status: response.status,
    code: told.code ?? `http_${response.status}`,
    message: told.message ?? text('problem.unknown', { status: response.status }),
    where: told.where ?? [],
    fix: told.fix || defaultFix(response.status),
    clause: told.clause || undefined,
    retryAfter: wait > 0 ? wait : undefined,
  };
}

/** For a passing message: what, and what to do. */
export function told(problem: Problem): string {
  return [problem.message, problem.fix].filter(Boolean).map(say).join(' ');
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return { status: 0, code: 'page', message: text('problem.page', { message }), where: [] };
}

function bodyOf(body: unknown): Partial<Problem> {
  let read = body;
  if (typeof read === 'string') {
    try {
      read = JSON.parse(read);
    } catch {
      return {};
    }
  }
  const error = (read as { error?: Partial<Problem> } | null | undefined)?.error;
  return error && typeof error === 'object' ? error : {};
}

function defaultFix(status: number): string | undefined {
  if (status === 401) return text('problem.fixSignIn');
  if (status === 403 || status === 404) return text('problem.fixRights');
  if (status === 409 || status === 412) return text('problem.fixReload');
  if (status === 429 || status === 503) return text('problem.fixWait');
  return undefined;
}
