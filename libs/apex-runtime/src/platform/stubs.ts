import type { Vm } from '../run/vm.ts';
import { listOf, T } from '../types/builtin.ts';
import { Type, type Method } from '../types/type.ts';
import { ApexList, ApexObject, ApexTypeToken, type Value } from '../values/values.ts';
import { allocate } from '../compile/methods.ts';
import type { Library } from './signatures.ts';

/** A type and its parents, the nearest first. */
function lineage(type: Type): Type[] {
  return [type, ...type.parents().flatMap(lineage)];
}

/** A subtype whose instance methods all call the provider. It is an instance of the type and of all its parents (aer-dist#122). */
function stubType(vm: Vm, type: Type, provider: ApexObject): Type {
  const stub = new Type(`${type.name}__sfdc_ApexStub`, 'class');
  stub.isUser = true;
  if (type.kind === 'interface') stub.interfaces = [type];
  else stub.superType = type;
  for (const parent of lineage(type).filter(({ isUser }) => isUser)) {
    for (const method of [...parent.methods.values()].flat()) {
      if (method.isStatic || method.isPrivate) continue;
      stub.addMethod({ ...method, owner: stub, isAbstract: false, invoke: stubbed(vm, provider, method) });
    }
  }
  return stub;
}

const stubbed =
  (vm: Vm, provider: ApexObject, method: Method): Method['invoke'] =>
  (_vm, self, args) => {
    const typeClass = vm.program.platformType('Type');
    return vm.call(provider, 'handleMethodCall', [
      self,
      method.name,
      method.returns === T.void ? null : new ApexTypeToken(method.returns),
      new ApexList(
        listOf(typeClass),
        method.params.map((param) => new ApexTypeToken(param)),
      ),
      new ApexList(listOf(T.String), vm.program.parameterNames(method)),
      new ApexList(listOf(T.Object), args),
    ]);
  };

function createStub(vm: Vm, token: ApexTypeToken, provider: ApexObject | null): Value {
  if (provider === null) throw vm.nullPointer();
  const { type } = token;
  if (!type.isUser) throw vm.error('TypeException', `${type.name} cannot be stubbed`);
  const slots = type.kind === 'interface' ? [] : allocate(vm.program.classOf(type)).slots;
  return new ApexObject(stubType(vm, type, provider), slots);
}

/** Apex Developer Guide, Build a Mocking Framework with the Stub API. */
export const stubs: Library = {
  signatures: `
    interface StubProvider
    Object handleMethodCall(Object,String,Type,List<Type>,List<String>,List<Object>)
    class Test
    static Object createStub(Type,Object)`,
  code: { 'Test.createStub': (vm, _self, type: ApexTypeToken, provider: ApexObject) => createStub(vm, type, provider) },
};
