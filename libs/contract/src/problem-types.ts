/** One kind of problem. The type never changes within v1, so that a client may match it. */
export interface ProblemType {
  readonly status: number;
  /** The same for every occurrence. */
  readonly title: string;
  /** What the caller can do. */
  readonly remedy: string;
}

const clientProblems = {
  'invalid-json': {
    status: 400,
    title: 'The body is not valid JSON',
    remedy: 'Send one JSON object, encoded as UTF-8.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request does not follow the contract',
    remedy: 'Correct the members that `errors` points at; the contract is at /openapi.json.',
  },
  'unsupported-version': {
    status: 400,
    title: 'The service does not support this version of the contract',
    remedy: 'Leave out the API-Version header, or send `API-Version: 1`.',
  },
  'malformed-http': {
    status: 400,
    title: 'The request is not valid HTTP',
    remedy: 'Send a well-formed HTTP/1.1 request.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid API key or token is required',
    remedy:
      'Send `Authorization: Bearer <key>` with a key created by `leadlight keys create`, or a token obtained with one.',
  },
  forbidden: {
    status: 403,
    title: 'This key has no permission for that',
    remedy: 'Use a key with the scope that `detail` names.',
  },
  'route-not-found': {
    status: 404,
    title: 'There is no such route',
    remedy: 'See /docs for the routes of this service.',
  },
  'lead-not-found': {
    status: 404,
    title: 'The lead is unknown',
    remedy: 'Sync the org, or send the lead’s field values with the request.',
  },
  'owner-not-found': {
    status: 404,
    title: 'No user, or more than one, has this name',
    remedy: 'Send the record id of the user or queue, or the exact name of one user.',
  },
  'score-withheld': {
    status: 409,
    title: 'Not shown: part of a test',
    remedy:
      'Work the lead as you would without a score. GET /v1/experiment shows an administrator how far along the test is.',
  },
  'alerts-invalid': {
    status: 400,
    title: 'These alert settings cannot be used',
    remedy: 'Correct each member that `errors` names.',
  },
  'audience-not-found': {
    status: 404,
    title: 'The org has no such audience',
    remedy: 'Take an id from GET /v1/audiences.',
  },
  'audience-name-taken': {
    status: 409,
    title: 'Another audience has this name',
    remedy: 'Choose another name, or change that audience.',
  },
  'audience-changed-meanwhile': {
    status: 409,
    title: 'Somebody has changed or deleted the audience',
    remedy: 'Read it again with GET /v1/audiences/{audienceId}, then repeat the change.',
  },
  'audience-has-no-campaign': {
    status: 409,
    title: 'The audience has no campaign or list view to write to',
    remedy: 'Give it one with PUT /v1/audiences/{audienceId}.',
  },
  'audience-not-confirmed': {
    status: 409,
    title: 'Nobody has confirmed the audience as it is now',
    remedy: 'Read its preview, then POST /v1/audiences/{audienceId}/confirm.',
  },
  'audience-invalid': {
    status: 400,
    title: 'The definition does not fit the fields of the org',
    remedy: 'Correct each member that `errors` names.',
  },
  'consent-not-read': {
    status: 409,
    title: 'Whether the leads have opted out is not known',
    remedy: 'Let the integration user read the consent fields and sync, or choose another channel.',
  },
  'propensity-not-found': {
    status: 404,
    title: 'The org has no such propensity',
    remedy: 'Name one that GET /v1/propensities lists.',
  },
  'propensity-invalid': {
    status: 400,
    title: 'The definition of the propensity cannot be used',
    remedy: 'Correct what `errors` names; docs/propensities.md explains the members.',
  },
  'propensity-changed-meanwhile': {
    status: 409,
    title: 'Somebody has added or changed the propensity',
    remedy: 'Read it again with GET /v1/propensities/{propensityId}, then repeat the change.',
  },
  'propensity-not-trained': {
    status: 409,
    title: 'The propensity has no active model',
    remedy: 'Train it with POST /v1/propensities/{propensityId}/train, and activate a model.',
  },
  'object-not-allowed': {
    status: 403,
    title: 'This key may not see records of the object',
    remedy: 'Allow it with `leadlight keys allow`, or use another key.',
  },
  'record-not-found': {
    status: 404,
    title: 'The record is unknown',
    remedy: 'Sync the org, or check the id and the object of the propensity.',
  },
  'record-outside-population': {
    status: 409,
    title: 'Nothing is predicted for this record now',
    remedy: 'See `reason`, or use a propensity whose population includes the record.',
  },
  'record-not-scored': {
    status: 409,
    title: 'The record has no score yet',
    remedy: 'Wait until the records of the propensity are scored again, or run `leadlight score --propensity`.',
  },
  'experiment-open': {
    status: 409,
    title: 'An experiment or its exploration is already running',
    remedy: 'Stop it with POST /v1/experiment/stop and `endExploration`.',
  },
  'no-experiment': {
    status: 409,
    title: 'No experiment is running',
    remedy: 'Start one with POST /v1/experiment.',
  },
  'base-rate-unknown': {
    status: 409,
    title: 'Too few leads are settled to know the rate without the score',
    remedy: 'Send `baseRate`.',
  },
  'route-not-set-up': {
    status: 409,
    title: 'This route of notifications is not set up, or off',
    remedy: 'Set it up with `leadlight notifications set`, or turn it on with POST /v1/notifications/{route}.',
  },
  'challenger-not-comparable': {
    status: 409,
    title: 'This model cannot be compared with the active one',
    remedy: 'Choose another model that predicts the same goal within the same horizon.',
  },
  'no-challenger': {
    status: 409,
    title: 'No challenger is running',
    remedy: 'Start one with POST /v1/challengers.',
  },
  'model-not-found': {
    status: 404,
    title: 'The org has no such model',
    remedy: 'Name one that GET /v1/models lists.',
  },
  'key-not-found': {
    status: 404,
    title: 'The org has no such key, or it has ended or been replaced',
    remedy: 'Name one that GET /v1/keys lists.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The route does not support this method',
    remedy: 'Use one of the methods in the Allow header.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    remedy: 'Send headers and body without pauses, over a faster connection.',
  },
  'no-active-model': {
    status: 409,
    title: 'The org has no active model',
    remedy: 'Train one with `leadlight train`, or activate one that exists.',
  },
  'settings-invalid': {
    status: 400,
    title: 'The settings are invalid',
    remedy: 'Correct the members that `errors` points at, then save again.',
  },
  'settings-changed-meanwhile': {
    status: 409,
    title: 'Somebody else changed the settings since they were read',
    remedy: 'Read the settings again, then make the change.',
  },
  'nothing-to-undo': {
    status: 409,
    title: 'There is no change of the settings to undo',
    remedy: 'The settings are the defaults already.',
  },
  'org-not-synced': {
    status: 409,
    title: 'The org’s fields are not known yet',
    remedy: 'Run `leadlight sync` first.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send fewer leads per request, and only the fields that changed.',
  },
  'expectation-failed': {
    status: 417,
    title: 'The service cannot meet the expectation of the Expect header',
    remedy: 'Leave out the Expect header, or send `Expect: 100-continue`.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    remedy: 'Use a new key for a new request; repeat a request unchanged with its key.',
  },
  'feature-not-found': {
    status: 422,
    title: 'The model has no such feature',
    remedy: 'Send the `feature` of a reason of this model’s score.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body’s media type is not supported',
    remedy: 'Send `Content-Type: application/json` in UTF-8, not compressed.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for the time in Retry-After; send more leads per request instead of more requests.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The request’s headers are too large',
    remedy: 'Send fewer or shorter headers.',
  },
} as const satisfies Record<string, ProblemType>;

