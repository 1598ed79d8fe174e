import type { ExceptionState, Vm } from '../run/vm.ts';
import { listOf } from '../types/builtin.ts';
import { ApexList, type ApexObject, type Value } from '../values/values.ts';
import { exceptionName } from '../values/text.ts';
import { statusCode, texts } from './database-results.ts';
import { fieldToken } from './schema-tokens.ts';
import type { Library } from './signatures.ts';

const NAMES = [
  'AssertException',
  'AsyncException',
  'AuraHandledException',
  'Cache.Org.OrgCacheException',
  'Cache.Partition.PartitionException',
  'Cache.Session.SessionCacheException',
  'CalloutException',
  'ConnectApi.ConnectApiException',
  'ConnectApi.NotFoundException',
  'ConnectApi.RateLimitException',
  'DmlException',
  'EmailException',
  'FinalException',
  'FlowException',
  'HandledException',
  'IllegalArgumentException',
  'InvalidParameterValueException',
  'JSONException',
  'LimitException',
  'ListException',
  'MathException',
  'NoAccessException',
  'NoSuchElementException',
  'NullPointerException',
  'QueryException',
  'SecurityException',
  'SObjectException',
  'StringException',
  'TypeException',
  'UnexpectedException',
  'UnsupportedOperationException',
];

const CONSTRUCTORS = 'new()\nnew(String)\nnew(Exception)\nnew(String,Exception)';

const state = (self: ApexObject): ExceptionState => self.native as ExceptionState;
const rows = (vm: Vm, self: ApexObject): NonNullable<ExceptionState['rows']> => {
  const found = state(self).rows;
  if (!found) throw vm.error('TypeException', `${self.type.name} has no rows`);
  return found;
};

type DmlRow = NonNullable<ExceptionState['rows']>[number];

/** A failed row by its place among those that failed. @throws ListException where there is none (unverified) */
function row(vm: Vm, self: ApexObject, place: number): DmlRow {
  const found = rows(vm, self)[place];
  if (!found) throw vm.error('ListException', `List index out of bounds: ${place}`);
  return found;
}

function create(vm: Vm, self: ApexObject, first: Value = null, second: Value = null): void {
  const message = typeof first === 'string' ? first : null;
  const cause = typeof first === 'string' || first === null ? second : first;
  self.native = { message, cause, stack: vm.stackTrace() } satisfies ExceptionState;
}

/** Apex Reference Guide, Exception Class and Built-In Exceptions. */
export const exceptions: Library = {
  signatures: `
    class Exception
    ${CONSTRUCTORS}
    String getMessage()
    void setMessage(String)
    String getTypeName()
    String getStackTraceString()
    Exception getCause()
    void initCause(Exception)
    Integer getLineNumber()
    Integer getNumDml()
    String getDmlMessage(Integer)
    String getDmlId(Integer)
    Integer getDmlIndex(Integer)
    StatusCode getDmlType(Integer)
    String getDmlStatusCode(Integer)
    List<String> getDmlFieldNames(Integer)
    List<SObjectField> getDmlFields(Integer)
    ${NAMES.map((name) => `class ${name} extends Exception\n${CONSTRUCTORS}`).join('\n')}`,
  code: {
    'Exception.new': create,
    ...Object.fromEntries(NAMES.map((name) => [`${name}.new`, create])),
    // Without setMessage, the message in Apex is "Script-thrown exception" (known).
    'AuraHandledException.new': (vm, self: ApexObject) => create(vm, self),
    'Exception.getMessage': (_vm, self) => state(self).message ?? 'Script-thrown exception',
    'Exception.setMessage': (_vm, self, message: string) => void (state(self).message = message),
    'Exception.getTypeName': (_vm, self: ApexObject) => exceptionName(self.type),
    'Exception.getStackTraceString': (_vm, self) => state(self).stack,
    'Exception.getCause': (_vm, self) => state(self).cause,
    'Exception.initCause': (_vm, self, cause: Value) => void (state(self).cause = cause),
    'Exception.getLineNumber': (_vm, self) => Number(/line (\d+)/.exec(state(self).stack)?.[1] ?? 0),
    'Exception.getNumDml': (vm, self) => rows(vm, self).length,
    'Exception.getDmlMessage': (vm, self, place: number) => row(vm, self, place).message,
    'Exception.getDmlId': (vm, self, place: number) => row(vm, self, place).id,
    'Exception.getDmlIndex': (vm, self, place: number) => row(vm, self, place).index,
    'Exception.getDmlType': (vm, self, place: number) => statusCode(vm, row(vm, self, place).status),
    'Exception.getDmlStatusCode': (vm, self, place: number) => row(vm, self, place).status,
    'Exception.getDmlFieldNames': (vm, self, place: number) => texts(row(vm, self, place).fields),
    'Exception.getDmlFields': (vm, self, place: number) => {
      const { shape, fields } = row(vm, self, place);
      const tokens = fields
        .flatMap((name) => shape.field(name) ?? [])
        .map((field) => fieldToken(vm.program, shape, field));
      return new ApexList(listOf(vm.program.platformType('SObjectField')), tokens);
    },
  },
};
