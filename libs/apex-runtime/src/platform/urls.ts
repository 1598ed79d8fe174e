import type { Vm } from '../run/vm.ts';
import type { OrgLimit } from '../database/port.ts';
import { listOf, mapOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import { ApexList, ApexMap, ApexObject, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

/** The address of the org of this runtime. */
const ORG = 'https://example.my.salesforce.com';

interface OrgLimitState extends OrgLimit {
  readonly name: string;
}

const limit = (self: ApexObject): OrgLimitState => self.native as OrgLimitState;
const orgLimits = (vm: Vm): ApexObject[] =>
  [...vm.ports.database.orgLimits()].map(
    ([name, state]) => new ApexObject(vm.program.platformType('OrgLimit'), [], { name, ...state }),
  );

const urlOf = (self: ApexObject): URL => new URL((self.native as { text: string }).text);

const make = (vm: Vm, text: string): ApexObject => new ApexObject(vm.program.platformType('URL'), [], { text });

function create(vm: Vm, self: ApexObject, text: string | null): void {
  if (text === null) throw vm.nullPointer();
  if (!URL.canParse(text)) throw vm.error('StringException', `no protocol: ${text}`);
  self.native = { text };
}

const part =
  (read: (url: URL) => Value) =>
  (_vm: Vm, self: ApexObject): Value =>
    read(urlOf(self));

/** Apex Reference Guide: Network, OrgLimit, OrgLimits, URL. */
export const urls: Library = {
  signatures: `
    class Network
    static Id getNetworkId()
    static String getLoginUrl(String)
    static String getLogoutUrl(String)
    static String getSelfRegUrl(String)
    class OrgLimit
    Integer getLimit()
    String getName()
    Integer getValue()
    class OrgLimits
    static Map<String,OrgLimit> getMap()
    static List<OrgLimit> getAll()
    class URL
    new(String)
    static URL getOrgDomainUrl()
    static URL getSalesforceBaseUrl()
    static URL getCurrentRequestUrl()
    String getHost()
    String getPath()
    String getProtocol()
    String getQuery()
    String getRef()
    Integer getPort()
    String toExternalForm()`,
  code: {
    // Outside of a site there is no network.
    'Network.getNetworkId': () => null,
    ...Object.fromEntries(
      ['getLoginUrl', 'getLogoutUrl', 'getSelfRegUrl'].map((name) => [
        `Network.${name}`,
        (vm: Vm, _self: unknown, id: string | null) => {
          throw vm.error('IllegalArgumentException', `There is no network ${String(id)}`);
        },
      ]),
    ),
    'OrgLimit.getLimit': (_vm, self: ApexObject) => limit(self).limit,
    'OrgLimit.getName': (_vm, self: ApexObject) => limit(self).name,
    'OrgLimit.getValue': (_vm, self: ApexObject) => limit(self).used,
    'OrgLimits.getMap': (vm) => {
      const type = vm.program.platformType('OrgLimit');
      const entries = orgLimits(vm).map((item): [unknown, [Value, Value]] => [
        keyOf(limit(item).name),
        [limit(item).name, item],
      ]);
      return new ApexMap(mapOf(T.String, type), new Map(entries));
    },
    'OrgLimits.getAll': (vm) => new ApexList(listOf(vm.program.platformType('OrgLimit')), orgLimits(vm)),
    'URL.new': create,
    'URL.getOrgDomainUrl': (vm) => make(vm, ORG),
    'URL.getSalesforceBaseUrl': (vm) => make(vm, ORG),
    'URL.getCurrentRequestUrl': (vm) => make(vm, `${ORG}/services/apexrest`),
    'URL.getHost': part((url) => url.host),
    'URL.getPath': part((url) => (url.pathname === '/' ? '' : url.pathname)),
    'URL.getProtocol': part((url) => url.protocol.slice(0, -1)),
    'URL.getQuery': part((url) => (url.search === '' ? null : url.search.slice(1))),
    'URL.getRef': part((url) => (url.hash === '' ? null : url.hash.slice(1))),
    'URL.getPort': part((url) => (url.port === '' ? -1 : Number(url.port))),
    'URL.toExternalForm': (_vm, self: ApexObject) => (self.native as { text: string }).text,
  },
};
