// Rotates a key of proofs, in the four steps in which Secrets Manager asks for it (user guide,
// "Rotation function steps"). The key before it is accepted for a day and an hour.
import { secretsManagerClient } from '#adapters/clients.ts';
import {
  adoptPendingKey,
  makePendingKey,
  type NewVersion,
  testPendingKey,
} from '#adapters/rotate-secret.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { parseRotationStep } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const rotateKey = (runtime: Runtime) => {
  const client = secretsManagerClient(runtime);
  const steps = {
    createSecret: (version: NewVersion) => makePendingKey(client, version),
    // There is no other place that would have to learn the key.
    setSecret: async () => {},
    testSecret: (version: NewVersion) => testPendingKey(client, version),
    finishSecret: (version: NewVersion) => adoptPendingKey(client, version),
  };
  return async (input: unknown): Promise<void> => {
    const { Step, SecretId: secretId, ClientRequestToken: versionId } = parseRotationStep(input);
    await steps[Step]({ secretId, versionId });
    runtime.log({ level: 'info', message: 'key rotation', step: Step, secretId, versionId });
  };
};

export const handler = onLambda(rotateKey);
