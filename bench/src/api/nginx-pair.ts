/* Two processes of the service behind nginx, as many as a small machine has cores. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuMs } from '../shared/process-usage.ts';
import { freePort } from '../shared/free-port.ts';
import { startLeadlight, waitUntilListening, type Server } from './servers.ts';

/** How to install nginx; undefined where it is installed. */
export function nginxHint(): string | undefined {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'nginx is not installed. On Debian: apt-get install nginx-light';
  }
}

export async function startNginxPair(databaseUrl: string | undefined, folder: string): Promise<Server> {
  const pair = [await startLeadlight(databaseUrl, folder), await startLeadlight(databaseUrl, folder)];
  const prefix = mkdtempSync(join(tmpdir(), 'leadlight-nginx-'));
  const port = await freePort();
  const config = join(prefix, 'nginx.conf');
  writeFileSync(
    config,
    nginxConfig(
      port,
      pair.map(({ url }) => new URL(url).host),
    ),
  );
  const child = spawn('nginx', ['-p', prefix, '-c', config, '-e', 'stderr'], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilListening(url);
  return {
    url,
    pid: child.pid ?? 0,
    residentBytes: () => pair.reduce((sum, server) => sum + server.residentBytes(), 0),
    cpuMs: () => ({
      'process 1': cpuMs(pair[0]!.pid),
      'process 2': cpuMs(pair[1]!.pid),
      nginx: cpuMs(child.pid ?? 0),
    }),
    async stop() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      await Promise.all(pair.map((server) => server.stop()));
      rmSync(prefix, { recursive: true, force: true });
    },
  };
}

const nginxConfig = (port: number, hosts: readonly string[]): string => `
daemon off;
worker_processes 1;
pid nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  upstream leadlight {
    ${hosts.map((host) => `server ${host};`).join('\n    ')}
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://leadlight;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
