// The lab's service map against the template that is deployed: a part or a permission that is added
// to the stack fails here until the map has it.
import { type Resource, synthesisedStack } from '#cdk/synthesised-stack.ts';
import { flows, parts } from '#lab/map/service-map.ts';
import { augustOptions } from '#testing/twin/august-run.ts';
import { drillOptions, followAll } from '#testing/twin/follow-all.ts';

const resources: Record<string, Resource> = synthesisedStack().toJSON().Resources;

/** What holds parts together, and is none itself: roles, logs, and mappings, which are arrows. */
const notParts = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::Logs::LogGroup',
  'AWS::SQS::QueuePolicy',
  'AWS::Lambda::EventSourceMapping',
  'AWS::CDK::Metadata',
]);

const typeOf = {
  'state-machine': 'AWS::StepFunctions::StateMachine',
  queue: 'AWS::SQS::Queue',
  'dead-letters': 'AWS::SQS::Queue',
  quarantine: 'AWS::SQS::Queue',
  function: 'AWS::Lambda::Function',
  table: 'AWS::DynamoDB::Table',
  secret: 'AWS::SecretsManager::Secret',
} as const;

/** A logical id ends with eight characters of a hash. */
function nameOf(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

function partOf(logicalId: string): string {
  const part = parts.find((one) => one.look !== 'index' && one.logicalId === nameOf(logicalId));
  if (part === undefined) throw new Error(`the map has no part for ${logicalId}`);
  return part.id;
}

// biome-ignore lint/suspicious/noExplicitAny: a template's values, as in Resource.
type Value = any;

const listOf = (value: Value): Value[] => (Array.isArray(value) ? value : [value]);
const idIn = (value: Value): string | undefined => value?.Ref ?? value?.['Fn::GetAtt']?.[0];

const ofType = (type: string) => Object.entries(resources).filter(([, one]) => one.Type === type);

test('every part of the stack is on the map, and nothing else', () => {
  const deployed = Object.entries(resources)
    .filter(([, { Type }]) => !notParts.has(Type))
    .map(([id, { Type }]) => `${Type} ${nameOf(id)}`);
  const drawn = parts.flatMap(({ look, logicalId }) =>
    look === 'index' ? [] : [`${typeOf[look]} ${logicalId}`],
  );
  expect(drawn.sort()).toEqual(deployed.sort());
});

test('the table has the one index that is drawn', () => {
  const [[id, { Properties }] = ['', { Properties: {} }]] = ofType('AWS::DynamoDB::Table');
  const names = Properties.GlobalSecondaryIndexes.map((one: Value) => one.IndexName);
  const drawn = parts.filter(({ look }) => look === 'index');
  expect(drawn.map((one) => one.id)).toEqual(names);
  expect(drawn[0]?.logicalId).toBe(nameOf(id));
});

/** What a permission is drawn as; null: it is nobody's arrow. */
function arrowOf(action: string): string | null {
  const [service, call = ''] = action.split(':');
  if (action === 'sqs:SendMessage') return 'sends';
  if (service === 'dynamodb') return /^(BatchGetItem|Query)$/.test(call) ? 'reads' : 'writes';
  if (action === 'lambda:InvokeFunction') return 'invokes';
  if (action === 'secretsmanager:GetSecretValue') return 'reads-secret';
  // Receiving belongs to the mapping, logs and traces to Lambda, and a map to its own execution.
  if (/^(sqs|logs|xray|states):/.test(action)) return null;
  throw new Error(`no arrow is known for ${action}`);
}

/** Every arrow that permissions, mappings and redrive policies make. */
function deployedArrows(): string[] {
  const mappings = ofType('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
    const [queue, consumer] = [idIn(Properties.EventSourceArn), idIn(Properties.FunctionName)];
    return `${partOf(queue ?? '')} feeds ${partOf(consumer ?? '')}`;
  });
  const dead = ofType('AWS::SQS::Queue').flatMap(([id, { Properties }]) => {
    const target = idIn(Properties.RedrivePolicy?.deadLetterTargetArn);
    return target === undefined ? [] : [`${partOf(id)} dead-letters ${partOf(target)}`];
  });
  const granted = ofType('AWS::IAM::Policy').flatMap(([, { Properties }]) =>
    listOf(Properties.Roles).flatMap((role) => {
      const holder = holderOf(idIn(role));
      if (holder === undefined) return [];
      const from = partOf(holder);
      return listOf(Properties.PolicyDocument.Statement).flatMap(
        ({ Action, Resource: on }: Value) =>
          listOf(Action).flatMap((action: string) => grantsOf(from, action, on)),
      );
    }),
  );
  return [...new Set([...mappings, ...dead, ...granted])].sort();
}

