import type { Program } from '@leadlight/apex-runtime';
import type { Component } from '../component-store.ts';
import type { ComponentProblem } from '../zip-package.ts';

const ACTION = /['"]@salesforce\/apex\/(?:\w+__)?(\w+)\.(\w+)['"]/g;

/** Imports of Apex methods that are not there or have no `@AuraEnabled`. */
export function checkApexActions(components: readonly Component[], program: Program): ComponentProblem[] {
  return components
    .filter(({ type }) => type === 'LightningComponentBundle')
    .flatMap(({ type, fullName, fileName, files }) =>
      Object.values(files).flatMap((source) =>
        [...source.matchAll(ACTION)]
          .filter(([, className = '', method = '']) => !isAction(program, className, method))
          .map(([, className = '', method = '']) => ({
            type,
            fullName,
            fileName,
            message: `Unable to find Apex action method referenced as '${className}.${method}'.`,
          })),
      ),
    );
}

function isAction(program: Program, className: string, method: string): boolean {
  return (program.findClass(className)?.node.members ?? []).some(
    (member) =>
      member.kind === 'method' &&
      member.name.toLowerCase() === method.toLowerCase() &&
      member.modifiers.annotations.includes('auraenabled'),
  );
}
