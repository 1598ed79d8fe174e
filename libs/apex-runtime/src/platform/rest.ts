import { mapOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import type { Vm } from '../run/vm.ts';
import { ApexMap, type ApexObject, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

type State = Record<string, Value>;

const properties = (owner: string, names: string[]): Library['code'] =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`${owner}.${name}`, (_vm: Vm, self: ApexObject) => (self.native as State)[name] ?? null],
      [`${owner}.${name}=`, (_vm: Vm, self: ApexObject, value: Value) => void ((self.native as State)[name] = value)],
    ]),
  );

const texts = (): ApexMap => new ApexMap(mapOf(T.String, T.String));

function addText(map: Value, name: string, value: string): void {
  (map as ApexMap).entries.set(keyOf(name), [name, value]);
}

/** What RestContext holds; each test and transaction sets its own. */
const contexts = new WeakMap<Vm, State>();

function contextOf(vm: Vm): State {
  const known = contexts.get(vm) ?? {};
  contexts.set(vm, known);
  return known;
}

/** Apex Reference Guide: RestContext, RestRequest, RestResponse. */
export const rest: Library = {
  signatures: `
    class RestRequest
    new()
    Map<String,String> headers
    String httpMethod
    Map<String,String> params
    String remoteAddress
    Blob requestBody
    String requestURI
    String resourcePath
    void addHeader(String,String)
    void addParameter(String,String)
    class RestResponse
    new()
    Map<String,String> headers
    Blob responseBody
    Integer statusCode
    void addHeader(String,String)
    class RestContext
    static RestRequest request
    static RestResponse response`,
  code: {
    'RestRequest.new': (_vm, self: ApexObject) => void (self.native = { headers: texts(), params: texts() }),
    ...properties('RestRequest', [
      'headers',
      'httpMethod',
      'params',
      'remoteAddress',
      'requestBody',
      'requestURI',
      'resourcePath',
    ]),
    'RestRequest.addHeader': (_vm, self: ApexObject, name: string, value: string) =>
      addText((self.native as State)['headers'] ?? null, name, value),
    'RestRequest.addParameter': (_vm, self: ApexObject, name: string, value: string) =>
      addText((self.native as State)['params'] ?? null, name, value),
    'RestResponse.new': (_vm, self: ApexObject) => void (self.native = { headers: texts() }),
    ...properties('RestResponse', ['headers', 'responseBody', 'statusCode']),
    'RestResponse.addHeader': (_vm, self: ApexObject, name: string, value: string) =>
      addText((self.native as State)['headers'] ?? null, name, value),
    'RestContext.request': (vm) => contextOf(vm)['request'] ?? null,
    'RestContext.request=': (vm, _self, value) => void (contextOf(vm)['request'] = value),
    'RestContext.response': (vm) => contextOf(vm)['response'] ?? null,
    'RestContext.response=': (vm, _self, value) => void (contextOf(vm)['response'] = value),
  },
};
