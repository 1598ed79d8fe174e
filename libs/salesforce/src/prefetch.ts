/** Marks a promise that is awaited later. Its rejection is not reported as unhandled before that. */
export function prefetch<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
