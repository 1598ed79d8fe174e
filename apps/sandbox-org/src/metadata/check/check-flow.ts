import type { Component } from '../component-store.ts';
import { childrenOf, isTrue, textOf, type XmlElement } from '../xml.ts';
import { FlowTypes, type FlowType } from './flow-types.ts';
import { type Problem, problemAt } from './validate-element.ts';
import type { World } from './world.ts';

/** Elements that are no steps of a flow. */
const RESOURCES = [
  ...['choices', 'constants', 'dynamicChoiceSets', 'formulas', 'processMetadataValues', 'stages', 'textTemplates'],
  'variables',
];
/** What an asynchronous path does not have, because it has no time. */
const TIMED = ['label', 'maxBatchSize', 'offsetNumber', 'offsetUnit', 'recordField', 'timeSource'];
/** Operators whose value is always a boolean. */
const TESTS = ['IsChanged', 'IsNull', 'IsBlank', 'IsEmpty'];

const nameOf = (element: XmlElement): string => textOf(element, 'name') ?? '';
const firstOf = (element: XmlElement, name: string): XmlElement | undefined => childrenOf(element, name)[0];

function targetsOf(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => (child.name === 'targetReference' ? [child] : targetsOf(child)));
}

/**
 * What is wrong in a flow beyond names of elements: steps that nothing leads to, references to what is not there, values of
 * another type, inputs of an Apex action. No element is executed.
 */
export function checkFlow({ body }: Component, world: World): Problem[] {
  const types = new FlowTypes(body, world);
  const steps = body.children.filter((child) => nameOf(child) !== '' && !RESOURCES.includes(child.name));
  return [
    ...duplicateNames(body),
    ...checkConnectors(childrenOf(body, 'start'), steps),
    ...childrenOf(body, 'start').flatMap((start) => [
      ...checkStart(start),
      ...checkFilters(start, types.object, types),
    ]),
    ...childrenOf(body, 'actionCalls').flatMap((call) => checkCall(call, types)),
    ...childrenOf(body, 'decisions').flatMap((decision) => checkDecision(decision, types)),
    ...childrenOf(body, 'assignments').flatMap((assignment) => checkAssignment(assignment, types)),
    ...childrenOf(body, 'recordUpdates').flatMap((update) => checkUpdate(update, types, world)),
  ];
}

function duplicateNames(body: XmlElement): Problem[] {
  const seen = new Set<string>();
  return body.children.flatMap((element) => {
    const name = nameOf(element);
    const isDuplicate = name !== '' && seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    return isDuplicate ? [problemAt(element, `The name ${name} is used more than once`)] : [];
  });
}

function checkConnectors(starts: readonly XmlElement[], steps: readonly XmlElement[]): Problem[] {
  const byName = new Map(steps.map((step) => [nameOf(step), step]));
  const reached = new Set<string>();
  const waiting = starts.flatMap(targetsOf).map(({ text }) => text);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const step = byName.get(name);
    if (!step || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...targetsOf(step).map(({ text }) => text));
  }
  const missing = [...starts, ...steps]
    .flatMap(targetsOf)
    .filter(({ text }) => !byName.has(text))
    .map((target) => problemAt(target, `A connector leads to ${target.text}, which the flow does not contain`));
  const unreached = steps
    .filter((step) => !reached.has(nameOf(step)))
    .map((step) => problemAt(step, `The element ${nameOf(step)} is not connected`));
  return [...missing, ...unreached];
}

/** Asynchronous paths start after the save of a record, and after an update only for a change. */
function checkStart(start: XmlElement): Problem[] {
  const paths = childrenOf(start, 'scheduledPaths').filter((path) => textOf(path, 'pathType') === 'AsyncAfterCommit');
  if (paths.length === 0) return [];
  const isGuarded =
    textOf(start, 'recordTriggerType') === 'Create' ||
    isTrue(start, 'doesRequireRecordChangedToMeetCriteria') ||
    childrenOf(start, 'filters').some((filter) => textOf(filter, 'operator') === 'IsChanged');
  const timed = paths.flatMap((path) => path.children.filter(({ name }) => TIMED.includes(name)));
  return [
    ...timed.map((element) => problemAt(element, `An asynchronous path has no ${element.name}`)),
    ...(textOf(start, 'triggerType') === 'RecordAfterSave'
      ? []
      : [problemAt(start, 'An asynchronous path needs the trigger type RecordAfterSave')]),
    ...(isGuarded ? [] : [problemAt(start, 'An asynchronous path after an update needs a condition on a change')]),
  ];
}