/** The part whose role it is. */
function holderOf(role: string | undefined): string | undefined {
  return Object.entries(resources).find(
    ([, { Properties }]) => idIn(Properties?.Role ?? Properties?.RoleArn) === role,
  )?.[0];
}

function grantsOf(from: string, action: string, on: Value): string[] {
  const arrow = arrowOf(action);
  if (arrow === null) return [];
  return listOf(on).flatMap((target) => {
    const joined: Value[] = target['Fn::Join']?.[1] ?? [];
    const index = joined.find((part) => typeof part === 'string' && part.includes('/index/'));
    if (index !== undefined) return [`${from} ${arrow} ${index.replace('/index/', '')}`];
    const id = idIn(target) ?? idIn(joined[0]);
    // A function's versions are named beside it.
    return id === undefined ? [] : [`${from} ${arrow} ${partOf(id)}`];
  });
}

test('every arrow is a permission, a mapping or a redrive policy, and the other way round', () => {
  const drawn = flows.flatMap(({ from, to, look, uses }) =>
    look === 'uses' ? uses.map((use) => `${from} ${use} ${to}`) : [`${from} ${look} ${to}`],
  );
  expect(drawn.sort()).toEqual(deployedArrows());
});

test('the messages on the arrows are those that are sent', () => {
  const sent = new Set<string>();
  for (const policy of ['legacy-2007', 'resilient'] as const)
    for (const { messages } of [
      ...followAll(drillOptions(policy)).nodes,
      ...followAll(augustOptions(policy, 80, 4)).nodes,
    ])
      for (const { sender, queue, type } of messages)
        if (sender !== 'seed') sent.add(`${sender} ${queue}-queue ${type}`);
  const drawn = new Set(
    flows.flatMap(({ from, to, messages }) => messages.map((type) => `${from} ${to} ${type}`)),
  );
  expect([...sent].filter((one) => !drawn.has(one))).toEqual([]);
  // Heal steps are no messages of a node, and the others need rare trouble.
  const rare = [
    'heal membership-queue NodeLost',
    'observe membership-queue LeaseRenewed',
    'membership membership-queue NodeRestarted',
  ];
  const unseen = [...drawn].filter((one) => !(sent.has(one) || one.endsWith('HealStepDue')));
  expect(unseen.filter((one) => !rare.includes(one))).toEqual([]);
});

test('boxes do not overlap, and arrows begin and end at their boxes', () => {
  const isIn = ([x, y]: readonly [number, number], id: string) => {
    const box = parts.find((one) => one.id === id);
    if (box === undefined) return false;
    return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  };
  for (const { from, to, points } of flows) {
    const [first, last] = [points[0], points.at(-1)];
    expect([from, to, first, first && isIn(first, from)]).toEqual([from, to, first, true]);
    expect([from, to, last, last && isIn(last, to)]).toEqual([from, to, last, true]);
  }
  for (const one of parts)
    for (const other of parts) {
      if (one === other || [one.look, other.look].includes('index')) continue;
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect([one.id, other.id, apart]).toEqual([one.id, other.id, true]);
    }
});
