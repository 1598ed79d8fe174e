import { describe, expect, it, vi } from 'vitest';
import { SessionQueue, type EmbeddedSession } from './session-queue.ts';

/** A session that records what it runs, and yields between any two messages. */
function fakeSession() {
  const ran: string[] = [];
  let open = false;
  const session: EmbeddedSession = {
    async run(message, respond) {
      const text = Buffer.from(message).toString();
      await new Promise((resolve) => setImmediate(resolve));
      if (text.includes('begin')) open = true;
      if (text.includes('commit')) open = false;
      ran.push(text);
      respond(Buffer.from(`done ${text}`));
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
  const queue = new SessionQueue<object>(session, idleMs, onIdle);
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  return { queue, ran, a, b };
}

describe('SessionQueue', () => {
  it("runs one client's parse, bind and execute without another client in between", async () => {
    const { queue, ran, a, b } = twoClients();
    await Promise.all([
      queue.enqueue(a, messages('a parse', 'a bind', 'a sync'), nothing),
      queue.enqueue(b, messages('b parse', 'b bind', 'b sync'), nothing),
    ]);
    expect(ran).toEqual(['a parse', 'a bind', 'a sync', 'b parse', 'b bind', 'b sync']);
  });

  it('keeps the session for a transaction until it ends, while others wait in order', async () => {
    const { queue, ran, a, b } = twoClients();
    const c = { name: 'c' };
    await queue.enqueue(a, messages('a begin'), nothing);
    const waiting = [queue.enqueue(b, messages('b one'), nothing), queue.enqueue(c, messages('c one'), nothing)];
    await queue.enqueue(a, messages('a write'), nothing);
    await queue.enqueue(a, messages('a commit'), nothing);
    await Promise.all(waiting);
    expect(ran).toEqual(['a begin', 'a write', 'a commit', 'b one', 'c one']);
  });

  it('keeps the session for a client that flushes, until it syncs', async () => {
    const { queue, ran, a, b } = twoClients();
    await queue.enqueue(a, messages('Parse a', 'H'), nothing);
    const waiting = queue.enqueue(b, messages('Parse b', 'S'), nothing);
    await queue.enqueue(a, messages('Bind a', 'S'), nothing);
    await waiting;
    expect(ran).toEqual(['Parse a', 'H', 'Bind a', 'S', 'Parse b', 'S']);
  });

  it('rolls back the transaction of a removed client and continues with the next client', async () => {
    const { queue, ran, a, b } = twoClients();
    await queue.enqueue(a, messages('a begin'), nothing);
    const waiting = queue.enqueue(b, messages('b one'), nothing);
    queue.removeClient(a);
    await waiting;
    expect(ran).toEqual(['a begin', 'rollback', 'b one']);
  });

  it('rolls back a client that is removed while its batch runs, and drops its waiting batches', async () => {
    const { queue, ran, a, b } = twoClients();
    const running = queue.enqueue(a, messages('a begin'), nothing);
    const dropped = queue.enqueue(a, messages('a write'), nothing);
    queue.removeClient(a);
    const next = queue.enqueue(b, messages('b one'), nothing);
    await Promise.all([running, dropped, next]);
    expect(ran).toEqual(['a begin', 'rollback', 'b one']);
  });

  it('passes each client the responses to its own messages', async () => {
    const { queue, a, b } = twoClients();
    const responses: Record<string, string[]> = { a: [], b: [] };
    const to = (name: string) => (bytes: Uint8Array) => responses[name]?.push(Buffer.from(bytes).toString());
    await Promise.all([queue.enqueue(a, messages('1', '2'), to('a')), queue.enqueue(b, messages('3'), to('b'))]);
    expect(responses).toEqual({ a: ['done 1', 'done 2'], b: ['done 3'] });
  });

  it('reports a client that stays idle in a transaction for too long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const onIdle = vi.fn();
      const { queue, a } = twoClients(1_000, onIdle);
      await queue.enqueue(a, messages('a begin'), nothing);
      vi.advanceTimersByTime(900);
      await queue.enqueue(a, messages('a write'), nothing);
      vi.advanceTimersByTime(999);
      expect(onIdle).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(onIdle).toHaveBeenCalledExactlyOnceWith(a);
      queue.removeClient(a);
      await queue.enqueue({}, messages('next'), nothing);
      vi.advanceTimersByTime(5_000);
      expect(onIdle).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('close lets the running batch finish, rolls back an open transaction, and runs nothing more', async () => {
    const { queue, ran, a, b } = twoClients();
    const running = queue.enqueue(a, messages('a begin', 'a write'), nothing);
    const dropped = queue.enqueue(b, messages('b one'), nothing);
    await queue.close();
    await Promise.all([running, dropped, queue.enqueue(a, messages('a late'), nothing)]);
    expect(ran).toEqual(['a begin', 'a write', 'rollback']);
    await queue.close();
    expect(ran).toHaveLength(3);
  });

  it('runs a batch that arrives at any moment, including the moment when the previous one ends', async () => {
    const { session, ran } = fakeSession();
    const instant: EmbeddedSession = {
      ...session,
      run: async (message) => {
        ran.push(Buffer.from(message).toString());
      },
    };
    const queue = new SessionQueue<object>(instant, 60_000, nothing);
    const client = {};
    for (let steps = 0; steps < 30; steps++) {
      const first = queue.enqueue(client, messages('first'), nothing);
      for (let step = 0; step < steps; step++) await undefined;
      await Promise.all([first, queue.enqueue(client, messages('second'), nothing)]);
    }
    expect(ran).toHaveLength(60);
  });
});
