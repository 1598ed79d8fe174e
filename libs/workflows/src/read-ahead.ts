/**
 * Yields what `source` yields, and reads the next items while the consumer works on the current one. An error of the source arrives
 * after the items before it.
 * @param ahead how many items at most are read and not yet consumed
 */
export async function* readAhead<Item>(source: AsyncIterable<Item>, ahead = 1): AsyncGenerator<Item, void, undefined> {
  const items = source[Symbol.asyncIterator]();
  const read = () => {
    const next = items.next();
    // It is awaited only after the items before it; until then its failure must not count as unhandled.
    next.catch(() => undefined);
    return next;
  };
  const reading = Array.from({ length: ahead }, read);
  try {
    for (;;) {
      const item = await reading.shift()!;
      if (item.done) return;
      reading.push(read());
      yield item.value;
    }
  } finally {
    await items.return?.();
  }
}
