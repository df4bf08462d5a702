import { Worker } from 'node:worker_threads';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { startLocalEndpoint } from '#runner/endpoint/local-endpoint.ts';
import { allCases } from '../all-cases.ts';
import type { ContractResource } from '../contract-case.ts';
import { aQueue } from '../contract-template.ts';
import { contractCloud } from '../engines/contract-cloud.ts';
import { engineClients } from '../engines/engine-clients.ts';
import { aWorker } from '../worker-function.ts';
import { needsRole, ROLE_ID, resourcesOnAws, roleOfRun } from './resources-on-aws.ts';

const roleArn = 'arn:aws:iam::123456789012:role/contract-x';

test('on AWS every case has the role of the run, and names of the run', () => {
  const all = allCases.map(({ resources = {} }) => resources);
  expect(all.filter(needsRole).length).toBeGreaterThan(50);
  const text = JSON.stringify(all.map((one) => resourcesOnAws(one, roleArn, 'contract-x-1-stack')));
  expect(text).toContain(roleArn);
  expect(text).not.toContain('arn:aws:iam::000000000000');
  expect(text).not.toContain('Signature=0');
  expect(text).toContain('"StateMachineName":"contract-x-1-stack-Machine"');
});

test('the role may do nothing to what is not of the run, and may not write logs', () => {
  const { [ROLE_ID]: role } = roleOfRun('contract-x');
  const [{ PolicyDocument }] = (role as ContractResource).Properties.Policies as [
    { PolicyDocument: { Statement: { Action: string[]; Resource: { 'Fn::Sub': string }[] }[] } },
  ];
  for (const { Action, Resource } of PolicyDocument.Statement) {
    for (const action of Action) expect(action).toMatch(/^(sqs|lambda|states):\w+$/);
    for (const { 'Fn::Sub': arn } of Resource) expect(arn).toMatch(/[:/]contract-x-\*$/);
  }
});

test("a worker's code reports by the SDK of its runtime", async () => {
  const cloud = () => contractCloud({ Reports: aQueue() });
  const {
    endpoint,
    cloud: served,
    stop,
  } = await startLocalEndpoint({ port: 0, pace: 'waiting', cloud });
  const { Worker: resource } = resourcesOnAws(
    aWorker('await report({ got: event })'),
    roleArn,
    'x',
  );
  const { ZipFile } = (resource as ContractResource).Properties.Code as { ZipFile: string };
  const env = {
    REPORTS: served.outputs.ReportsRef ?? '',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const thread = new Worker(`${ZipFile}\nexports.handler(1);`, { eval: true, env });
  await new Promise((resolve, reject) => thread.on('exit', resolve).on('error', reject));
  const { sqs } = engineClients(endpoint);
  const taken = await sqs.send(new ReceiveMessageCommand({ QueueUrl: env.REPORTS }));
  await stop();
  expect(taken.Messages?.map(({ Body }) => Body)).toEqual(['{"got":1}']);
});
