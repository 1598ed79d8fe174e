import type { TriggerNode } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/values.ts';
import type { Program } from './program.ts';
import { Scope, type RunStatement } from './scope.ts';
import type { Vm } from '../run/vm.ts';

export interface CompiledTrigger {
  name: string;
  file: string;
  object: Type;
  events: string[];
  run: (vm: Vm, context: Record<string, Value>) => void;
}

export function compileTrigger(program: Program, node: TriggerNode, file: string): CompiledTrigger {
  const object = program.resolve({ name: node.object, args: [], line: node.line }, null, file);
  const scope = new Scope({ program, owner: null, file, isStatic: true, returns: T.void, triggerObject: object });
  const body: RunStatement = scope.block(node.body);
  return {
    name: node.name,
    file,
    object,
    events: node.events,
    run: (vm, context) => {
      const outer = vm.triggerContext;
      vm.triggerContext = { ...context, isexecuting: true };
      try {
        // A trigger runs without sharing (Apex Developer Guide, sharing keywords); a class that it calls decides for itself.
        vm.enter(
          `Trigger.${node.name}`,
          false,
          () => {
            body({ vm, locals: [], self: null, result: null });
            return null;
          },
          program.defaultMode(file),
        );
      } finally {
        vm.triggerContext = outer;
      }
    },
  };
}
