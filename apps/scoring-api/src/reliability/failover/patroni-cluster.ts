import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findPostgresBin } from '@leadlight/storage/testing';

const OPERATING = new URL('../../../../../docs/operating/high-availability/', import.meta.url);
const ADDRESS = '127.0.0.1';
const POLL_MS = 200;

/** A member as Patroni reports it at `/cluster`. */
interface Member {
  readonly name: string;
  /** `leader`, `sync_standby` or `replica` */
  readonly role: string;
  /** `running`, `streaming`, or what is wrong */
  readonly state: string;
}

interface Node {
  readonly name: string;
  readonly data: string;
  readonly postgresPort: number;
  readonly restPort: number;
  patroni?: ChildProcess;
}

export interface ClusterPorts {
  /** Of HAProxy, which leads to the primary. */
  readonly proxy: number;
  /** The first of each kind; node n uses the n-th after it. */
  readonly postgres: number;
  readonly rest: number;
  /** Two for each member. */
  readonly etcd: number;
}

/** Programs that the drill needs and that are not installed. */
export const missingPrograms = (): readonly string[] =>
  ['patroni', 'etcd', 'haproxy', 'setpriv'].filter(
    (name) => !['/usr/bin', '/usr/sbin', '/usr/local/bin'].some((folder) => existsSync(join(folder, name))),
  );

const filled = (file: string, values: Readonly<Record<string, string | number>>): string =>
  readFileSync(new URL(file, OPERATING), 'utf8').replace(/\$\{(\w+)\}/g, (_, name: string) => {
    if (values[name] === undefined) throw new Error(`${file} contains \${${name}}, which the drill does not know.`);
    return String(values[name]);
  });

/** Three nodes of PostgreSQL under Patroni, three of etcd and HAProxy, on loopback, with the files of docs/operating. */
export class PatroniCluster {
  /** Leads through HAProxy to the primary. */
  readonly databaseUrl: string;
  readonly #folder: string;
  readonly #ports: ClusterPorts;
  readonly #nodes: readonly Node[];
  readonly #others: ChildProcess[] = [];

