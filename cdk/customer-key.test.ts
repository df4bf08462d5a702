// What is encrypted under a key of the customer's, who may use it, and for what.
import { configurationIn } from './configuration-in-context.ts';
import { deploymentIn, usualDeployment } from './deployment-in-context.ts';
import {
  type Resource,
  resourceNamed,
  resourcesOf,
  synthesisedStack,
} from './synthesised-stack.ts';

const given = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const own = synthesisedStack(undefined, { ...usualDeployment, customerKey: 'create' });
const [keyId, key] = resourceNamed(own, 'AWS::KMS::Key', 'CustomerKey');
const ownArn = { 'Fn::GetAtt': [keyId, 'Arn'] };

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: { readonly Service?: unknown };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements about keys in the roles' policies, by the function's logical id. */
function keyStatements(template: typeof own): Record<string, Statement[]> {
  const policies = Object.entries(resourcesOf(template, 'AWS::IAM::Policy'));
  return Object.fromEntries(
    policies.map(([id, { Properties }]) => [
      id.replace(/RoleDefaultPolicy.*$/, ''),
      (Properties.PolicyDocument.Statement as Statement[]).filter(({ Action }) =>
        [Action].flat().some((action) => action.startsWith('kms:')),
      ),
    ]),
  );
}

const through = (service: string) => ({
  StringEquals: {
    'kms:ViaService': {
      'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']],
    },
  },
});

test('the context takes `create` and the ARN of a key, and is no setting', () => {
  for (const customerKey of ['create', given]) {
    const context = { 'rebootstorm:customerKey': customerKey };
    expect(deploymentIn(context, 0).customerKey).toBe(customerKey);
    expect(configurationIn(context)).toEqual(configurationIn({}));
  }
});

test('usually there is no key, and nothing is encrypted under one', () => {
  const usual = JSON.stringify(synthesisedStack().toJSON());
  expect(usual).not.toMatch(/kms/i);
});

test.each([
  ['of its own', 'create', ownArn],
  ['that is there', given, given],
])('all that is stored is encrypted under a key %s', (_title, customerKey, arn) => {
  const template = synthesisedStack(undefined, { ...usualDeployment, customerKey });
  const all = (type: string): Resource[] => Object.values(resourcesOf(template, type));
  const queues = all('AWS::SQS::Queue');
  expect(queues).toHaveLength(7);
  for (const { Properties } of queues) {
    expect(Properties).toMatchObject({ KmsMasterKeyId: arn, KmsDataKeyReusePeriodSeconds: 3_600 });
    expect(Properties).not.toHaveProperty('SqsManagedSseEnabled');
  }
  const [table] = all('AWS::DynamoDB::Table');
  const sse = { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: arn };
  expect(table?.Properties.SSESpecification).toEqual(sse);
  for (const { Properties } of all('AWS::SecretsManager::Secret'))
    expect(Properties.KmsKeyId).toEqual(arn);
  const logs = all('AWS::Logs::LogGroup');
  expect(logs).toHaveLength(7);
  for (const { Properties } of logs) expect(Properties.KmsKeyId).toEqual(arn);
  expect(all('AWS::KMS::Key')).toHaveLength(customerKey === 'create' ? 1 : 0);
});

test('its own key is rotated, and goes with the stack after the shortest wait there is', () => {
  expect(key.Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 7 });
  expect(key.DeletionPolicy).toBe('Delete');
});

test('in prod the key stays with the data that it encrypts', () => {
  const deployment = { ...usualDeployment, environment: 'prod', customerKey: 'create' } as const;
  const template = synthesisedStack(undefined, deployment);
  expect(resourceNamed(template, 'AWS::KMS::Key', 'CustomerKey')[1].DeletionPolicy).toBe('Retain');
});

test('beside the account, CloudWatch Logs alone may use it, for log groups of this stack', () => {
  const statements = key.Properties.KeyPolicy.Statement as Statement[];
  const [account, logs, ...others] = statements;
  expect(others).toEqual([]);
  expect(JSON.stringify(account)).toContain(':root');
  expect(JSON.stringify(logs?.Principal)).toContain('"logs."');
  expect(JSON.stringify(logs?.Condition?.ArnLike)).toMatch(
    /:log-group:",\{"Ref":"AWS::StackName"\}/,
  );
});

test('each function may have it used by the services that it calls, without a wildcard', () => {
  const statements = keyStatements(own);
  for (const { Action, Resource, Condition } of Object.values(statements).flat()) {
    expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
    expect(Resource).toEqual(ownArn);
    expect(Condition).toEqual(
      expect.objectContaining({ StringEquals: { 'kms:ViaService': expect.anything() } }),
    );
  }
  const servicesOf = (id: string) =>
    (statements[id] ?? []).map(({ Condition }) => JSON.stringify(Condition));
  const named = (...services: string[]) => services.map((one) => JSON.stringify(through(one)));
  expect(servicesOf('LoginFunction').sort()).toEqual(named('dynamodb', 'secretsmanager', 'sqs'));
  expect(servicesOf('HealFunction').sort()).toEqual(named('dynamodb', 'sqs'));
  expect(servicesOf('ReportStormFunction')).toEqual(named('dynamodb'));
  expect(servicesOf('RebootStorm')).toEqual([]);
});

test('to read a secret takes the right to decrypt, and no other', () => {
  const [reading] = (keyStatements(own).LoginFunction ?? []).filter(({ Condition }) =>
    JSON.stringify(Condition).includes('secretsmanager'),
  );
  expect(reading?.Action).toBe('kms:Decrypt');
});
