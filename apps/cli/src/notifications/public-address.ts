import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

const NOT_PUBLIC = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  ...['::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001:db8::/32', '2002::/16', 'fc00::/7'],
  ...['fe80::/10', 'ff00::/8'],
];

const notPublic = new BlockList();
for (const range of NOT_PUBLIC) {
  const [network, bits] = range.split('/');
  notPublic.addSubnet(network!, Number(bits), network!.includes(':') ? 'ipv6' : 'ipv4');
}

/** Whether an address belongs to the Internet, rather than to this machine or a private network. */
export function isPublicAddress(address: string): boolean {
  // An IPv4 address written as IPv6 is checked as IPv4.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const checked = mapped ?? address;
  const version = isIP(checked);
  if (version === 0 || /^::ffff:/i.test(checked)) return false;
  return !notPublic.check(checked, version === 6 ? 'ipv6' : 'ipv4');
}

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A lookup for sockets that rejects a host name if any of its addresses is private. The connection goes to the address that was
 * checked, so that a name cannot change in between.
 */
export function lookupPublic(host: string, options: LookupOptions, done: LookupDone): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden) return done(new Error(`${host} is at the private address ${hidden.address}, which is not allowed`), '');
    const [first] = addresses;
    if (options.all) return done(null, addresses);
    done(null, first!.address, first!.family);
  });
}
