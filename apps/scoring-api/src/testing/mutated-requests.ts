import { seededRandom } from '@leadlight/common';
import { openApiDocument } from '@leadlight/contract';

export interface MutatedRequest {
  readonly path: string;
  readonly init: RequestInit;
}

/** A request of the contract before its mutation. */
interface DocumentedRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Every documented operation with each of its examples, and the routes that are not documented. */
function documentedRequests(modelId: string): readonly DocumentedRequest[] {
  const documented = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).flatMap(([method, operation]) => {
      const filled = path.replace('{modelId}', modelId).replace(/\{\w+\}/g, '00Q5g00000KpXc2EAF');
      const bodies = exampleBodies(operation);
      const documentedRequest = { method: method.toUpperCase(), path: filled };
      return bodies.length > 0 ? bodies.map((body) => ({ ...documentedRequest, body })) : [documentedRequest];
    }),
  );
  const undocumented = ['/openapi.json', '/openapi-3.0.json', '/docs', '/problems/internal', '/metrics'];
  const token = { method: 'POST', path: '/oauth/token' };
  return [...documented, ...undocumented.map((path) => ({ method: 'GET', path })), token, token];
}

interface Documented {
  readonly requestBody?: {
    readonly content?: Readonly<
      Record<string, { readonly examples?: Readonly<Record<string, { readonly value?: unknown }>> }>
    >;
  };
}

const exampleBodies = (operation: unknown): unknown[] =>
  Object.values((operation as Documented).requestBody?.content ?? {}).flatMap(({ examples = {} }) =>
    Object.values(examples).map(({ value }) => value),
  );

const METHODS = ['POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];
const TYPES = [
  'application/json',
  'application/json',
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
];
const BAD_CREDENTIALS = [
  'Bearer wrong',
  'Bearer llt_wrong',
  'Basic Og==',
  'Bearer',
  'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJvcmctYSIsInN1YiI6ImtleV8xIn0.',
  'Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJvcmctYSIsInN1YiI6ImtleV8xIn0.AAAA',
  'Bearer a.b.c',
];
const PIECES = [
  '%00',
  '%2e%2e%2f',
  '..',
  "'--",
  '%F0%9F%98%80',
  '?a[b]=c',
  '?limit=1e9',
  '?limit=-1',
  ';x=1',
  '//',
  '%',
  '#',
];
const VALUES: readonly unknown[] = [
  null,
  true,
  -0,
  1e308,
  -1,
  '',
  '\u0000',
  '\ud800',
  '__proto__',
  'constructor',
  '${7*7}',
  "'; drop table lead; --",
  'x'.repeat(40_000),
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null, toString: 1 },
];

/**
 * Requests of the contract with random mutations, or none. The same seed gives the same requests.
 * @param modelId a model that the service knows
 */
export function* mutatedRequests(seed: number, count: number, modelId = '9f2c41d07be35a68'): Generator<MutatedRequest> {
  const random = seededRandom(seed);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const requests = documentedRequests(modelId);
  for (let request = 0; request < count; request += 1) {
    const documentedRequest = one(requests);
    const method = random() < 0.85 ? documentedRequest.method : one(METHODS);
    const credential = random() < 0.15 ? one(BAD_CREDENTIALS) : undefined;
    const type = documentedRequest.path === '/oauth/token' ? 'application/x-www-form-urlencoded' : 'application/json';
    const headers: Record<string, string> = { 'content-type': random() < 0.7 ? type : one(TYPES) };
    if (credential) headers.authorization = credential;
    if (random() < 0.1) headers['idempotency-key'] = one(['k', 'x'.repeat(200), 'with space', '~']);
    if (random() < 0.05) headers['api-version'] = one(['1', '2', '']);
    if (random() < 0.05) headers['content-encoding'] = one(['gzip', 'br', 'identity']);
    if (random() < 0.05) headers.traceparent = one(['00-0-0-00', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, 'x']);
    const path = random() < 0.7 ? documentedRequest.path : mutateText(documentedRequest.path, random, one);
    const hasBody = !['GET', 'OPTIONS', 'HEAD'].includes(method);
    const body = hasBody ? bodyOf(documentedRequest, random, one) : undefined;
    yield { path: path.startsWith('/') ? path : `/${path}`, init: { method, headers, body, redirect: 'manual' } };
  }
}

type One = <T>(values: readonly T[]) => T;

function bodyOf({ path, body: example = {} }: DocumentedRequest, random: () => number, one: One): string {
  const kind = random();
  if (path === '/oauth/token' && kind < 0.8) return formOf(random, one);
  if (kind < 0.15) return JSON.stringify(example);
  if (kind < 0.55) return JSON.stringify(mutateValue(structuredClone(example), random, one));
  if (kind < 0.9) return mutateText(JSON.stringify(example), random, one);
  return kind < 0.95 ? '['.repeat(20_000) : '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000);
}

const FORMS = [
  'grant_type=client_credentials&client_id=key_1&client_secret=llk_test-key',
  'grant_type=client_credentials&client_id=key_1&client_secret=wrong&scope=read',
  'grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJvcmctYSIsInN1YiI6ImtleV8xIn0.AAAA',
];

function formOf(random: () => number, one: One): string {
  const form = one(FORMS);
  return random() < 0.2 ? form : mutateText(form, random, one);
}

/** Replaces one value in a tree. */
function mutateValue(value: unknown, random: () => number, one: One): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return one(VALUES);
  const keys = Object.keys(value);
  const key = random() < 0.1 ? one(['__proto__', 'constructor', 'extra', '0']) : one(keys.length ? keys : ['a']);
  const holder = value as Record<string, unknown>;
  Object.defineProperty(holder, key, {
    // Only own members: `__proto__` would change every object of this process.
    value: mutateValue(Object.hasOwn(holder, key) ? holder[key] : undefined, random, one),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return value;
}

/** Deletes, duplicates, replaces or inserts characters. */
function mutateText(text: string, random: () => number, one: One): string {
  const at = Math.floor(random() * (text.length + 1));
  const to = Math.min(text.length, at + Math.floor(random() * 8));
  const insert = one([...PIECES, '"', '{', '}', ',', '\\', '\u2028', '9'.repeat(400)]);
  return text.slice(0, at) + (random() < 0.5 ? insert : '') + (random() < 0.3 ? text.slice(at) : text.slice(to));
}
