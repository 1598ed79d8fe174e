import type { ClassInfo } from '../compile/class-info.ts';
import type { MethodNode } from '../parse/ast.ts';
import { deserialize } from '../platform/json-read.ts';
import type { ExceptionState, Vm } from '../run/vm.ts';
import type { Method } from '../types/type.ts';
import { exceptionName } from '../values/text.ts';
import { Fatal, Thrown, type ApexObject, type Value } from '../values/values.ts';
import { acceptedJson, auraJson, AURA_ENABLED } from './aura-json.ts';
import { mayUseClass } from './permissions.ts';

export interface AuraRequest {
  className: string;
  methodName: string;
  /** By name; a parameter that is absent is null. */
  parameters: Readonly<Record<string, unknown>>;
}

/** `body` of the error that a component catches (Lightning Web Components Developer Guide, Handle Errors from Apex). */
export interface AuraError {
  message: string;
  exceptionType?: string;
  isUserDefinedException?: boolean;
  stackTrace?: string;
}

export type AuraResponse = { ok: true; result: unknown } | { ok: false; error: AuraError };

/**
 * Calls a method as a component does, in a transaction of its own: an exception undoes its changes, and its jobs and events are dropped.
 * It needs @AuraEnabled and access to the class, which a permission set or the profile of the running user grants.
 * @returns null if there is no such method
 */
export function callAura(vm: Vm, request: AuraRequest): AuraResponse | null {
  const { program, ports } = vm;
  const found = findEnabled(vm, request);
  if (!found) return null;
  const { info, node, method } = found;
  if (!mayUseClass(ports.database, program.schema, info.type.name)) {
    // The sentence of the platform (known).
    return { ok: false, error: { message: `You do not have access to the Apex class named '${info.type.name}'.` } };
  }
  const args: Value[] = [];
  for (const [place, { name }] of node.parameters.entries()) {
    const type = method.params[place] as Method['returns'];
    try {
      const json = JSON.stringify(acceptedJson(vm, type, request.parameters[name]));
      args.push(deserialize(vm, json, type, false));
    } catch (failure) {
      if (!(failure instanceof Thrown)) throw failure;
      // The sentence of the platform (known).
      const message = `Value provided is invalid for action parameter '${name}' of type '${type.name}'`;
      return { ok: false, error: { message } };
    }
  }
  return invoke(vm, method, args);
}

function findEnabled(vm: Vm, { className, methodName }: AuraRequest) {
  const info: ClassInfo | null = vm.program.findClass(className);
  const node = info?.node.members.find(
    (member): member is MethodNode =>
      member.kind === 'method' && member.name === methodName && member.modifiers.annotations.includes(AURA_ENABLED),
  );
  const method = info?.type.findMethods(methodName).find(({ isStatic }) => isStatic);
  return info && node && method && info.type.name === className ? { info, node, method } : null;
}

function invoke(vm: Vm, method: Method, args: Value[]): AuraResponse {
  const { database } = vm.ports;
  const before = database.savepoint();
  try {
    return { ok: true, result: auraJson(vm, method.invoke(vm, null, args)) ?? null };
  } catch (failure) {
    database.rollback(before);
    vm.jobs.length = 0;
    vm.events.length = 0;
    if (failure instanceof Thrown || failure instanceof Fatal) return { ok: false, error: errorOf(failure.exception) };
    throw failure;
  }
}

/** AuraHandledException has no stack trace, so that users see nothing of the code. */
function errorOf({ type, native }: ApexObject): AuraError {
  const { message, stack } = native as ExceptionState;
  const isHandled = type.name === 'AuraHandledException';
  return {
    message: message ?? 'Script-thrown exception',
    exceptionType: exceptionName(type),
    isUserDefinedException: type.isUser,
    ...(isHandled ? {} : { stackTrace: stack }),
  };
}
