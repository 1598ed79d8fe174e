/**
 * Yields what `source` yields, and reads the next item while the consumer works on the current one: at most one item ahead.
 * An error of the source arrives after the items before it.
 */
export async function* readAhead<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item, void, undefined> {
  const items = source[Symbol.asyncIterator]();
  const read = () => {
    const next = items.next();
    // It is awaited only after the current item; until then its failure must not count as unhandled.
    next.catch(() => undefined);
    return next;
  };
  let next = read();
  try {
    for (let item = await next; !item.done; item = await next) {
      next = read();
      yield item.value;
    }
  } finally {
    await items.return?.();
  }
}
