import { problemTypes, problemTypeUri, type FieldError, type Problem, type ProblemCode } from '@leadlight/contract';

export interface ProblemFacts {
  /** What is wrong this time, in a sentence; never an inner error's message. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal on its way to the problem handler. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly facts: ProblemFacts;

  constructor(code: ProblemCode, facts: ProblemFacts = {}, options?: { readonly cause?: unknown }) {
    super(facts.detail ?? problemTypes[code].title, options);
    this.code = code;
    this.facts = facts;
  }
}

/** The body of a refusal. */
export function problemBody(code: ProblemCode, requestId: string, { detail, errors }: ProblemFacts = {}): Problem {
  const { title, status, remedy } = problemTypes[code];
  return { type: problemTypeUri(code), title, status, detail, remedy, requestId, errors };
}
