import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkFlows } from './metadata/flows.mjs';
import { elementsOf, readPackage, root, valuesOf } from './metadata/package.mjs';

const files = readPackage([join(root, 'force-app/routing')]);
const FLOW = 'flows/Leadlight_Route_Leads.flow-meta.xml';
const RESULT = 'objects/Lead/fields/Leadlight_Routing_Result__c.field-meta.xml';
const results = elementsOf(files.get(RESULT), 'value').flatMap((value) => valuesOf(value, 'fullName'));

describe('the part of the package that routes leads', () => {
  it('deploys a draft that is a template, so that no lead is routed before somebody has activated a flow', () => {
    assert.deepEqual(valuesOf(files.get(FLOW), 'status'), ['Draft']);
    assert.deepEqual(valuesOf(files.get(FLOW), 'isTemplate'), ['true']);
    assert.deepEqual(checkFlows(files).faults, []);
    const active = new Map([[FLOW, files.get(FLOW).replace('>Draft<', '>Active<')]]);
    assert.match(checkFlows(active).faults.join(), /must have the status Draft/);
  });

  it('has a result for each outcome that the action lets the flow store, and for what the flow and the undoing write', () => {
    const source = files.get('classes/RoutingOutcome.cls');
    const values = new Map([...source.matchAll(/String (\w+) = '(\w+)'/g)].map(([, name, value]) => [name, value]));
    const notStored = /NOT_STORED = new Set<String>\{([^}]*)\}/
      .exec(source)[1]
      .split(',')
      .map((name) => name.trim());
    const stored = [...values].filter(([name]) => !notStored.includes(name)).map(([, value]) => value);
    assert.deepEqual([...stored, 'refused', 'undone'].sort(), [...results].sort());
  });

  it('lists every result but those that are settled as leads that were not routed', () => {
    const [listed] = valuesOf(files.get('objects/Lead/listViews/Leadlight_Not_Routed.listView-meta.xml'), 'value');
    assert.deepEqual(
      listed.split(',').sort(),
      results.filter((result) => !['assigned', 'undone'].includes(result)).sort(),
    );
  });

  it('starts after the score is saved, in a transaction of its own: a failure cannot reject the score', () => {
    const [start] = elementsOf(files.get(FLOW), 'start');
    assert.deepEqual(valuesOf(start, 'triggerType'), ['RecordAfterSave']);
    assert.deepEqual(valuesOf(start, 'pathType'), ['AsyncAfterCommit']);
    assert.equal(start.replace(/<scheduledPaths>[^]*<\/scheduledPaths>/, '').includes('<connector>'), false);
  });

  it('writes no field on whose change it starts, so that it does not start itself', () => {
    const [start] = elementsOf(files.get(FLOW), 'start');
    const changed = elementsOf(start, 'filters').filter((filter) => filter.includes('IsChanged'));
    const written = elementsOf(files.get(FLOW), 'inputAssignments').flatMap((each) => valuesOf(each, 'field'));
    const started = changed.flatMap((filter) => valuesOf(filter, 'field'));
    assert.deepEqual(started, ['Leadlight_Scored_At__c']);
    assert.ok(!written.some((field) => started.includes(field)));
  });
});
