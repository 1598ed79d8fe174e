interface PageError {
  readonly message: string;
}

/** The shapes in which wires, Apex and plain JavaScript fail. */
interface Failure {
  readonly body?: { readonly message?: string; readonly pageErrors?: readonly PageError[] } | readonly PageError[];
  readonly message?: string;
}

/**
 * Every sentence that a failed wire or Apex call carries.
 * @returns at least one: `fallback` where the failure says nothing
 */
export function reduceErrors(failure: unknown, fallback: string): string[] {
  const failures = (Array.isArray(failure) ? failure : [failure]) as readonly (Failure | null | undefined)[];
  const sentences = failures.flatMap(sentencesOf).filter((sentence) => sentence !== '');
  return sentences.length > 0 ? [...new Set(sentences)] : [fallback];
}

function sentencesOf(failure: Failure | null | undefined): string[] {
  const body = failure?.body;
  if (isList(body)) return body.map(({ message }) => message);
  const pageErrors = body?.pageErrors?.map(({ message }) => message) ?? [];
  return [body?.message ?? failure?.message ?? '', ...pageErrors];
}

function isList(body: Failure['body']): body is readonly PageError[] {
  return Array.isArray(body);
}
