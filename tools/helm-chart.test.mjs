import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { root } from './ensure-installed.mjs';

const chart = join(root, 'deploy', 'helm', 'leadlight');
const helm = spawnSync('helm', ['version', '--short'], { encoding: 'utf8' });
const skip = helm.status === 0 ? false : 'helm is not installed';

/** A version that the chart supports: a Helm that was built from source assumes an old one. */
const VERSION = ['--kube-version', '1.31.0'];
const set = (...values) => values.flatMap((value) => ['--set', value]);
const IMAGE = set('image.repository=registry.example.com/leadlight');
const EVERYTHING = [
  ...IMAGE,
  ...set('ingress.enabled=true', 'ingress.className=nginx', 'worker.autoscaling.enabled=true'),
  ...set('api.autoscaling.targetRequestsPerSecond=50', 'secrets.databaseAuthority=db-ca'),
  ...set('image.pullSecrets={registry}', 'env[0].name=OTEL_SERVICE_NAME', 'env[0].value=scoring'),
  ...set('api.nodeSelector.disk=fast', 'networkPolicy.database.peers[0].ipBlock.cidr=10.1.2.3/32'),
];
const VALUES = {
  'default values': IMAGE,
  'all options': EVERYTHING,
  'everything optional off': [
    ...IMAGE,
    ...set('api.autoscaling.enabled=false', 'metrics.enabled=false', 'networkPolicy.enabled=false'),
  ],
};

const render = (args) =>
  parseAllDocuments(execFileSync('helm', ['template', 'prod', chart, ...VERSION, ...args], { encoding: 'utf8' }))
    .map((document) => document.toJS())
    .filter(Boolean);
const failure = (...args) => {
  const ran = spawnSync('helm', ['template', 'prod', chart, ...VERSION, ...args], { encoding: 'utf8' });
  assert.notEqual(ran.status, 0, `helm accepts ${args.join(' ')}`);
  return ran.stderr;
};
const named = (documents, kind, suffix) =>
  documents.find((each) => each.kind === kind && each.metadata.name.endsWith(suffix));
const podsOf = (documents) => documents.flatMap((each) => (each.spec?.template?.spec ? [each.spec.template.spec] : []));

/** The model of a resource, with its schema from the OpenAPI description of Kubernetes. */
const modelOf = async ({ apiVersion, kind }) => (await import(`kubernetes-models/${apiVersion}`))[kind];

