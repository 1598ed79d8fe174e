/** One kind of error: what happened, what to do about it, and facts with which the documentation shows its message. */
export interface ErrorDefinition<Facts extends object> {
  /** One or more sentences that say what is wrong, with the facts of the case. */
  readonly reason: (facts: Facts) => string;
  /** What the reader can do about it. */
  readonly remedy: string | ((facts: Facts) => string);
  /** Facts of a realistic case; `docs/errors.md` and the tests make the message from them. */
  readonly example: Facts;
}

// Each definition has facts of its own, so only `any` accepts them all.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ErrorDefinitions = Readonly<Record<string, ErrorDefinition<any>>>;

export type ErrorCode<Definitions extends ErrorDefinitions> = keyof Definitions & string;

type FactsOf<Reason> = Reason extends () => string
  ? object
  : Reason extends (facts: infer Facts) => string
    ? Facts
    : never;

/** The facts that an error with this code carries; `object` where its reason takes none. */
export type ErrorFacts<Definitions extends ErrorDefinitions, Code extends keyof Definitions> = FactsOf<
  Definitions[Code]['reason']
> &
  object;

/** Checks the shape of a library's error definitions and keeps their exact type. */
export const defineErrors = <const Definitions extends ErrorDefinitions>(definitions: Definitions): Definitions =>
  definitions;

/**
 * An error that Leadlight raises on purpose. Each library extends it with its own definitions; every code is unique over
 * all libraries and has a section in `docs/errors.md`. The message is the reason followed by the remedy. Any other error
 * that reaches a user is a defect.
 */
export abstract class LeadlightError<Code extends string = string, Facts extends object = object> extends Error {
  readonly code: Code;
  readonly facts: Facts;
  readonly reason: string;
  readonly remedy: string;

  /** @param options `cause`: the error that led to this one */
  constructor(definitions: ErrorDefinitions, code: Code, facts: Facts, options?: ErrorOptions) {
    const { reason, remedy } = definitions[code] as ErrorDefinition<Facts>;
    const why = reason(facts);
    const what = typeof remedy === 'string' ? remedy : remedy(facts);
    super(`${why} ${what}`.trim(), options);
    this.code = code;
    this.facts = facts;
    this.reason = why;
    this.remedy = what;
  }

  /** Where the documentation explains this code, relative to the repository. */
  get docs(): string {
    return `docs/errors.md#${this.code}`;
  }
}

/** True for an error of ours; with codes, only for one of these. */
export const isLeadlightError = (error: unknown, ...codes: readonly string[]): error is LeadlightError =>
  error instanceof LeadlightError && (codes.length === 0 || codes.includes(error.code));
