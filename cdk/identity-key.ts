import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { identityKeyLength } from '#domain/limits.ts';
import type { CustomerKey } from './customer-key.ts';

/** A key that proofs of identity are made and checked with; nobody has to think of one. */
export class IdentityKey extends Secret {
  constructor(scope: Construct, id: string, description: string, key: CustomerKey | null) {
    super(scope, id, {
      description,
      generateSecretString: { passwordLength: identityKeyLength, excludePunctuation: true },
      // It speaks for nobody once the table is gone; a new stack has a new one.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key?.encryptsSecret(this);
  }
}
