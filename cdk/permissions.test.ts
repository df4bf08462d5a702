import { resourceNamed, resourcesOf, synthesisedStack } from './synthesised-stack.ts';

const template = synthesisedStack();

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? value : [value as Value];

/** The statements of every policy of a role whose logical id starts so. */
const statementsOf = (owner: string): Statement[] =>
  Object.entries(resourcesOf(template, 'AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(owner))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

const actionsIn = (statements: readonly Statement[], service: string) =>
  statements
    .flatMap(({ Action }) => listOf(Action))
    .filter((action) => action.startsWith(`${service}:`))
    .map((action) => action.slice(service.length + 1))
    .sort();

/** The statements about the table itself, or about its indexes. */
const onTable = (owner: string, what: 'table' | 'index') =>
  statementsOf(owner).filter(
    ({ Resource }) => JSON.stringify(Resource).includes('/index/') === (what === 'index'),
  );

/** The logical ids of the queues that a function may use an action on. */
const queuesFor = (owner: string, action: string) =>
  statementsOf(owner)
    .filter(({ Action }) => listOf(Action).includes(action))
    .flatMap(({ Resource }) => listOf(Resource as { 'Fn::GetAtt': string[] }))
    .map((resource) => resource['Fn::GetAtt'][0]?.replace(/(Queue)?[0-9A-F]{8}$/, ''))
    .sort();

const functionNames = [
  'Membership',
  'Login',
  'Heal',
  'PlanStorm',
  'DispatchCell',
  'Observe',
  'ReportStorm',
];

const tableRights: Readonly<Record<string, readonly string[]>> = {
  Membership: ['BatchGetItem', 'DeleteItem', 'Query', 'UpdateItem'],
  Login: ['BatchGetItem', 'Query', 'UpdateItem'],
  Heal: ['BatchGetItem', 'DeleteItem', 'PutItem', 'Query', 'UpdateItem'],
  PlanStorm: ['BatchGetItem', 'UpdateItem'],
  DispatchCell: ['BatchGetItem', 'Query', 'UpdateItem'],
  Observe: ['BatchGetItem', 'Query', 'UpdateItem'],
  ReportStorm: ['BatchGetItem', 'UpdateItem'],
};

const sendsTo: Readonly<Record<string, readonly string[]>> = {
  Membership: ['Heal', 'Login', 'Membership'],
  Login: ['Login'],
  Heal: ['Heal', 'Membership'],
  PlanStorm: [],
  DispatchCell: ['Membership'],
  Observe: ['Heal', 'Membership'],
  ReportStorm: [],
};

const consumers = ['Membership', 'Login', 'Heal'];

test('every function of the stack is observed below', () => {
  const ids = Object.keys(resourcesOf(template, 'AWS::Lambda::Function'));
  expect(ids).toHaveLength(functionNames.length);
  for (const name of functionNames)
    resourceNamed(template, 'AWS::Lambda::Function', `${name}Function`);
});

describe.each(functionNames)('%s', (name) => {
  test('does with the table what its work needs and nothing else', () => {
    expect(actionsIn(onTable(`${name}Function`, 'table'), 'dynamodb')).toEqual(tableRights[name]);
  });

  test('sends to the queues of what follows from its work and to no other', () => {
    const queues = queuesFor(`${name}Function`, 'sqs:SendMessage');
    expect(queues.filter((queue) => queue !== 'Quarantine')).toEqual(sendsTo[name]);
  });

  test('receives from its own queue alone, if it has one', () => {
    const own = consumers.includes(name) ? [name] : [];
    expect(queuesFor(`${name}Function`, 'sqs:ReceiveMessage')).toEqual(own);
  });
});

/** Which functions read each key, and under which variable they know it. */
const keyReaders = [
  ['IdentityKey', 'IDENTITY_SECRET_ARN', ['Membership', 'Login']],
  // Whoever plays the clients cannot give them turns.
  ['TurnKey', 'TURN_SECRET_ARN', ['Login']],
] as const;

test.each(keyReaders)(
  '%s is read by nobody who does not need it, and no more',
  (id, variable, readers) => {
    const [key] = resourceNamed(template, 'AWS::SecretsManager::Secret', id);
    const aboutKey = (name: string) =>
      statementsOf(`${name}Function`).filter(({ Resource }) =>
        listOf(Resource).some((one) => (one as { Ref?: string }).Ref === key),
      );
    expect(functionNames.filter((name) => aboutKey(name).length > 0)).toEqual(readers);
    for (const name of functionNames) {
      for (const { Action } of aboutKey(name))
        expect(listOf(Action)).toEqual(['secretsmanager:GetSecretValue']);
      const [, { Properties }] = resourceNamed(
        template,
        'AWS::Lambda::Function',
        `${name}Function`,
      );
      const known = readers.some((one) => one === name) ? { Ref: key } : undefined;
      expect(Properties.Environment.Variables[variable]).toEqual(known);
    }
  },
);

test('every consumer can put a non-retryable message aside', () => {
  for (const name of consumers)
    expect(queuesFor(`${name}Function`, 'sqs:SendMessage')).toContain('Quarantine');
});

test('nobody but a consumer can put messages aside', () => {
  for (const name of functionNames.filter((one) => !consumers.includes(one)))
    expect(queuesFor(`${name}Function`, 'sqs:SendMessage')).not.toContain('Quarantine');
});

test('no permission names a wildcard action, and only traces go to any resource', () => {
  const policies = Object.values(resourcesOf(template, 'AWS::IAM::Policy'));
  const statements: Statement[] = policies.flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  expect(statements.length).toBeGreaterThan(functionNames.length);
  for (const { Effect, Action, Resource } of statements) {
    expect(Effect).toBe('Allow');
    for (const action of listOf(Action)) {
      expect(action).not.toContain('*');
      if (listOf(Resource).includes('*')) expect(action).toMatch(/^xray:/);
    }
  }
});

test('only heal reads the index, and only the one of candidates', () => {
  const readers = functionNames.filter((name) => onTable(`${name}Function`, 'index').length > 0);
  expect(readers).toEqual(['Heal']);
  const [statement, ...others] = onTable('HealFunction', 'index');
  expect(others).toEqual([]);
  expect(listOf(statement?.Action ?? [])).toEqual(['dynamodb:Query']);
  expect(JSON.stringify(statement?.Resource)).toContain('"/index/candidates"');
});

test('no role has a policy of AWS, and each function writes no log but its own', () => {
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::IAM::Role')))
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  for (const name of functionNames) {
    const [logGroup] = resourceNamed(template, 'AWS::Logs::LogGroup', `${name}FunctionLogs`);
    const logs = statementsOf(`${name}Function`).filter(
      ({ Action }) => actionsIn([{ Effect: '', Action, Resource: '' }], 'logs').length > 0,
    );
    expect(logs).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [logGroup, 'Arn'] },
      },
    ]);
  }
});

test('the state machine may run the four functions of its states and no other', () => {
  const [invoke] = statementsOf('RebootStormRole').filter(({ Action }) =>
    listOf(Action).includes('lambda:InvokeFunction'),
  );
  const named = JSON.stringify(invoke?.Resource);
  const mayRun = functionNames.filter((name) => named.includes(`"${name}Function`));
  expect(mayRun).toEqual(['PlanStorm', 'DispatchCell', 'Observe', 'ReportStorm']);
});
