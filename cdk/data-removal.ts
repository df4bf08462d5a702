import { RemovalPolicy } from 'aws-cdk-lib';
import type { Deployment } from './deployment-in-context.ts';

/** What becomes of a stack's data when the stack is deleted. */
export function dataGoesWith(environment: Deployment['environment']): RemovalPolicy {
  // A run can be repeated from its seed, so its data is worth nothing unless somebody says so.
  return environment === 'prod' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
