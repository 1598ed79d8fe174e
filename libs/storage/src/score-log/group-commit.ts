/**
 * Joins concurrent writes into one without a timer: while one write is in flight the next ones gather, and leave
 * together when it ends. A lone write goes at once and pays for itself; a busy caller shares.
 * Where a joint write fails, each of its parts is tried alone, so that one bad part fails nobody else.
 */
export function groupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
): (items: readonly Item[]) => Promise<void> {
  let waiting: Part<Item>[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const parts = waiting;
      waiting = [];
      await writeTogether(parts, write);
    }
    busy = false;
  }

  return (items) => {
    if (items.length === 0) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ items, resolve, reject });
    if (!busy) void drain();
    return promise;
  };
}

interface Part<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

async function writeTogether<Item>(
  parts: readonly Part<Item>[],
  write: (items: readonly Item[]) => Promise<void>,
): Promise<void> {
  try {
    await write(parts.flatMap((part) => part.items));
    for (const part of parts) part.resolve();
  } catch (reason) {
    if (parts.length === 1) parts[0]?.reject(reason);
    else for (const part of parts) await writeTogether([part], write);
  }
}
