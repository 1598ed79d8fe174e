import type { Component } from '../component-store.ts';
import { childrenOf, textOf, type XmlElement } from '../xml.ts';
import { missingModules } from './bundle-references.ts';
import { type Problem, problemAt } from './validate-element.ts';
import type { World } from './world.ts';

/** Targets of components by the type of the page. */
const TARGETS: Readonly<Record<string, string>> = {
  AppPage: 'lightning__AppPage',
  HomePage: 'lightning__HomePage',
  RecordPage: 'lightning__RecordPage',
  UtilityBar: 'lightning__UtilityBar',
};

const targetsOf = ({ body }: Component): readonly string[] =>
  childrenOf(body, 'targets').flatMap((targets) => childrenOf(targets, 'target').map(({ text }) => text));

/** Components that the page's type does not allow, and facets that no region has. */
export function checkFlexiPage({ body }: Component, world: World): Problem[] {
  const type = textOf(body, 'type') ?? '';
  const regions = childrenOf(body, 'flexiPageRegions');
  const instances = regions.flatMap((region) =>
    childrenOf(region, 'itemInstances').flatMap((item) => childrenOf(item, 'componentInstance')),
  );
  const placed = instances.flatMap((instance) => {
    const bundle = world.find('LightningComponentBundle', (textOf(instance, 'componentName') ?? '').replace(/^c:/, ''));
    return bundle ? checkPlaced(instance, bundle, type, textOf(body, 'sobjectType')) : [];
  });
  const facets = new Set(regions.map((region) => textOf(region, 'name')));
  const missing = instances
    .flatMap((instance) => childrenOf(instance, 'componentInstanceProperties'))
    .filter((property) => ['body', 'tabs'].includes(textOf(property, 'name') ?? ''))
    .filter((property) => !facets.has(textOf(property, 'value')))
    .map((property) => problemAt(property, `The page has no region ${textOf(property, 'value') ?? ''}`));
  return [...placed, ...missing];
}

function checkPlaced(instance: XmlElement, bundle: Component, type: string, object: string | undefined): Problem[] {
  const target = TARGETS[type];
  if (textOf(bundle.body, 'isExposed') !== 'true') {
    return [problemAt(instance, `The component ${bundle.fullName} is not exposed and cannot be placed on a page`)];
  }
  if (target !== undefined && !targetsOf(bundle).includes(target)) {
    return [
      problemAt(
        instance,
        `The component ${bundle.fullName} does not have the target ${target}, which a page of the type ${type} needs`,
      ),
    ];
  }
  const objects = childrenOf(bundle.body, 'targetConfigs')
    .flatMap((configs) => childrenOf(configs, 'targetConfig'))
    .filter(({ attributes }) => (attributes.targets ?? '').split(/\s*,\s*/).includes(target ?? ''))
    .flatMap((config) => childrenOf(config, 'objects'))
    .flatMap((list) => childrenOf(list, 'object').map(({ text }) => text));
  if (object === undefined || objects.length === 0 || objects.includes(object)) return [];
  return [problemAt(instance, `The component ${bundle.fullName} cannot be placed on a page of ${object}`)];
}

/** Modules that are missing, and configurations of targets that the component does not have. */
export function checkBundle(component: Component): Problem[] {
  const { fullName, files, body } = component;
  const missing = missingModules(component).map((module) => ({
    message: `LWC1011: Failed to resolve import "./${module}" from "${fullName}"`,
  }));
  const targets = targetsOf(component);
  const configured = childrenOf(body, 'targetConfigs').flatMap((configs) => childrenOf(configs, 'targetConfig'));
  const unknown = configured
    .filter(
      ({ attributes }) => !(attributes.targets ?? '').split(/\s*,\s*/).every((target) => targets.includes(target)),
    )
    .map((config) =>
      problemAt(
        config,
        `The targetConfig names ${config.attributes.targets ?? 'no target'}, which is not among the targets`,
      ),
    );
  return `${fullName}.js` in files ? [...missing, ...unknown] : [{ message: `The bundle has no ${fullName}.js` }];
}