const serverProblems = {
  internal: {
    status: 500,
    title: 'Something failed inside the service',
    remedy: 'Try again; if it happens again, give the operator the `requestId`, which is in the log.',
  },
  'model-unusable': {
    status: 503,
    title: 'The active model cannot be used',
    remedy: 'Activate another model, or train again.',
  },
  'storage-unavailable': {
    status: 503,
    title: 'Storage does not respond',
    remedy: 'Try again after the time in Retry-After.',
  },
  overloaded: {
    status: 503,
    title: 'The service is overloaded',
    remedy: 'Try again after the time in Retry-After.',
  },
} as const satisfies Record<string, ProblemType>;

/** Every problem by code: the one list behind responses, OpenAPI and docs/errors.md. */
export const problemTypes = { ...clientProblems, ...serverProblems } as const;

export type ProblemCode = keyof typeof problemTypes;

const PREFIX = '/problems/';

/** The `type` member: a path on the service itself, where the problem is explained. */
export const problemTypeUri = (code: ProblemCode): string => PREFIX + code;

/** The code of a `type` member; undefined for a type that is not ours. */
export function findProblemCode(type: string): ProblemCode | undefined {
  const code = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : '';
  return Object.hasOwn(problemTypes, code) ? (code as ProblemCode) : undefined;
}
