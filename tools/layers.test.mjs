import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { apps, layers, libraryNames, projects } from './layers.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const folderOf = ({ name }) =>
  name === 'bench' ? 'bench' : `${libraryNames.includes(name) ? 'libs' : 'apps'}/${name}`;

/** The rows of the layers in the README: `name … imports`, with – for none. */
function pictureRows() {
  const [, picture] = /<!-- layers -->\s*```text\n([\s\S]*?)```/.exec(read('README.md'));
  return picture
    .split('\n')
    .map((line) => /^ {2}(\S+)\/\s+\S.*?\s{2,}(\S.*)$/.exec(line))
    .filter(Boolean)
    .map(([, name, imports]) => ({ name, imports }));
}

test('the README lists every library in the order of layers.mjs, with its imports', () => {
  const useCases = layers.find(({ name }) => name === 'workflows').imports;
  const drawn = (imports) => {
    if (imports.length === 0) return '–';
    if (imports.length === useCases.length) return 'all above';
    if (imports.length === useCases.length + 1) return 'workflows and above';
    return imports.join(', ');
  };
  assert.deepEqual(
    pictureRows(),
    layers.map(({ name, imports }) => ({ name, imports: drawn(imports) })),
  );
});

test('a library imports only libraries before it in layers.mjs', () => {
  for (const [place, { name, imports }] of layers.entries()) {
    const before = libraryNames.slice(0, place);
    assert.deepEqual(
      imports.filter((imported) => !before.includes(imported)),
      [],
      name,
    );
  }
});

test('layers.mjs names every library and app', () => {
  assert.deepEqual(readdirSync(new URL('libs', root)).sort(), [...libraryNames].sort());
  assert.deepEqual([...readdirSync(new URL('apps', root)), 'bench'].sort(), apps.map(({ name }) => name).sort());
});

test('no package.json or tsconfig.json references a project that its layer may not import', () => {
  for (const project of projects) {
    const folder = folderOf(project);
    const { dependencies = {} } = JSON.parse(read(`${folder}/package.json`));
    const named = Object.keys(dependencies)
      .filter((dependency) => dependency.startsWith('@leadlight/'))
      .map((dependency) => dependency.replace('@leadlight/', ''));
    assert.deepEqual(
      named.filter((name) => !project.imports.includes(name)),
      [],
      `${folder}/package.json`,
    );
    const { references = [] } = JSON.parse(read(`${folder}/tsconfig.json`));
    assert.deepEqual(
      references.map(({ path }) => path.split('/').at(-1)).sort(),
      named.sort(),
      `${folder}/tsconfig.json references`,
    );
  }
});

test('pure libraries depend on no npm package', () => {
  for (const project of layers.filter(({ pure }) => pure)) {
    const { dependencies = {} } = JSON.parse(read(`${folderOf(project)}/package.json`));
    assert.deepEqual(
      Object.keys(dependencies).filter((name) => !name.startsWith('@leadlight/')),
      [],
      project.name,
    );
  }
});
