import { visibleText } from '@leadlight/common';

/**
 * Every output of the command goes through here: names of columns, settings and messages come from files and orgs, and a terminal
 * would execute the control characters in them.
 */
export function printTo(stream: NodeJS.WritableStream, text: string): void {
  stream.write(visibleText(text));
}

export const printOut = (text: string): void => printTo(process.stdout, text);
export const printError = (text: string): void => printTo(process.stderr, text);
