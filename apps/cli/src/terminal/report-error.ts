import { isLeadlightError } from '@leadlight/common';
import { CommanderError } from 'commander';
import { printError, printOut } from './print.ts';

/** EX_SOFTWARE of sysexits.h. */
const DEFECT_EXIT_CODE = 70;

/**
 * Writes reason, remedy and documentation of an error that Leadlight raises on purpose, and the stack of any other, which
 * is a defect. With `asJson` a document goes to standard output as well.
 * @returns the exit code
 */
export function reportError(error: unknown, asJson: boolean): number {
  if (error instanceof CommanderError) {
    // Commander has already written its message. Help and version end with 0.
    if (error.exitCode !== 0 && asJson) writeDocument({ code: 'usage', message: error.message });
    return error.exitCode;
  }
  if (isLeadlightError(error)) {
    const { code, message, remedy, docs } = error;
    if (asJson) writeDocument({ code, message, remedy, docs });
    printError(`${message}\nSee ${docs}\n`);
    return 1;
  }
  const { message = String(error), stack = String(error) } = error instanceof Error ? error : {};
  if (asJson) writeDocument({ code: 'internal', message });
  printError(`This is a defect of Leadlight, please report it:\n${stack}\n`);
  return DEFECT_EXIT_CODE;
}

const writeDocument = (error: object) => printOut(`${JSON.stringify({ error })}\n`);
