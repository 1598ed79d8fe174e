/** A promise that nobody waits for yet: its failure is kept until somebody does. */
export function prefetch<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
