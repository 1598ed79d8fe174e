import { ApexObject, type ApexTypeToken } from '../values/values.ts';
import type { Library } from './signatures.ts';

/** Apex Reference Guide, Test Class. */
export const testing: Library = {
  signatures: `
    class Test
    static void startTest()
    static void stopTest()
    static void setMock(Type,Object)
    static Boolean isRunningTest()
    static EventBus.TestBroker getEventBus()
    static void setCreatedDate(Id,Datetime)`,
  code: {
    'Test.startTest': (vm) => vm.requireTest().start(),
    'Test.stopTest': (vm) => vm.requireTest().stop(),
    'Test.setMock': (vm, _self, type: ApexTypeToken, mock: ApexObject) => {
      if (type.type.name !== 'HttpCalloutMock')
        throw vm.error('TypeException', `A mock of ${type.type.name} is not supported by this runtime`);
      vm.requireTest().mock = mock;
    },
    'Test.isRunningTest': (vm) => vm.test !== null,
    'Test.getEventBus': (vm) => new ApexObject(vm.program.platformType('EventBus.TestBroker')),
    'Test.setCreatedDate': (vm, _self, id: string, created) => vm.ports.database.setCreatedDate(id, created),
  },
};