/** The condition on a field of each filter. */
function checkFilters(element: XmlElement, object: string, types: FlowTypes): Problem[] {
  return childrenOf(element, 'filters').flatMap((filter) => {
    const field = textOf(filter, 'field') ?? '';
    const isTest = TESTS.includes(textOf(filter, 'operator') ?? '');
    const type = types.ofField(object, field);
    if (type === undefined) return [problemAt(filter, `The field ${field} of ${object} does not exist`)];
    return checkType(filter, isTest ? 'boolean' : type, firstOf(filter, 'value'), types);
  });
}

function checkType(
  at: XmlElement,
  expected: FlowType | null,
  value: XmlElement | undefined,
  types: FlowTypes,
): Problem[] {
  const actual = types.ofValue(value);
  if (actual === undefined) return [problemAt(at, `There is nothing named ${value?.children[0]?.text ?? ''}`)];
  if (expected === null || actual === null || expected === actual) return [];
  return [problemAt(at, `A value of type ${expected} is needed, not ${actual}`)];
}

function checkCall(call: XmlElement, types: FlowTypes): Problem[] {
  if (textOf(call, 'actionType') !== 'apex') return [];
  const action = types.actionOf(call);
  if (!action) return [problemAt(call, `The class ${textOf(call, 'actionName') ?? ''} has no invocable method`)];
  const parameters = childrenOf(call, 'inputParameters');
  const missing = action.inputs.filter(
    ({ name, isRequired }) => isRequired && !parameters.some((parameter) => nameOf(parameter) === name),
  );
  return [
    ...missing.map(({ name }) => problemAt(call, `The input ${name} is required`)),
    ...parameters.flatMap((parameter) => {
      const input = action.inputs.find(({ name }) => name === nameOf(parameter));
      if (!input) return [problemAt(parameter, `The action has no input ${nameOf(parameter)}`)];
      return checkType(parameter, input.type, firstOf(parameter, 'value'), types);
    }),
  ];
}

function checkDecision(decision: XmlElement, types: FlowTypes): Problem[] {
  return childrenOf(decision, 'rules')
    .flatMap((rule) => childrenOf(rule, 'conditions'))
    .flatMap((condition) => {
      const reference = textOf(condition, 'leftValueReference') ?? '';
      const type = types.ofReference(reference);
      if (type === undefined) return [problemAt(condition, `There is nothing named ${reference}`)];
      const isTest = TESTS.includes(textOf(condition, 'operator') ?? '');
      return checkType(condition, isTest ? 'boolean' : type, firstOf(condition, 'rightValue'), types);
    });
}

function checkAssignment(assignment: XmlElement, types: FlowTypes): Problem[] {
  return childrenOf(assignment, 'assignmentItems').flatMap((item) => {
    const reference = textOf(item, 'assignToReference') ?? '';
    const type = types.ofReference(reference);
    if (type === undefined) return [problemAt(item, `There is nothing named ${reference}`)];
    return checkType(item, type, firstOf(item, 'value'), types);
  });
}

/** Of the record that started the flow, or of the records of a named object. */
function checkUpdate(update: XmlElement, types: FlowTypes, world: World): Problem[] {
  const isOfStart = textOf(update, 'inputReference') === '$Record';
  const object = isOfStart ? types.object : textOf(update, 'object');
  if (object === undefined) return [];
  const assignments = childrenOf(update, 'inputAssignments').flatMap((assignment) => {
    const field = textOf(assignment, 'field') ?? '';
    const type = types.ofField(object, field);
    if (type === undefined) return [problemAt(assignment, `The field ${field} of ${object} does not exist`)];
    const value = firstOf(assignment, 'value');
    const text = value && textOf(value, 'stringValue');
    const choices = world.restrictedValues(`${object}.${field}`);
    if (text !== undefined && choices && !choices.includes(text))
      return [problemAt(assignment, `${text} is no value of the restricted picklist ${field}`)];
    return checkType(assignment, type, value, types);
  });
  return [...assignments, ...checkFilters(update, object, types)];
}
