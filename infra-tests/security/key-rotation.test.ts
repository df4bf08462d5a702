// A storm through rotations of both keys: nobody's log-in is lost, and the keys are new ones.
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { secretsManagerClient } from '#adapters/clients.ts';
import { readConfiguration } from '#domain/stack/stack-configuration.ts';
import { FAULTS_DEFAULT } from '#local-cloud/faults.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { scanNetwork } from '#runner/local/network-scan.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drill } from '#scenarios/drill.ts';
import { wholeStorm } from '../deploy/whole-storm.ts';

const read = readConfiguration({ keyRotation: 'on' });
if (read.kind === 'refused') throw new Error(read.problems.join());
const template = readStackTemplate('cli', read.configuration);

/** The keys' ARNs, as the log-in function knows them. */
function outputsWithKeys() {
  const resources = template.Resources as Record<string, { Type: string }>;
  const keys = Object.keys(resources).filter(
    (id) => resources[id]?.Type === 'AWS::SecretsManager::Secret',
  );
  const named = keys.map((id) => [id, { Value: { Ref: id } }]);
  return { keys, outputs: { ...(template.Outputs as object), ...Object.fromEntries(named) } };
}

test.each(['resilient', 'legacy-2007'] as const)('under %s', async (policy) => {
  const { keys, outputs } = outputsWithKeys();
  expect(keys).toHaveLength(2);
  const storm = await wholeStorm({
    scenario: drill,
    policy,
    nodeCount: 120,
    template: { ...template, Outputs: outputs },
    faults: FAULTS_DEFAULT,
    seed: 45,
    code: functionCode,
  });
  const { cloud, operator, end } = storm;
  const client = secretsManagerClient(operator);
  const keyOf = async (SecretId: string) => {
    const { SecretString } = await cloud.settle(
      client.send(new GetSecretValueCommand({ SecretId })),
    );
    return SecretString;
  };
  for (const id of keys) {
    const SecretId = String(cloud.outputs[id]);
    const before = await keyOf(SecretId);
    await cloud.settle(client.send(new RotateSecretCommand({ SecretId })));
    await cloud.runUntil({ untilMs: cloud.nowMs() + 30_000 });
    const after = await keyOf(SecretId);
    expect(after).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(after).not.toBe(before);
    const { VersionIdsToStages = {} } = await cloud.settle(
      client.send(new DescribeSecretCommand({ SecretId })),
    );
    expect(Object.values(VersionIdsToStages).flat()).toEqual(
      expect.arrayContaining(['AWSCURRENT', 'AWSPREVIOUS']),
    );
  }
  const { status } = await end(cloud.nowMs() + 20 * 60_000);
  expect(status).toBe(policy === 'resilient' ? 'SUCCEEDED' : 'FAILED');
  const nodes = scanNetwork(cloud).everybody().nodes;
  const waiting = nodes.filter(({ state }) => state === 'waiting');
  if (policy === 'resilient') expect(waiting).toEqual([]);
  expect(cloud.metrics().LoginsForged ?? 0).toBe(0);
  expect(cloud.metrics().LoginsPlaced).toBeGreaterThan(0);
});
