import { CommanderError } from 'commander';

interface KnownError extends Error {
  readonly code: string;
}

/** Every library's errors carry a lower-case code and a message that names cause and remedy; system errors are upper-case. */
const isKnown = (error: unknown): error is KnownError =>
  error instanceof Error && /^[a-z][a-z_]*$/.test(String((error as { code?: unknown }).code ?? ''));

/**
 * Says what went wrong: one sentence for what we know, a stack for what is our defect.
 * @returns the exit code: 1 for a refusal, 70 (EX_SOFTWARE) for a defect
 */
export function reportError(error: unknown, asJson: boolean): number {
  if (error instanceof CommanderError) return reportUsage(error, asJson);
  const known = isKnown(error);
  if (asJson) {
    const { code, message } = known ? error : { code: 'internal', message: String((error as Error)?.message ?? error) };
    process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  }
  if (known) process.stderr.write(`${error.message}\n`);
  else
    process.stderr.write(
      `This is a defect of Leadlight, please report it:\n${(error as Error)?.stack ?? String(error)}\n`,
    );
  return known ? 1 : 70;
}

/** Commander has told people already; machines get a document. Help and version are no errors. */
function reportUsage(error: CommanderError, asJson: boolean): number {
  if (asJson && error.exitCode !== 0) {
    process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message: error.message } })}\n`);
  }
  return error.exitCode;
}