test('helm lint finds nothing', { skip }, () => {
  const ran = spawnSync('helm', ['lint', '--strict', chart, ...VERSION, ...IMAGE], { encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
});

for (const [title, args] of Object.entries(VALUES)) {
  test(`Helm chart with ${title} renders resources that match the schemas of Kubernetes`, { skip }, async () => {
    const documents = render(args);
    assert.ok(documents.length >= 5);
    for (const each of documents) {
      const Model = await modelOf(each);
      assert.ok(Model, `${each.apiVersion} ${each.kind} is unknown`);
      new Model(each).validate();
    }
    const names = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.equal(new Set(names).size, names.length);
  });
}

test('the schemas of Kubernetes reject a wrong field', { skip }, async () => {
  const [deployment] = render(IMAGE).filter(({ kind }) => kind === 'Deployment');
  const Model = await modelOf(deployment);
  const wrong = JSON.parse(JSON.stringify(deployment));
  wrong.spec.template.spec.containers[0].ports[0].containerPort = 'http';
  assert.throws(() => new Model(wrong).validate());
});

test('Helm chart gives pods no rights that they do not need', { skip }, () => {
  const pods = podsOf(render(EVERYTHING));
  assert.equal(pods.length, 3);
  for (const pod of pods) {
    assert.equal(pod.automountServiceAccountToken, false);
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
    for (const { securityContext, resources } of pod.containers) {
      assert.equal(securityContext.readOnlyRootFilesystem, true);
      assert.equal(securityContext.allowPrivilegeEscalation, false);
      assert.deepEqual(securityContext.capabilities, { drop: ['ALL'] });
      assert.ok(resources.limits.memory && resources.requests.cpu);
    }
  }
});

test('services, budgets and policies of the Helm chart each select the pods of one deployment', { skip }, () => {
  const documents = render(EVERYTHING);
  const labels = documents.flatMap((each) => (each.spec?.template ? [each.spec.template.metadata.labels] : []));
  const selectors = documents.flatMap(({ kind, spec }) => {
    if (kind === 'Service') return [spec.selector];
    if (kind === 'PodDisruptionBudget') return [spec.selector.matchLabels];
    return kind === 'NetworkPolicy' ? [spec.podSelector.matchLabels] : [];
  });
  assert.equal(selectors.length, 5);
  for (const selector of selectors) {
    const selected = labels.filter((each) => Object.entries(selector).every(([name, value]) => each[name] === value));
    assert.equal(selected.length, 1, JSON.stringify(selector));
  }
});

test('Helm chart starts programs of the image with options that they accept', { skip }, () => {
  const containers = podsOf(render(EVERYTHING)).flatMap((pod) => pod.containers);
  for (const { command, args, name } of containers) {
    const [node, ...rest] = command;
    assert.equal(node, 'node');
    const help = spawnSync(process.execPath, [...rest, ...(name === 'api' ? [] : args.slice(0, 1)), '--help'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(help.status, 0, help.stderr);
    for (const option of args.filter((each) => each.startsWith('--')))
      assert.ok(help.stdout.includes(option.split('=')[0]), `${name} does not know ${option}`);
  }
});

test('Helm chart contains no secret, and rejects one in its values', { skip }, () => {
  assert.ok(!render(EVERYTHING).some(({ kind }) => kind === 'Secret'));
  assert.match(failure(...IMAGE, ...set('env[0].name=DATABASE_URL', 'env[0].value=postgresql://a')), /env/);
  assert.match(failure(...IMAGE, ...set('env[0].name=LEADLIGHT_SMTP_URL', 'env[0].value=smtps://a')), /env/);
});

test('Helm chart names the cause of wrong values', { skip }, () => {
  assert.match(failure(), /image\.repository is empty/);
  assert.match(failure(...IMAGE, ...set('api.replica=3')), /replica/);
  assert.match(failure(...IMAGE, ...set('api.replicas=0')), /replicas/);
});

test('Helm chart routes the paths that the Caddyfile forwards', { skip }, () => {
  const caddyfile = readFileSync(join(root, 'docs', 'operating', 'Caddyfile'), 'utf8');
  const forwarded = /@public path (.*)/.exec(caddyfile)[1].split(' ');
  const routed = named(render(EVERYTHING), 'Ingress', 'leadlight').spec.rules[0].http.paths.map(({ path }) => path);
  assert.deepEqual(new Set(forwarded.map((path) => path.replace(/\/\*$/, ''))), new Set(routed));
});

test('values.schema.json describes every value of the Helm chart', () => {
  const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8'));
  const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
  const compare = (value, { properties, additionalProperties }, path) => {
    if (!properties || additionalProperties !== false) return;
    const allowed = Object.keys(properties).filter((name) => name !== 'global');
    assert.deepEqual(allowed.sort(), Object.keys(value).sort(), path);
    for (const name of allowed) compare(value[name], properties[name], `${path}.${name}`);
  };
  compare(values, schema, 'values');
});

test('Helm chart has a resource limit for everything that it starts', () => {
  const files = readdirSync(join(chart, 'templates')).filter((name) => name.endsWith('.yaml'));
  const text = files.map((name) => readFileSync(join(chart, 'templates', name), 'utf8')).join('\n');
  assert.equal(text.match(/- name: (api|worker|migrate)$/gm).length, text.match(/resources:/g).length);
});
