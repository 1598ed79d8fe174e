/** The result of a command: lines for people, or one JSON document for machines. */
export function writeOutput(options: { readonly json?: boolean }, document: unknown, lines: readonly string[]): void {
  process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : `${lines.join('\n')}\n`);
}
