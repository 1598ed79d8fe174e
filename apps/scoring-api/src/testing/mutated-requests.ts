export interface MutatedRequest {
  readonly path: string;
  readonly init: RequestInit;
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PATHS = [
  '/v1/scores',
  '/v1/scores',
  '/v1/scores',
  '/v1/leads/00Q5g00000KpXc2EAF/scores',
  '/v1/models',
  '/v1/models/9f2c41d07be35a68/report',
  '/v1/models/9f2c41d07be35a68/activate',
  '/v1/leads/00Q5g00000KpXc2EAF',
  '/v1/what-if',
  '/v1/feedback',
  '/oauth/token',
  '/healthz',
  '/readyz',
  '/openapi.json',
  '/docs',
  '/problems/internal',
];
const METHODS = ['POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
const TYPES = [
  'application/json',
  'application/json',
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
];
const CREDENTIALS = [
  undefined,
  undefined,
  undefined,
  undefined,
  'Bearer wrong',
  'Bearer llt_wrong',
  'Basic Og==',
  'Bearer',
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

/** Requests that begin as the example and go wrong in some way, or in none; the same for the same seed. */
export function* mutatedRequests(seed: number, count: number, example: unknown): Generator<MutatedRequest> {
  const random = randomFrom(seed);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  for (let request = 0; request < count; request += 1) {
    const method = one(METHODS);
    const credential = one(CREDENTIALS);
    const headers: Record<string, string> = { 'content-type': one(TYPES) };
    if (credential) headers.authorization = credential;
    if (random() < 0.1) headers['idempotency-key'] = one(['k', 'x'.repeat(200), 'with space', '~']);
    if (random() < 0.05) headers['api-version'] = one(['1', '2', '']);
    if (random() < 0.05) headers['content-encoding'] = one(['gzip', 'br', 'identity']);
    const path = random() < 0.7 ? one(PATHS) : mutateText(one(PATHS), random, one);
    const body = method === 'GET' || method === 'OPTIONS' ? undefined : bodyOf(example, random, one);
    yield { path: path.startsWith('/') ? path : `/${path}`, init: { method, headers, body, redirect: 'manual' } };
  }
}

type One = <T>(values: readonly T[]) => T;

function bodyOf(example: unknown, random: () => number, one: One): string {
  const kind = random();
  if (kind < 0.15) return JSON.stringify(example);
  if (kind < 0.55) return JSON.stringify(mutateValue(structuredClone(example), random, one));
  if (kind < 0.85) return mutateText(JSON.stringify(example), random, one);
  if (kind < 0.9) return '['.repeat(20_000);
  if (kind < 0.95) return '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000);
  return 'grant_type=client_credentials&client_id=key_1&client_secret=' + one(['llk_test-key', 'wrong', '%00', '']);
}

/** Puts one wrong value somewhere in a tree. */
function mutateValue(value: unknown, random: () => number, one: One): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return one(VALUES);
  const keys = Object.keys(value);
  const key = random() < 0.1 ? one(['__proto__', 'constructor', 'extra', '0']) : one(keys.length ? keys : ['a']);
  const holder = value as Record<string, unknown>;
  Object.defineProperty(holder, key, {
    // Only own members: `__proto__` would lead to every object of this process.
    value: mutateValue(Object.hasOwn(holder, key) ? holder[key] : undefined, random, one),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return value;
}

/** Cuts, doubles, swaps or inserts something in a text. */
function mutateText(text: string, random: () => number, one: One): string {
  const at = Math.floor(random() * (text.length + 1));
  const to = Math.min(text.length, at + Math.floor(random() * 8));
  const insert = one([...PIECES, '"', '{', '}', ',', '\\', '\u2028', '9'.repeat(400)]);
  return text.slice(0, at) + (random() < 0.5 ? insert : '') + (random() < 0.3 ? text.slice(at) : text.slice(to));
}
