import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseServiceSettings } from './service-settings.ts';

const root = new URL('../../../', import.meta.url);
const operating = new URL('docs/operating/', root);
const units = readdirSync(operating).filter((name) => /\.(service|timer)$/.test(name));
const services = units.filter((name) => name.endsWith('.service'));
const textOf = (name: string) => readFileSync(new URL(name, operating), 'utf8');
const valuesOf = (text: string, key: string) =>
  [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value!);

/** The systemd files of docs/operating: their programs exist and accept their options. */
describe('the systemd units', () => {
  it('are those that the guide installs', () => {
    const guide = textOf('README.md');
    const enabled = [...guide.matchAll(/^sudo systemctl enable --now (.*)/gm)].flatMap(([, names]) =>
      names!.split(' '),
    );
    const named = enabled.map((unit) => unit.replace(/@\w+$/, '@')).map((unit) => unit.replace(/\.timer$/, ''));
    expect(new Set(named)).toEqual(new Set(units.map((name) => name.replace(/\.(service|timer)$/, ''))));
  });

  it.each(services)('%s runs as an unprivileged user that can write only its own folder', (name) => {
    const text = textOf(name);
    for (const [key, value] of [
      ['User', 'leadlight'],
      ['NoNewPrivileges', 'yes'],
      ['ProtectSystem', 'strict'],
      ['ProtectHome', 'yes'],
      ['PrivateTmp', 'yes'],
      ['UMask', '0077'],
    ] as const) {
      expect(valuesOf(text, key), key).toEqual([value]);
    }
    for (const folder of valuesOf(text, 'ReadWritePaths'))
      expect(folder).toMatch(/^\/var\/(lib\/leadlight|backups\/leadlight)$/);
  });

  it.each(services)('%s starts a program of this repository', (name) => {
    for (const command of valuesOf(textOf(name), 'ExecStart')) {
      const programs = command.split(' ').filter((word) => /^(\/opt\/leadlight\/)?(apps|docs)\//.test(word));
      expect(programs.length).toBe(1);
      expect(existsSync(new URL(programs[0]!.replace('/opt/leadlight/', ''), root)), programs[0]).toBe(true);
    }
  });

  it('give the API options that it accepts', () => {
    const [command = ''] = valuesOf(textOf('leadlight-api@.service'), 'ExecStart');
    const args = command.replaceAll('%i', '4310').split('main.ts ')[1]!.split(' ');
    expect(parseServiceSettings(args, {})).toMatchObject({
      port: 4310,
      host: '127.0.0.1',
      folder: '/var/lib/leadlight',
      drainMs: 5_000,
    });
  });

  it.each(['leadlight-worker.service', 'leadlight-worker@.service'])('give %s options that it accepts', (unit) => {
    const [command = ''] = valuesOf(textOf(unit), 'ExecStart');
    const [, subcommand = '', ...args] = command.slice(command.indexOf('leadlight.mjs')).split(' ');
    const launcher = fileURLToPath(new URL('apps/cli/src/main.ts', root));
    const help = execFileSync(process.execPath, [launcher, subcommand, '--help'], { encoding: 'utf8' });
    for (const option of args.filter((word) => word.startsWith('--'))) expect(help).toContain(`${option} `);
    expect(help).toContain(args[args.indexOf('--role') + 1]);
  });
});
