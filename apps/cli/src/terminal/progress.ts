import type { Progress } from '@leadlight/workflows';

/** One line on stderr that is written over; nothing where stderr is no terminal (logs stay clean). */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): Progress & { end(): void } {
  let drawn = false;
  let drawnAt = 0;
  return {
    update(step, done, total) {
      const now = performance.now();
      if (!stream.isTTY || (now - drawnAt < 80 && done !== total)) return;
      drawnAt = now;
      drawn = true;
      stream.write(`\r\x1b[2K  ${step} ${total ? bar(done / total) : ''} ${done.toLocaleString('en')}`);
    },
    end() {
      if (drawn) stream.write('\r\x1b[2K');
      drawn = false;
    },
  };
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * 24);
  return `[${'█'.repeat(filled)}${'·'.repeat(24 - filled)}]`;
}
