import { Aws } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { keyRotationDays } from '#domain/limits.ts';
import { ControlFunction, type Environment } from './control-function.ts';
import type { IdentityKey } from './identity-key.ts';

/** Gives keys new versions by a function, for as long as the stack stands. */
export class KeyRotation extends Construct {
  constructor(scope: Construct, id: string, shared: Environment, keys: readonly IdentityKey[]) {
    super(scope, id);
    const rotateKey = new ControlFunction(scope, 'RotateKeyFunction', 'rotate-key', shared);
    rotateKey.addPermission('Rotation', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Aws.ACCOUNT_ID,
    });
    for (const key of keys) {
      rotateKey.rotates(key);
      const schedule = new CfnRotationSchedule(this, key.node.id, {
        secretId: key.secretArn,
        rotationLambdaArn: rotateKey.functionArn,
        rotationRules: { scheduleExpression: `rate(${keyRotationDays} days)` },
        rotateImmediatelyOnUpdate: false,
      });
      schedule.node.addDependency(rotateKey);
    }
  }
}
