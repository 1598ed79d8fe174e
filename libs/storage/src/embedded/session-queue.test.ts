import { expect, test, vi } from 'vitest';
import { SessionQueue, type EmbeddedSession } from './session-queue.ts';

/** A session that records who ran what, and lets other work in between any two messages. */
function fakeSession() {
  const ran: string[] = [];
  let open = false;
  const session: EmbeddedSession = {
    async run(message, answer) {
      const text = Buffer.from(message).toString();
      await new Promise((resolve) => setImmediate(resolve));
      if (text.includes('begin')) open = true;
      if (text.includes('commit')) open = false;
      ran.push(text);
      answer(Buffer.from(`done ${text}`));
    },
    inTransaction: () => open,
    async rollback() {
      open = false;
      ran.push('rollback');
    },
  };
  return { session, ran };
}

const messages = (...texts: string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));
const nothing = (): void => undefined;

function twoClients(idleMs = 60_000, onIdle: (client: object) => void = nothing) {
  const { session, ran } = fakeSession();
  const turns = new SessionQueue<object>(session, idleMs, onIdle);
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  return { turns, ran, a, b };
}

test("nobody comes between one client's parse, bind and execute", async () => {
  const { turns, ran, a, b } = twoClients();
  await Promise.all([
    turns.enqueue(a, messages('a parse', 'a bind', 'a sync'), nothing),
    turns.enqueue(b, messages('b parse', 'b bind', 'b sync'), nothing),
  ]);
  expect(ran).toEqual(['a parse', 'a bind', 'a sync', 'b parse', 'b bind', 'b sync']);
});

test('a transaction keeps the session until it ends, and the others wait in order', async () => {
  const { turns, ran, a, b } = twoClients();
  const c = { name: 'c' };
  await turns.enqueue(a, messages('a begin'), nothing);
  const waiting = [turns.enqueue(b, messages('b one'), nothing), turns.enqueue(c, messages('c one'), nothing)];
  await turns.enqueue(a, messages('a write'), nothing);
  await turns.enqueue(a, messages('a commit'), nothing);
  await Promise.all(waiting);
  expect(ran).toEqual(['a begin', 'a write', 'a commit', 'b one', 'c one']);
});

test('a client that flushes in the middle of a statement keeps the session until it syncs', async () => {
  const { turns, ran, a, b } = twoClients();
  await turns.enqueue(a, messages('Parse a', 'H'), nothing);
  const waiting = turns.enqueue(b, messages('Parse b', 'S'), nothing);
  await turns.enqueue(a, messages('Bind a', 'S'), nothing);
  await waiting;
  expect(ran).toEqual(['Parse a', 'H', 'Bind a', 'S', 'Parse b', 'S']);
});

test('a client that leaves in the middle of a transaction is rolled back, and the next one goes on', async () => {
  const { turns, ran, a, b } = twoClients();
  await turns.enqueue(a, messages('a begin'), nothing);
  const waiting = turns.enqueue(b, messages('b one'), nothing);
  turns.removeClient(a);
  await waiting;
  expect(ran).toEqual(['a begin', 'rollback', 'b one']);
});

test('a client that leaves while its own batch runs is rolled back after it, and what it still waited for is dropped', async () => {
  const { turns, ran, a, b } = twoClients();
  const running = turns.enqueue(a, messages('a begin'), nothing);
  const dropped = turns.enqueue(a, messages('a write'), nothing);
  turns.removeClient(a);
  const next = turns.enqueue(b, messages('b one'), nothing);
  await Promise.all([running, dropped, next]);
  expect(ran).toEqual(['a begin', 'rollback', 'b one']);
});

test('each client gets the answers to its own messages', async () => {
  const { turns, a, b } = twoClients();
  const answers: Record<string, string[]> = { a: [], b: [] };
  const to = (name: string) => (bytes: Uint8Array) => answers[name]?.push(Buffer.from(bytes).toString());
  await Promise.all([turns.enqueue(a, messages('1', '2'), to('a')), turns.enqueue(b, messages('3'), to('b'))]);
  expect(answers).toEqual({ a: ['done 1', 'done 2'], b: ['done 3'] });
});

test('a client that holds a transaction open in silence is told on, once its time is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const onIdle = vi.fn();
    const { turns, a } = twoClients(1_000, onIdle);
    await turns.enqueue(a, messages('a begin'), nothing);
    vi.advanceTimersByTime(900);
    await turns.enqueue(a, messages('a write'), nothing);
    vi.advanceTimersByTime(999);
    expect(onIdle).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onIdle).toHaveBeenCalledExactlyOnceWith(a);
    turns.removeClient(a);
    await turns.enqueue({}, messages('next'), nothing);
    vi.advanceTimersByTime(5_000);
    expect(onIdle).toHaveBeenCalledTimes(1);
  } finally {
    vi.useRealTimers();
  }
});

test('ending lets the running batch finish, undoes an open transaction, and runs nothing more', async () => {
  const { turns, ran, a, b } = twoClients();
  const running = turns.enqueue(a, messages('a begin', 'a write'), nothing);
  const dropped = turns.enqueue(b, messages('b one'), nothing);
  await turns.close();
  await Promise.all([running, dropped, turns.enqueue(a, messages('a late'), nothing)]);
  expect(ran).toEqual(['a begin', 'a write', 'rollback']);
  await turns.close();
  expect(ran).toHaveLength(3);
});

test('a batch that comes at any moment is run, also in the very moment that the one before ends', async () => {
  const { session, ran } = fakeSession();
  const instant: EmbeddedSession = {
    ...session,
    run: async (message) => {
      ran.push(Buffer.from(message).toString());
    },
  };
  const turns = new SessionQueue<object>(instant, 60_000, nothing);
  const client = {};
  for (let steps = 0; steps < 30; steps++) {
    const first = turns.enqueue(client, messages('first'), nothing);
    for (let step = 0; step < steps; step++) await undefined;
    await Promise.all([first, turns.enqueue(client, messages('second'), nothing)]);
  }
  expect(ran).toHaveLength(60);
});
