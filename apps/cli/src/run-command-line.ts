import { createProgram } from './program.ts';
import { reportError } from './terminal/report-error.ts';

/** Runs the command that the arguments name. @returns the exit code of a failure; undefined where there was none */
export async function runCommandLine(args: readonly string[]): Promise<number | undefined> {
  try {
    const program = await createProgram(args);
    await program.parseAsync(args, { from: 'user' });
    return undefined;
  } catch (error) {
    return reportError(error, args.includes('--json'));
  }
}
