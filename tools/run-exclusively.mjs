/**
 * Lets one process at a time do what two at once would break, such as `npm ci` in the same folder. This file supports
 * Node 18 and imports no package, because it runs before the packages are installed.
 */
import { closeSync, mkdirSync, openSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const waitMs = (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Creates the file whose name is this process's id. Another process may remove the folder in between. */
function claim(folder) {
  const own = join(folder, String(process.pid));
  for (;;) {
    mkdirSync(folder, { recursive: true });
    try {
      closeSync(openSync(own, 'w'));
      return own;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
}

/** The other running processes with a claim. Claims of processes that have ended are removed. */
function findOthers(folder) {
  const others = readdirSync(folder).map(Number);
  const running = others.filter((pid) => pid !== process.pid && isRunning(pid));
  for (const pid of others) {
    if (pid !== process.pid && !running.includes(pid)) rmSync(join(folder, String(pid)), { force: true });
  }
  return running;
}

function release(folder, own) {
  rmSync(own, { force: true });
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code)) throw error;
  }
}

/**
 * Runs `action` while no other process runs one with the same folder. Each process writes its claim before it looks for others, and
 * withdraws it while there is another, so two can wait for each other once more but never run at once.
 * @param folder made for the claims, and removed after the last one
 * @param onWait called once with the id of a process that has to end first
 * @returns the result of `action`
 */
export function runExclusively(folder, onWait, action) {
  for (let isFirst = true; ; isFirst = false) {
    const own = claim(folder);
    try {
      const [other] = findOthers(folder);
      if (other === undefined) return action();
      if (isFirst) onWait(other);
    } finally {
      release(folder, own);
    }
    waitMs(100 + Math.random() * 400);
  }
}
