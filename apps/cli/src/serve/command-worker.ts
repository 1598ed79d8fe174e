import { runCommandLine } from '../run-command-line.ts';
import { captureOutput } from '../terminal/print.ts';
import type { CommandRequest, CommandResponse } from './command-process.ts';

// Runs one command after the other for the process that started this one: what a command imports is imported once.
process.channel?.ref();
process.on('message', ({ args }: CommandRequest) => {
  void captureOutput(() => runCommandLine(args)).then((output) => {
    const response: CommandResponse = { output, rssBytes: process.memoryUsage.rss() };
    process.send?.(response);
  });
});
