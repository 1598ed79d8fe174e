interface PageError {
  readonly message: string;
}

/** The shapes of errors of wires, Apex and plain JavaScript. */
interface Failure {
  readonly body?: { readonly message?: string; readonly pageErrors?: readonly PageError[] } | readonly PageError[];
  readonly message?: string;
}

/**
 * The messages of a failed wire or Apex call.
 * @returns at least one: `fallback` if the failure has no message
 */
export function reduceErrors(failure: unknown, fallback: string): string[] {
  const failures = (Array.isArray(failure) ? failure : [failure]) as readonly (Failure | null | undefined)[];
  const messages = failures.flatMap(messagesOf).filter((message) => message !== '');
  return messages.length > 0 ? [...new Set(messages)] : [fallback];
}

function messagesOf(failure: Failure | null | undefined): string[] {
  const body = failure?.body;
  if (isList(body)) return body.map(({ message }) => message);
  const pageErrors = body?.pageErrors?.map(({ message }) => message) ?? [];
  return [body?.message ?? failure?.message ?? '', ...pageErrors];
}

function isList(body: Failure['body']): body is readonly PageError[] {
  return Array.isArray(body);
}
