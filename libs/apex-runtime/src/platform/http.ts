import { ApexError } from '../errors.ts';
import type { Vm } from '../run/vm.ts';
import type { CalloutRequest, CalloutResponse } from '../ports.ts';
import { listOf, T } from '../types/builtin.ts';
import { ApexBlob, ApexList, ApexObject, type Value } from '../values/values.ts';
import { spend } from '../run/spend.ts';
import type { Library } from './signatures.ts';

const request = (self: ApexObject): CalloutRequest => self.native as CalloutRequest;
const response = (self: ApexObject): CalloutResponse => self.native as CalloutResponse;

/** Requests whose body is to be compressed. */
const compressed = new WeakMap<ApexObject, boolean>();

/** Names of headers ignore case. */
const header = (headers: Record<string, string>, name: string): Value =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;

function send(vm: Vm, _self: unknown, sent: ApexObject | null): Value {
  if (sent === null) throw vm.nullPointer();
  spend(vm, 'callouts', 1, 'Too many callouts');
  // Apex Developer Guide, Callout Limits and Limitations; it applies to mocks too.
  if (vm.transaction.uncommitted) {
    throw vm.error(
      'CalloutException',
      'You have uncommitted work pending. Please commit or rollback before calling out',
    );
  }
  if (vm.test) {
    if (vm.test.mock) return vm.call(vm.test.mock, 'respond', [sent]);
    throw vm.error('TypeException', 'Methods defined as TestMethod do not support Web service callouts');
  }
  try {
    const received = vm.ports.callouts.send({ ...request(sent) });
    return new ApexObject(vm.program.platformType('HttpResponse'), [], received);
  } catch (failure) {
    throw vm.error('CalloutException', (failure as Error).message);
  }
}

/** Apex Reference Guide: Http, HttpRequest, HttpResponse, HttpCalloutMock. */
export const http: Library = {
  signatures: `
    class HttpRequest
    new()
    String getBody()
    String getEndpoint()
    String getHeader(String)
    String getMethod()
    void setBody(String)
    void setEndpoint(String)
    void setHeader(String,String)
    void setMethod(String)
    void setTimeout(Integer)
    void setCompressed(Boolean)
    Boolean getCompressed()
    void setBodyAsBlob(Blob)
    Blob getBodyAsBlob()
    void setClientCertificateName(String)
    class HttpResponse
    new()
    String getBody()
    Blob getBodyAsBlob()
    String getHeader(String)
    List<String> getHeaderKeys()
    void setBodyAsBlob(Blob)
    String getStatus()
    Integer getStatusCode()
    void setBody(String)
    void setHeader(String,String)
    void setStatus(String)
    void setStatusCode(Integer)
    class Http
    new()
    HttpResponse send(HttpRequest)
    interface HttpCalloutMock
    HttpResponse respond(HttpRequest)`,
  code: {
    'HttpRequest.new': (_vm, self: ApexObject) => {
      self.native = { method: '', endpoint: '', headers: {}, body: '', timeoutMs: 10_000 } satisfies CalloutRequest;
    },
    'HttpRequest.getBody': (_vm, self) => request(self).body,
    'HttpRequest.getEndpoint': (_vm, self) => request(self).endpoint,
    'HttpRequest.getHeader': (_vm, self, name: string) => header(request(self).headers, name),
    'HttpRequest.getMethod': (_vm, self) => request(self).method,
    'HttpRequest.setBody': (_vm, self, body: string) => void (request(self).body = body),
    'HttpRequest.setEndpoint': (_vm, self, endpoint: string) => void (request(self).endpoint = endpoint),
    'HttpRequest.setHeader': (_vm, self, name: string, value: string) => void (request(self).headers[name] = value),
    'HttpRequest.setMethod': (_vm, self, method: string) => void (request(self).method = method),
    'HttpRequest.setTimeout': (vm, self, timeoutMs: number) => {
      // Apex Reference Guide, HttpRequest.setTimeout: 1 to 120,000 milliseconds.
      if (timeoutMs < 1 || timeoutMs > 120_000) {
        throw vm.error('CalloutException', `The timeout must be between 1 and 120000 milliseconds: ${timeoutMs}`);
      }
      request(self).timeoutMs = timeoutMs;
    },
    'HttpResponse.new': (_vm, self: ApexObject) => {
      self.native = { status: 0, statusText: '', headers: {}, body: '' } satisfies CalloutResponse;
    },
    'HttpResponse.getBody': (_vm, self) => response(self).body,
    'HttpResponse.getBodyAsBlob': (_vm, self) => new ApexBlob(response(self).body),
    'HttpResponse.getHeader': (_vm, self, name: string) => header(response(self).headers, name),
    'HttpRequest.setCompressed': (_vm, self: ApexObject, value: boolean) => void compressed.set(self, value),
    'HttpRequest.getCompressed': (_vm, self: ApexObject) => compressed.get(self) ?? false,
    'HttpRequest.setBodyAsBlob': (_vm, self, body: ApexBlob) => void (request(self).body = body.text),
    'HttpRequest.getBodyAsBlob': (_vm, self) => new ApexBlob(request(self).body),
    'HttpRequest.setClientCertificateName': (vm) => {
      throw new ApexError('apex_not_supported', 'Client certificates are not supported.', 'HttpRequest', vm.line);
    },
    'HttpResponse.getHeaderKeys': (_vm, self) => new ApexList(listOf(T.String), Object.keys(response(self).headers)),
    'HttpResponse.setBodyAsBlob': (_vm, self, body: ApexBlob) => void (response(self).body = body.text),
    'HttpResponse.getStatus': (_vm, self) => response(self).statusText,
    'HttpResponse.getStatusCode': (_vm, self) => response(self).status,
    'HttpResponse.setBody': (_vm, self, body: string) => void (response(self).body = body),
    'HttpResponse.setHeader': (_vm, self, name: string, value: string) => void (response(self).headers[name] = value),
    'HttpResponse.setStatus': (_vm, self, text: string) => void (response(self).statusText = text),
    'HttpResponse.setStatusCode': (_vm, self, status: number) => void (response(self).status = status),
    'Http.new': () => undefined,
    'Http.send': send,
  },
};
