import { visibleText } from '@leadlight/common';
import type { Progress } from '@leadlight/workflows';

const MIN_REDRAW_INTERVAL_MS = 80;

/** What a process sends to the one that started it, where that has opened a channel. */
export interface ProgressMessage {
  readonly progress: { readonly step: string; readonly done: number; readonly total: number | null };
}

/**
 * Runs work that reports its progress in one line of the terminal, and clears that line at the end; to the process that started
 * this one, where that has opened a channel.
 */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = process.send ? channelProgress(process.send.bind(process)) : terminalProgress();
  try {
    return await work(progress);
  } finally {
    progress.clear();
  }
}

/** A line on stderr that is redrawn; nothing where stderr is no terminal, so that logs stay readable. */
function terminalProgress(stream: NodeJS.WriteStream = process.stderr): Progress & { clear(): void } {
  let drawn = false;
  let drawnAt = 0;
  return {
    update(step, done, total) {
      const now = performance.now();
      if (!stream.isTTY || (now - drawnAt < MIN_REDRAW_INTERVAL_MS && done !== total)) return;
      drawnAt = now;
      drawn = true;
      stream.write(`\r\x1b[2K  ${visibleText(step)} ${total ? bar(done / total) : ''} ${done.toLocaleString('en')}`);
    },
    clear() {
      if (drawn) stream.write('\r\x1b[2K');
      drawn = false;
    },
  };
}

const MIN_MESSAGE_INTERVAL_MS = 500;

/** Messages arrive even while a training lets no event run, because they are written at once. */
function channelProgress(send: (message: ProgressMessage) => boolean): Progress & { clear(): void } {
  let [lastStep, sentAt] = ['', -Infinity];
  return {
    update(step, done, total) {
      const now = performance.now();
      if (step === lastStep && now - sentAt < MIN_MESSAGE_INTERVAL_MS) return;
      [lastStep, sentAt] = [step, now];
      send({ progress: { step, done, total: total ?? null } });
    },
    clear: () => undefined,
  };
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * 24);
  return `[${'█'.repeat(filled)}${'·'.repeat(24 - filled)}]`;
}
