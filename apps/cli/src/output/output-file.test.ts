import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { requireOutputs, writeFileAtomically } from './output-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-output-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

describe('requireOutputs', () => {
  it.each([
    ['a missing folder', () => at('absent/scored.csv'), /the folder .*absent does not exist.*Create it/],
    ['a folder', () => folder, /it is a folder/],
    ['a file as folder', () => join(file('plain'), 'x'), /plain is not a folder/],
    ['a read-only file', () => readOnly(file('kept')), /it is read-only/],
    ['a link into a missing folder', () => link('dangling', at('absent/x')), /absent does not exist/],
  ])('rejects %s', (_, path, message) => {
    expect(() => requireOutputs({ '--out': path() })).toThrow(
      expect.objectContaining({ code: 'output_unwritable', message: expect.stringMatching(message) as string }),
    );
  });

  it('rejects an input, also under the name of a link, and the same file twice', () => {
    const input = file('leads.csv');
    expect(() => requireOutputs({ '--out': link('leads-link', input) }, { '--csv': input })).toThrow(
      /--csv names the same file/,
    );
    expect(() => requireOutputs({ '--out': at('new'), '--report': at('new') })).toThrow(/--out names the same file/);
    expect(() => requireOutputs({ '--out': at('new'), '--report': undefined }, { '--csv': input })).not.toThrow();
  });

  it('accepts a device', () => {
    expect(() => requireOutputs({ '--out': '/dev/null', '--report': '/dev/null' })).not.toThrow();
  });
});

describe('writeFileAtomically', () => {
  it('keeps the permissions of an existing file and leaves nothing else behind', () => {
    const path = file('private');
    chmodSync(path, 0o640);
    writeFileAtomically(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('gives the requested permissions to a new and to an existing file', () => {
    writeFileAtomically(at('secret'), 'a', 0o600);
    chmodSync(at('secret'), 0o644);
    writeFileAtomically(at('secret'), 'b', 0o600);
    expect(statSync(at('secret')).mode & 0o777).toBe(0o600);
  });

  it('writes into the file that a link leads to, whether or not it exists', () => {
    mkdirSync(at('real'));
    const existing = link('to-existing', file('real/existing'));
    const missing = link('to-missing', 'real/missing');
    for (const path of [existing, missing]) {
      writeFileAtomically(path, 'linked');
      expect(lstatSync(path).isSymbolicLink()).toBe(true);
      expect(readFileSync(path, 'utf8')).toBe('linked');
    }
    expect(lstatSync(at('real/missing')).isFile()).toBe(true);
  });

  it('writes into a pipe instead of replacing it', () => {
    const pipe = at('pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    writeFileAtomically(pipe, 'streamed');
    const read = Buffer.alloc(20);
    expect(read.toString('utf8', 0, readSync(reader, read))).toBe('streamed');
    closeSync(reader);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });
});

function file(name: string): string {
  writeFileSync(at(name), 'old');
  return at(name);
}

function readOnly(path: string): string {
  chmodSync(path, 0o444);
  return path;
}

function link(name: string, target: string): string {
  symlinkSync(target, at(name));
  return at(name);
}
