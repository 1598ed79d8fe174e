import { visibleText } from '@leadlight/common';

let captured: string[] | undefined;

/**
 * Every output of the command goes through here: names of columns, settings and messages come from files and orgs, and a terminal
 * would execute the control characters in them.
 */
export function printTo(stream: NodeJS.WritableStream, text: string): void {
  const visible = visibleText(text);
  if (captured && stream === process.stdout) captured.push(visible);
  else stream.write(visible);
}

export const printOut = (text: string): void => printTo(process.stdout, text);
export const printError = (text: string): void => printTo(process.stderr, text);

/** Returns what the work prints to standard output instead of printing it. For one work at a time. */
export async function captureOutput(work: () => Promise<unknown>): Promise<string> {
  captured = [];
  try {
    await work();
    return captured.join('');
  } finally {
    captured = undefined;
  }
}
