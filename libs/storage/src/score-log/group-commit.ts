/**
 * Joins concurrent writes into one without a timer: while one write is in flight the next ones gather, and leave
 * together when it ends. A lone write goes at once and pays for itself; a busy caller shares.
 * Where the data of a joint write are refused, each of its parts is tried alone, so that one bad part fails nobody else.
 * Any other failure is every part's: after a cut or a time-out the write may have been committed, so that trying again
 * would double it, and storage that stalls would let each part wait anew.
 * @param isRefusal whether a failure means that nothing was written, because of what was to be written
 */
export function groupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  isRefusal: (reason: unknown) => boolean,
): (items: readonly Item[]) => Promise<void> {
  let waiting: PendingWrite<Item>[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const parts = waiting;
      waiting = [];
      await writeTogether(parts, write, isRefusal);
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

interface PendingWrite<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

async function writeTogether<Item>(
  parts: readonly PendingWrite<Item>[],
  write: (items: readonly Item[]) => Promise<void>,
  isRefusal: (reason: unknown) => boolean,
): Promise<void> {
  try {
    await write(parts.flatMap((part) => part.items));
    for (const part of parts) part.resolve();
  } catch (reason) {
    if (parts.length > 1 && isRefusal(reason)) for (const part of parts) await writeTogether([part], write, isRefusal);
    else for (const part of parts) part.reject(reason);
  }
}