  private constructor(folder: string, ports: ClusterPorts) {
    this.#folder = folder;
    this.#ports = ports;
    this.databaseUrl = `postgresql://postgres@${ADDRESS}:${ports.proxy}/postgres`;
    this.#nodes = [1, 2, 3].map((number) => ({
      name: `node${number}`,
      data: join(folder, `node${number}`, 'data'),
      postgresPort: ports.postgres + number - 1,
      restPort: ports.rest + number - 1,
    }));
  }

  /** Starts everything and waits until two standbys stream from the primary. */
  static async start(folder: string, ports: ClusterPorts): Promise<PatroniCluster> {
    const cluster = new PatroniCluster(folder, ports);
    const { uid, gid } = postgresUser();
    chownSync(folder, uid, gid);
    cluster.#startEtcd();
    for (const node of cluster.#nodes) {
      const parent = join(folder, node.name);
      mkdirSync(parent);
      chownSync(parent, uid, gid);
      cluster.#startPatroni(node);
    }
    cluster.#startProxy();
    await cluster.untilWhole();
    return cluster;
  }

  /**
   * Kills the primary's whole node at once, Patroni and PostgreSQL, as a machine that loses power.
   * @returns its name
   */
  async killPrimary(): Promise<string> {
    const leader = (await this.members()).find(({ role }) => role === 'leader');
    const node = this.#nodes.find(({ name }) => name === leader?.name);
    if (!node) throw new Error('There is no primary to kill.');
    const server = Number(readFileSync(join(node.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    node.patroni!.kill('SIGKILL');
    for (const pid of [server, ...childrenOf(server)]) killIfAlive(pid);
    return node.name;
  }

  /** Starts a killed node again. */
  restart(name: string): void {
    this.#startPatroni(this.#nodes.find((node) => node.name === name)!);
  }

  /** As the first node that answers reports them; empty while none does. */
  async members(): Promise<readonly Member[]> {
    for (const { restPort } of this.#nodes) {
      try {
        const response = await fetch(`http://${ADDRESS}:${restPort}/cluster`, { signal: AbortSignal.timeout(2_000) });
        return ((await response.json()) as { members: readonly Member[] }).members;
      } catch {
        // A killed node does not answer; the next one does.
      }
    }
    return [];
  }

  /** Resolves when there are a primary, a synchronous standby and another that streams. */
  async untilWhole(): Promise<void> {
    for (;;) {
      const members = await this.members();
      const good = members.filter(({ state }) => state === 'running' || state === 'streaming');
      const roles = new Set(good.map(({ role }) => role));
      if (good.length === this.#nodes.length && roles.has('leader') && roles.has('sync_standby')) return;
      await pause(POLL_MS);
    }
  }

  stop(): void {
    for (const { patroni, data } of this.#nodes) {
      patroni?.kill('SIGKILL');
      const file = join(data, 'postmaster.pid');
      if (!existsSync(file)) continue;
      const server = Number(readFileSync(file, 'utf8').split('\n')[0]);
      for (const pid of [server, ...childrenOf(server)]) killIfAlive(pid);
    }
    for (const process of this.#others) process.kill('SIGKILL');
  }

  #startEtcd(): void {
    const member = (number: number) => ({
      name: `etcd${number}`,
      client: `http://${ADDRESS}:${this.#ports.etcd + 2 * (number - 1)}`,
      peer: `http://${ADDRESS}:${this.#ports.etcd + 2 * (number - 1) + 1}`,
    });
    const members = [1, 2, 3].map(member);
    const initial = members.map(({ name, peer }) => `${name}=${peer}`).join(',');
    for (const { name, client, peer } of members) {
      this.#run('etcd', [
        ...['--name', name, '--data-dir', join(this.#folder, name)],
        ...['--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
        ...['--initial-cluster', initial, '--initial-cluster-state', 'new'],
      ]);
    }
  }

  #startProxy(): void {
    const servers = this.#nodes.map(
      ({ name, postgresPort, restPort }) => `\tserver ${name} ${ADDRESS}:${postgresPort} check port ${restPort}`,
    );
    const file = join(this.#folder, 'haproxy.cfg');
    writeFileSync(
      file,
      filled('haproxy.cfg', { LISTEN: `${ADDRESS}:${this.#ports.proxy}`, SERVERS: servers.join('\n') }),
    );
    this.#run('haproxy', ['-db', '-f', file]);
  }

  #run(program: string, args: readonly string[]): void {
    const log = openSync(join(this.#folder, `${program}.log`), 'a');
    this.#others.push(spawn(program, [...args], { stdio: ['ignore', log, log] }));
  }

  #startPatroni(node: Node): void {
    const etcd = [0, 2, 4].map((offset) => `${ADDRESS}:${this.#ports.etcd + offset}`);
    const file = join(this.#folder, `${node.name}.yml`);
    const values = {
      NODE: node.name,
      ADDRESS,
      ETCD_HOSTS: `[${etcd.map((host) => `'${host}'`).join(', ')}]`,
      REST_PORT: node.restPort,
      POSTGRES_PORT: node.postgresPort,
      POSTGRES_BIN: findPostgresBin()!,
      DATA: node.data,
      PGPASS: join(this.#folder, node.name, 'pgpass'),
      SOCKETS: join(this.#folder, node.name),
    };
    writeFileSync(file, filled('patroni.yml', values));
    const log = openSync(join(this.#folder, `${node.name}.log`), 'a');
    const asUser = ['--reuid', 'postgres', '--regid', 'postgres', '--init-groups', 'patroni', file];
    node.patroni = spawn('setpriv', asUser, { cwd: this.#folder, stdio: ['ignore', log, log] });
  }
}

function postgresUser(): { readonly uid: number; readonly gid: number } {
  const idOf = (option: string): number => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Ids of the processes whose parent this is. */
const childrenOf = (parent: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // The name of the program is in parentheses and may contain spaces; the parent is the second field after it.
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
