import { LeadlightError, type ErrorDefinitions } from '@leadlight/common';
import {
  problemTypes,
  problemTypeUri,
  type FieldError,
  type LocalizedMessage,
  type Problem,
  type ProblemCode,
} from '@leadlight/contract';

export interface ProblemFacts {
  /** What is wrong with this request, in a sentence. Never the message of an inner error. */
  readonly detail?: string;
  /** Why, as a sentence that clients translate. */
  readonly reason?: LocalizedMessage;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

const problemErrors: ErrorDefinitions = Object.fromEntries(
  Object.entries(problemTypes).map(([code, { title, remedy }]) => [
    code,
    { reason: ({ detail }: ProblemFacts) => detail ?? `${title}.`, remedy, example: {} },
  ]),
);

/** An error response of the API, thrown by handlers and sent by the problem handler. */
export class HttpProblem extends LeadlightError<ProblemCode, ProblemFacts> {
  override readonly name = 'HttpProblem';

  constructor(code: ProblemCode, facts: ProblemFacts = {}, options?: ErrorOptions) {
    super(problemErrors, code, facts, options);
  }
}

/** The body of an error response. @source RFC 9457 */
export function problemBody(
  code: ProblemCode,
  requestId: string,
  { detail, reason, errors }: ProblemFacts = {},
): Problem {
  const { title, status, remedy } = problemTypes[code];
  return { type: problemTypeUri(code), title, status, detail, remedy, requestId, reason, errors };
}
